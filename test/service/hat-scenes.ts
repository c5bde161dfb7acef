/** Scenes with hats: who makes them, who wears them, and what is seen of it. */
import { child, children, type Element } from '../../src/wire/xml.ts';
import type { World } from '../world.ts';
import { command, commandXml, stage } from './commanding.ts';
import { alice, bob, owner, room, talk } from './conversation.ts';

export const hats = 'urn:xmpp:hats:commands';
export const items = 'http://jabber.org/protocol/disco#items';
export const host = 'http://schemas.example.com/hats#host';
export const scribe = 'http://schemas.example.com/hats#scribe';

/** The titles of what this presence says somebody wears; undefined where it says nothing of hats. */
export function worn(presence: Element | undefined): string[] | undefined {
  const shown = presence && child(presence, 'hats', 'urn:xmpp:hats:0');
  return shown && children(shown, 'hat').map(({ attrs }) => attrs['title'] ?? '');
}

export function presenceOf(nick: string, heard: readonly Element[]): Element | undefined {
  return heard.findLast(({ name, attrs }) => name === 'presence' && attrs['from'] === `${room}/${nick}`);
}

export async function make(on: World, uri: string, title: string, hue?: string): Promise<void> {
  const fields = { 'hats#title': title, 'hats#uri': uri, ...(hue !== undefined && { 'hats#hue': hue }) };
  await stage(on, owner, commandXml(`${hats}:create`, {}, fields));
}

export function handOut(on: World, what: 'assign' | 'unassign', jid: string, uri: string, who = owner) {
  return command(on, who, commandXml(`${hats}:${what}`, {}, { 'hats#jid': jid, 'hats#uri': uri }));
}

export async function forget(on: World): Promise<void> {
  for (const who of [owner, alice, bob]) await on.hears(who);
}

/** Alice is the host. */
export async function hosted(fields: Readonly<Record<string, string>> = {}): Promise<World> {
  const on = await talk(fields);
  await make(on, host, 'Host', '327.255249');
  await handOut(on, 'assign', 'alice@localhost', host);
  await forget(on);
  return on;
}
