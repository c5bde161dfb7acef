/** What a room tells of itself: its archive, its configuration and its lists, asked of a service in a test. */
import { child, childText, type Element, elements } from '../../src/wire/xml.ts';
import type { World } from '../world.ts';

export interface Archived {
  readonly id: string;
  readonly stamp: number;
  readonly nick: string;
  readonly body: string;
  readonly realJid: string | undefined;
  readonly message: Element;
}

/** All that comes until there is what is waited for: the store may be a real one, which takes its time. */
export async function hearsUntil(on: World, who: string, isLast: (stanza: Element) => boolean): Promise<Element[]> {
  const came: Element[] = [];
  while (!came.some(isLast)) came.push(...(await on.hears(who)));
  return came;
}

/** What comes for a query, the answer last. */
async function ask(on: World, who: string, iq: string): Promise<Element[]> {
  on.send(who, iq);
  return hearsUntil(on, who, ({ name }) => name === 'iq');
}

/** All messages of the archive, oldest first, by pages of `size`. */
export async function archiveOf(on: World, who: string, room: string, size = 50): Promise<Archived[]> {
  const all: Archived[] = [];
  for (let after = ''; ; ) {
    const set = `<set xmlns='http://jabber.org/protocol/rsm'><max>${size}</max>${after}</set>`;
    const came = await ask(
      on,
      who,
      `<iq type='set' id='mam' to='${room}'><query xmlns='urn:xmpp:mam:2'>${set}</query></iq>`,
    );
    const answer = came.find(({ name }) => name === 'iq');
    const fin = answer && child(answer, 'fin', 'urn:xmpp:mam:2');
    if (fin === undefined) throw new Error(`the archive answered ${answer?.toString()}`);
    all.push(...came.flatMap(archivedIn));
    if (fin.attrs['complete'] === 'true' || all.length === 0) return all;
    after = `<after>${all.at(-1)?.id}</after>`;
  }
}

function archivedIn(carrier: Element): Archived[] {
  const result = child(carrier, 'result', 'urn:xmpp:mam:2');
  const forwarded = result && child(result, 'forwarded', 'urn:xmpp:forward:0');
  const message = forwarded && elements(forwarded).find(({ name }) => name === 'message');
  const delay = forwarded && child(forwarded, 'delay', 'urn:xmpp:delay');
  if (result === undefined || message === undefined) return [];
  const user = child(message, 'x', 'http://jabber.org/protocol/muc#user');
  return [
    {
      id: result.attrs['id'] ?? '',
      stamp: Date.parse(delay?.attrs['stamp'] ?? ''),
      nick: (message.attrs['from'] ?? '').split('/').slice(1).join('/'),
      body: childText(message, 'body') ?? '',
      realJid: user && child(user, 'item')?.attrs['jid'],
      message,
    },
  ];
}

/** Fields of the owner's form by name, values joined by commas. */
export async function configurationOf(on: World, who: string, room: string): Promise<Readonly<Record<string, string>>> {
  const owner = "<query xmlns='http://jabber.org/protocol/muc#owner'/>";
  const answer = (await ask(on, who, `<iq type='get' id='form' to='${room}'>${owner}</iq>`)).at(-1);
  const form = answer?.getChild('query')?.getChild('x');
  const fields = (form?.getChildren('field') ?? []).map(
    (field) =>
      [
        field.attrs['var'],
        field
          .getChildren('value')
          .map((value) => value.getText())
          .join(','),
      ] as const,
  );
  return Object.fromEntries(fields);
}

/** Addresses on a list, with what stands beside them. */
export async function listOf(on: World, who: string, room: string, affiliation: string): Promise<string[]> {
  const query = `<query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='${affiliation}'/></query>`;
  const answer = (await ask(on, who, `<iq type='get' id='list' to='${room}'>${query}</iq>`)).at(-1);
  const items = answer?.getChild('query')?.getChildren('item') ?? [];
  return items
    .map((item) => [item.attrs['jid'], item.attrs['nick'], childText(item, 'reason')].filter(Boolean).join(' '))
    .sort();
}
