/** Registering with a room: what people send, and what they read in the answers. */
import { child, children, childText, type Element } from '../../src/wire/xml.ts';
import { type MemoryStore, memoryStore } from '../memory-store.ts';
import { errorOf, World } from '../world.ts';
import { alice, bob, enter, openRoom, owner, room } from './conversation.ts';

export const ns = 'jabber:iq:register';
export const formNs = 'jabber:x:data';
export const mucUser = 'http://jabber.org/protocol/muc#user';
export const adam = 'adam@localhost/desk';
export const setting = 'longroom#roomconfig_registration';
export const minute = 60_000;

export const ask = `<iq to='${room}' type='get' id='ask'><query xmlns='${ns}'/></iq>`;
export const remove = `<iq to='${room}' type='set' id='remove'><query xmlns='${ns}'><remove/></query></iq>`;
export const registerForm = 'http://jabber.org/protocol/muc#register';

export function submit(inside: string): string {
  return `<iq to='${room}' type='set' id='register'><query xmlns='${ns}'>${inside}</query></iq>`;
}

export function form(fields: Readonly<Record<string, string>>, formType = registerForm): string {
  const written = Object.entries({ FORM_TYPE: formType, ...fields }).map(
    ([name, value]) => `<field var='${name}'><value>${value}</value></field>`,
  );
  return `<x xmlns='${formNs}' type='submit'>${written.join('')}</x>`;
}

export function register(nick: string, more: Readonly<Record<string, string>> = {}): string {
  return submit(form({ 'muc#register_roomnick': nick, ...more }));
}

export function decide(fields: Readonly<Record<string, string>>): string {
  return `<message to='${room}' id='decide'>${form(fields)}</message>`;
}

export function affiliate(jid: string, affiliation: string, nick = ''): string {
  const item = `<item jid='${jid}' affiliation='${affiliation}'${nick === '' ? '' : ` nick='${nick}'`}/>`;
  return `<iq to='${room}' type='set' id='a'><query xmlns='http://jabber.org/protocol/muc#admin'>${item}</query></iq>`;
}

/** The answer to the last query. */
export async function answer(on: World, who: string): Promise<Element> {
  const answers = (await on.hears(who)).filter(({ name }) => name === 'iq');
  return answers.at(-1) as Element;
}

export async function conditionOf(on: World, who: string, stanza: string): Promise<string> {
  on.send(who, stanza);
  const { condition, type } = errorOf(await answer(on, who)) ?? { condition: 'none', type: 'none' };
  return condition === 'none' ? 'done' : `${type} ${condition}`;
}

export function forms(stanzas: readonly Element[]): Element[] {
  return stanzas.filter(({ name }) => name === 'message').flatMap((stanza) => child(stanza, 'x', formNs) ?? []);
}

export function fields(x: Element | undefined): Record<string, string> {
  const found = x === undefined ? [] : children(x, 'field', formNs);
  return Object.fromEntries(found.map((field) => [field.attrs['var'], childText(field, 'value', formNs) ?? '']));
}

/** The fields of the one form for managers that came. */
export async function asked(on: World, who: string): Promise<Record<string, string>> {
  const [one, ...more] = forms(await on.hears(who));
  if (more.length > 0) throw new Error('more than one form');
  return fields(one);
}

export function affiliationIn(stanza: Element | undefined): string | undefined {
  const x = stanza && child(stanza, 'x', mucUser);
  return x && child(x, 'item', mucUser)?.attrs['affiliation'];
}

export async function started(store: MemoryStore): Promise<World> {
  return (await new World({ store }).start()).connect();
}

/** Olga's room, in which she is and Bob, and for which Alice has asked. */
export async function applied(settings: Readonly<Record<string, string>> = {}, store = memoryStore()): Promise<World> {
  const on = await started(store);
  await openRoom(on, settings);
  if (settings['muc#roomconfig_membersonly'] === undefined) await enter(on, bob, 'Bob');
  await on.hears(owner);
  on.send(alice, register('Alice', { 'muc#register_email': 'alice@mail' }));
  await on.settle();
  return on;
}
