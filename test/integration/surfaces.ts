/** Three ways to one command: the forms that a client shows (XEP-0050), chat with the service, and the command line. */
import { bareOf, freshId, type TestClient } from '../client.ts';
import { type Element, escapeXml } from './element.ts';
import { ns } from './stanzas.ts';

const commands = 'http://jabber.org/protocol/commands';
const stepsMax = 6;

/** What is filled in, by the names of fields. */
export type Filled = Readonly<Record<string, string | readonly string[]>>;

/** What somebody who fills in forms is told in the end: notes and whatever the form shows; a refusal is thrown. */
export async function fillsIn(client: TestClient, at: string, node: string, filled: Filled = {}): Promise<string> {
  const left = new Set(Object.keys(filled));
  let stage = await send(client, at, node, "action='execute'", '');
  for (let step = 0; stage.attrs['status'] === 'executing' && step < stepsMax; step += 1) {
    const form = stage.expect('x', ns.form);
    complain(stage, node);
    const values = form.all('field').map((field) => filledIn(field, filled, left));
    const submitted = `<x xmlns='${ns.form}' type='submit'>${values.join('')}</x>`;
    const action = stage.expect('actions').attrs['execute'] ?? 'complete';
    stage = await send(client, at, node, `sessionid='${stage.attrs['sessionid']}' action='${action}'`, submitted);
  }
  complain(stage, node);
  if (left.size > 0) throw new Error(`${node} did not ask for ${[...left].join(', ')}`);
  return told(stage);
}

async function send(client: TestClient, at: string, node: string, attrs: string, form: string): Promise<Element> {
  const answer = await client.iq('set', at, `<command xmlns='${commands}' node='${node}' ${attrs}>${form}</command>`);
  if (answer.attrs['type'] === 'error') throw new Error(answer.expect('error').child('text')?.text ?? String(answer));
  return answer.expect('command', commands);
}

function complain(stage: Element, node: string): void {
  const complaint = stage.all('note').find(({ attrs }) => attrs['type'] === 'error');
  if (complaint !== undefined) throw new Error(`${node}: ${complaint.text}`);
}

function filledIn(field: Element, filled: Filled, left: Set<string>): string {
  const name = field.attrs['var'] ?? '';
  const given = filled[name];
  left.delete(name);
  const preset = field.all('value').map(({ text }) => text);
  const values = given === undefined ? preset : typeof given === 'string' ? [given] : given;
  const written = values.map((value) => `<value>${escapeXml(value)}</value>`).join('');
  return name === '' ? '' : `<field var='${escapeXml(name)}'>${written}</field>`;
}

function told(stage: Element): string {
  const fields = stage.child('x', ns.form)?.all('field') ?? [];
  const shown = fields.map((field) => {
    const values = field.all('value').map(({ text }) => text);
    return `${field.attrs['label'] ?? ''}: ${values.join('\n')}`;
  });
  return [...stage.all('note').map(({ text }) => text), ...shown].join('\n');
}

/** Writes to the service, or to a room itself, and gives what it answers. */
export async function writesTo(client: TestClient, at: string, text: string): Promise<string> {
  client.send(`<message type='chat' to='${at}' id='${freshId()}'><body>${escapeXml(text)}</body></message>`);
  const answer = await client.receives(
    `an answer to "${text}"`,
    ({ name, attrs }) => name === 'message' && bareOf(attrs['from']) === at && attrs['type'] !== 'groupchat',
  );
  if (answer.attrs['type'] === 'error') throw new Error(`no answer to "${text}": ${answer}`);
  return answer.child('body')?.text ?? '';
}

/** The same, and sends the word that is asked for before something is taken away. */
export async function insistsOn(client: TestClient, at: string, text: string): Promise<string> {
  const asked = await writesTo(client, at, text);
  const [, word] = /Send "(\w+)" within a minute/.exec(asked) ?? [];
  return word === undefined ? asked : await writesTo(client, at, word);
}
