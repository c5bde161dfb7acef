/** Rooms in which somebody has a certain role or affiliation, and whether something that was tried came about. */
import { type Element, serialize } from '../../src/wire/xml.ts';
import { body, errorOf, type World } from '../world.ts';
import { configure, enter, join, leave, openRoom, owner, room, say, world } from './conversation.ts';

export type Role = 'none' | 'visitor' | 'participant' | 'moderator';
export type Affiliation = 'outcast' | 'none' | 'member' | 'admin' | 'owner';

/** Who tries, and on whom it is tried. */
export const actor = 'alice@localhost/phone';
export const target = 'bob@localhost/phone';
export const visitor = 'vic@localhost/phone';

const admin = 'http://jabber.org/protocol/muc#admin';

export function set(items: string): string {
  return `<iq to='${room}' type='set' id='set'><query xmlns='${admin}'>${items}</query></iq>`;
}

export function list(item: string): string {
  return `<iq to='${room}' type='get' id='list'><query xmlns='${admin}'><item ${item}/></query></iq>`;
}

export const roleOf = (nick: string, role: Role): string => set(`<item nick='${nick}' role='${role}'/>`);

export const affiliationOf = (who: string, affiliation: Affiliation): string =>
  set(`<item jid='${bare(who)}' affiliation='${affiliation}'/>`);

export function bare(session: string): string {
  return session.split('/')[0] ?? '';
}

/** The condition of the answer to a query; undefined where it was granted. */
export async function refusal(on: World, who: string, query: string): Promise<string | undefined> {
  await on.hears(who);
  on.send(who, query);
  const answer = (await on.hears(who)).find(({ name }) => name === 'iq');
  if (answer === undefined) throw new Error(`${query} was not answered`);
  return errorOf(answer)?.condition;
}

export async function asOwner(on: World, query: string): Promise<string> {
  await on.hears(owner);
  on.send(owner, query);
  const answer = (await on.hears(owner)).find(({ name }) => name === 'iq');
  if (answer === undefined || errorOf(answer) !== undefined) throw new Error(`${query}: ${answer}`);
  return serialize(answer);
}

export async function hearsOf(on: World, who: string, matches: (stanza: Element) => boolean): Promise<boolean> {
  return (await on.hears(who)).some(matches);
}

export async function affiliate(on: World, who: string, affiliation: Affiliation): Promise<void> {
  if (affiliation !== 'none') await asOwner(on, affiliationOf(who, affiliation));
}

/** Somebody with this affiliation enters, and is given this role if it is not the one that comes with entering. */
export async function enterAs(
  on: World,
  who: string,
  nick: string,
  as: { readonly role?: Role; readonly affiliation?: Affiliation },
): Promise<void> {
  await affiliate(on, who, as.affiliation ?? 'none');
  if (as.role === 'none') return;
  await enter(on, who, nick);
  if (as.role !== undefined && (await roleIn(on, nick)) !== as.role) await asOwner(on, roleOf(nick, as.role));
}

/** Which list of roles has this nickname. */
export async function roleIn(on: World, nick: string): Promise<Role> {
  for (const role of ['visitor', 'participant', 'moderator'] as const) {
    if ((await asOwner(on, list(`role='${role}'`))).includes(`nick="${nick}"`)) return role;
  }
  return 'none';
}

/** Which list of affiliations has this person. */
export async function affiliationIn(on: World, who: string): Promise<Affiliation> {
  for (const affiliation of ['outcast', 'member', 'admin', 'owner'] as const) {
    if ((await asOwner(on, list(`affiliation='${affiliation}'`))).includes(`jid="${bare(who)}"`)) return affiliation;
  }
  return 'none';
}

/** Olga's moderated room with Bob, who has voice, Vic, who has none, and Alice in her role; nothing is unheard. */
export async function roomWithActor(role: Role, fields: Readonly<Record<string, string>> = {}): Promise<World> {
  const on = await world();
  await openRoom(on, { 'muc#roomconfig_moderatedroom': '1', ...fields });
  await enterAs(on, target, 'Bob', { role: 'participant' });
  await enterAs(on, visitor, 'Vic', { role: 'visitor' });
  await enterAs(on, actor, 'Alice', { role });
  for (const who of [owner, actor, target, visitor]) await on.hears(who);
  return on;
}

export const says = (text: string) => (stanza: Element) => body(stanza) === text;
export const from = (nick: string) => (stanza: Element) =>
  stanza.attrs['from'] === `${room}/${nick}` && stanza.attrs['type'] !== 'error';

export { configure, enter, join, leave, openRoom, owner, room, say, world };
