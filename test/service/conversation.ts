/** A conversation in a test: people with short names in one room, on a world with a store in memory. */

import type { Element } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { domain, World } from '../world.ts';

export const room = `den@${domain}`;

export const owner = 'olga@localhost/desk';
export const alice = 'alice@localhost/phone';
export const aliceDesk = 'alice@localhost/desk';
export const bob = 'bob@localhost/phone';

export async function world(): Promise<World> {
  return (await new World({ store: memoryStore(), admins: ['root@localhost'] }).start()).connect();
}

export function join(nick: string, inside = "<history maxstanzas='0'/>", id = 'join'): string {
  return `<presence to='${room}/${nick}' id='${id}'><x xmlns='http://jabber.org/protocol/muc'>${inside}</x></presence>`;
}

export function leave(nick: string): string {
  return `<presence to='${room}/${nick}' type='unavailable'/>`;
}

export function say(text: string, more = '', id = text): string {
  return `<message to='${room}' type='groupchat' id='${id}'><body>${text}</body>${more}</message>`;
}

export function origin(id: string): string {
  return `<origin-id xmlns='urn:xmpp:sid:0' id='${id}'/>`;
}

export function configure(fields: Readonly<Record<string, string>>): string {
  const written = Object.entries({ FORM_TYPE: 'http://jabber.org/protocol/muc#roomconfig', ...fields })
    .map(([name, value]) => `<field var='${name}'><value>${value}</value></field>`)
    .join('');
  return `<iq to='${room}' type='set' id='configure'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'>${written}</x></query></iq>`;
}

/** A room that Olga made, configured so, and is in. */
export async function openRoom(on: World, fields: Readonly<Record<string, string>> = {}): Promise<void> {
  on.send(owner, join('Olga'));
  await on.settle();
  on.send(owner, configure(fields));
  await on.hears(owner);
}

/** Enters and forgets what was heard on the way. */
export async function enter(on: World, who: string, nick: string): Promise<void> {
  on.send(who, join(nick));
  await on.hears(who);
}

/** Olga's room with Alice and Bob in it, and nothing unheard. */
export async function talk(fields: Readonly<Record<string, string>> = {}): Promise<World> {
  const on = await world();
  await openRoom(on, fields);
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  for (const who of [owner, alice, bob]) await on.hears(who);
  return on;
}

export function kinds(stanzas: readonly Element[]): string[] {
  return stanzas.map(
    ({ name, attrs }) => `${name}${attrs['type'] === undefined ? '' : ` ${attrs['type']}`} ${attrs['from']}`,
  );
}
