/** A room whose lists have versions (XEP-0463), for tests: who asks, and what is heard of them. */
import { child, children, type Element } from '../../src/wire/xml.ts';
import { statuses, type World } from '../world.ts';
import { alice, join, openRoom, owner, room, world } from './conversation.ts';

const ns = 'urn:xmpp:muc:affiliations:1';
/** Members only, and everybody sees who is who: a private group. */
export const privateGroup = { 'muc#roomconfig_membersonly': '1', 'muc#roomconfig_whois': 'anyone' };
const noHistory = "<history maxstanzas='0'/>";

interface Versions {
  readonly since: string | undefined;
  readonly until: string | undefined;
}

function user(stanza: Element): Element | undefined {
  return child(stanza, 'x', 'http://jabber.org/protocol/muc#user');
}

export function versionsOf(stanza: Element | undefined): Versions | undefined {
  const mav = stanza && child(user(stanza) ?? stanza, 'mav', ns);
  return mav && { since: mav.attrs['since'], until: mav.attrs['until'] };
}

export function itemsOf(stanza: Element | undefined): string[] {
  const items = stanza === undefined ? [] : children(user(stanza) ?? stanza, 'item');
  return items.map(({ attrs }) => `${attrs['jid']} ${attrs['affiliation']}`);
}

export function isList(stanza: Element): boolean {
  return stanza.name === 'message' && versionsOf(stanza) !== undefined;
}

export function own(heard: readonly Element[]): Element | undefined {
  return heard.findLast((stanza) => stanza.name === 'presence' && statuses(stanza).includes(110));
}

export function ask(nick: string, since?: string): string {
  const version = since === undefined ? '' : ` since='${since}'`;
  return join(nick, `${noHistory}<mav xmlns='${ns}'${version}/>`);
}

export async function change(
  on: World,
  items: readonly (readonly [who: string, affiliation: string])[],
): Promise<void> {
  const written = items.map(([who, affiliation]) => `<item jid='${who}' affiliation='${affiliation}'/>`).join('');
  on.send(
    owner,
    `<iq to='${room}' type='set' id='l'><query xmlns='http://jabber.org/protocol/muc#admin'>${written}</query></iq>`,
  );
  await on.settle();
}

export async function group(fields: Readonly<Record<string, string>> = privateGroup): Promise<World> {
  const on = await world();
  await openRoom(on, fields);
  await change(on, [['alice@localhost', 'member']]);
  await on.hears(owner);
  return on;
}

/** Alice enters, asks for all, and knows this version. */
export async function known(on: World): Promise<string> {
  on.send(alice, ask('Alice'));
  return versionsOf(own(await on.hears(alice)))?.until ?? '';
}
