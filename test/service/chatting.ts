/** Talking with the service in a test: what is typed, and what is said to it. */
import { body, domain, errorOf, type World } from '../world.ts';

/** Says something and gives what was said back, each message or error in short; what else was heard is forgotten. */
export async function talks(on: World, who: string, text: string, more = '', to: string = domain): Promise<string[]> {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  on.send(who, `<message to='${to}' type='chat' id='talk'><body>${escaped}</body>${more}</message>`);
  return said(on, who);
}

export async function said(on: World, who: string): Promise<string[]> {
  const heard = (await on.hears(who)).filter(({ name, attrs }) => name === 'message' && attrs['type'] !== 'groupchat');
  return heard.map((stanza) => {
    const error = errorOf(stanza);
    return error === undefined ? (body(stanza) ?? '') : `error: ${error.condition} ${error.type}`;
  });
}

/** The one reply there is. */
export async function hearsBack(on: World, who: string, text: string, to?: string): Promise<string> {
  const replies = await talks(on, who, text, '', to);
  if (replies.length !== 1) throw new Error(`${replies.length} replies to ${text}`);
  return replies[0] ?? '';
}

/** The same, and sends the word that is asked for, where one is. */
export async function insistsOn(on: World, who: string, text: string): Promise<string> {
  const asked = await hearsBack(on, who, text);
  const [, word] = /^Send "(\w+)" within a minute/m.exec(asked) ?? [];
  return word === undefined ? asked : await hearsBack(on, who, word);
}
