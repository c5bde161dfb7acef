/** Rooms to be found, or not. */
import type { Element } from '../../src/wire/xml.ts';
import { domain, type World } from '../world.ts';
import { bob, join, owner, world } from './conversation.ts';

export type Fields = Readonly<Record<string, string>>;

export function written(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => `<field var='${name}'><value>${value}</value></field>`)
    .join('');
}

export async function openRoom(on: World, name: string, fields: Fields = {}): Promise<void> {
  const jid = `${name}@${domain}`;
  on.send(owner, join('Olga').replace('den@', `${name}@`));
  await on.settle();
  const form = `<x xmlns='jabber:x:data' type='submit'>${written({ FORM_TYPE: 'http://jabber.org/protocol/muc#roomconfig', ...fields })}</x>`;
  on.send(
    owner,
    `<iq to='${jid}' type='set' id='c'><query xmlns='http://jabber.org/protocol/muc#owner'>${form}</query></iq>`,
  );
  await on.hears(owner);
}

/** Rooms of four kinds, made and entered by Olga. */
export async function town(): Promise<World> {
  const on = await world();
  const room = (more: string) => `muc#roomconfig_${more}`;
  await openRoom(on, 'garden', {
    [room('roomname')]: 'Café Zürich',
    [room('roomdesc')]: 'Plants &amp; talk',
    [room('lang')]: 'de-AT',
  });
  await openRoom(on, 'club', {
    [room('roomname')]: 'Club',
    [room('roomdesc')]: 'Café for members',
    [room('membersonly')]: '1',
    [room('whois')]: 'anyone',
    [room('lang')]: 'de',
  });
  await openRoom(on, 'cafe-noir');
  await openRoom(on, 'hideout', { [room('roomname')]: 'Secret café', [room('publicroom')]: '0' });
  return on;
}

export async function ask(on: World, xml: string, type: 'get' | 'set' = 'get', who = bob): Promise<Element> {
  on.send(who, `<iq to='${domain}' type='${type}' id='q'>${xml}</iq>`);
  const [answer] = await on.hears(who);
  if (answer === undefined) throw new Error('no answer');
  return answer;
}
