/** Taking back in a conversation: what is sent for it, and what is left to see. */
import { child, type Element, serialize } from '../../src/wire/xml.ts';
import type { World } from '../world.ts';
import { bob, join, room, say } from './conversation.ts';

export const sid = 'urn:xmpp:sid:0';
export const ns = 'urn:xmpp:message-retract:1';
export const before = 'urn:xmpp:message-retract:0';

export function retract(id: string, more = '', own = 'r1'): string {
  return `<message to='${room}' type='groupchat' id='${own}'><retract id='${id}' xmlns='${ns}'/>${more}</message>`;
}

export function retractBefore(id: string): string {
  return `<message to='${room}' type='groupchat' id='r0'><apply-to xmlns='urn:xmpp:fasten:0' id='${id}'><retract xmlns='${before}'/></apply-to></message>`;
}

export function correct(id: string, text: string): string {
  return say(text, `<replace id='${id}' xmlns='urn:xmpp:message-correct:0'/>`, 'c1');
}

export function subject(text: string): string {
  return `<message to='${room}' type='groupchat' id='s'><subject>${text}</subject></message>`;
}

/** Says something as everybody hears it; gives the room's id for it. */
export async function said(on: World, who: string, message: string): Promise<string> {
  await on.hears(who);
  on.send(who, message);
  const copy = (await on.hears(who)).find((stanza) => child(stanza, 'stanza-id', sid) !== undefined);
  await on.hears(bob);
  if (copy === undefined) throw new Error('the message was not reflected');
  return child(copy, 'stanza-id', sid)?.attrs['id'] ?? '';
}

export async function archive(on: World, who = bob): Promise<string> {
  on.send(who, `<iq to='${room}' type='set' id='q'><query xmlns='urn:xmpp:mam:2'/></iq>`);
  return (await on.hears(who)).map(serialize).join('\n');
}

export async function history(on: World, who = 'carol@localhost/x'): Promise<Element[]> {
  on.send(who, join('Carol', ''));
  return (await on.hears(who)).filter(({ name }) => name === 'message');
}
