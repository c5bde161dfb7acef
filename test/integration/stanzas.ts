/** What scenarios send and look for, in the words of the XEPs. */
import { bareOf, type Matches, statusCodes, type TestClient } from '../client.ts';
import { type Element, escapeXml } from './element.ts';

export const ns = {
  sid: 'urn:xmpp:sid:0',
  mam: 'urn:xmpp:mam:2',
  rsm: 'http://jabber.org/protocol/rsm',
  form: 'jabber:x:data',
  mucUser: 'http://jabber.org/protocol/muc#user',
  mucOwner: 'http://jabber.org/protocol/muc#owner',
  mucConfig: 'http://jabber.org/protocol/muc#roomconfig',
  mucInfo: 'http://jabber.org/protocol/muc#roominfo',
  discoInfo: 'http://jabber.org/protocol/disco#info',
  discoItems: 'http://jabber.org/protocol/disco#items',
  delay: 'urn:xmpp:delay',
  forward: 'urn:xmpp:forward:0',
  stanzas: 'urn:ietf:params:xml:ns:xmpp-stanzas',
} as const;

export interface Said {
  readonly originId?: string;
  readonly id?: string;
  /** More child elements, as text. */
  readonly more?: string;
}

export function groupchat(room: string, body: string, { originId, id, more = '' }: Said = {}): string {
  const origin = originId === undefined ? '' : `<origin-id xmlns='${ns.sid}' id='${escapeXml(originId)}'/>`;
  const named = id === undefined ? '' : ` id='${escapeXml(id)}'`;
  return `<message type='groupchat' to='${room}'${named}><body>${escapeXml(body)}</body>${origin}${more}</message>`;
}

/** The groupchat message with this body from this room, or from this occupant of it. */
export function says(from: string, body: string): Matches {
  return (stanza) =>
    stanza.name === 'message' &&
    stanza.attrs['type'] === 'groupchat' &&
    (stanza.attrs['from'] === from || bareOf(stanza.attrs['from']) === from) &&
    stanza.child('body')?.text === body;
}

export function isPresence(from: string, type?: string): Matches {
  return ({ name, attrs }) => name === 'presence' && attrs['from'] === from && attrs['type'] === type;
}

export function isLeft(from: string): Matches {
  return isPresence(from, 'unavailable');
}

export function isSelf(stanza: Element): boolean {
  return statusCodes(stanza).includes('110');
}

export function bodyOf(stanza: Element): string {
  return stanza.child('body')?.text ?? '';
}

/** The stanza-id that the room gave (XEP-0359 §5). */
export function stanzaIdOf(stanza: Element): string {
  const by = bareOf(stanza.attrs['from']);
  return stanza.all('stanza-id', ns.sid).find(({ attrs }) => attrs['by'] === by)?.attrs['id'] ?? '';
}

/** The defined condition and the type of an error, as `type/condition`. */
export function errorOf(stanza: Element): string {
  if (stanza.attrs['type'] !== 'error') return 'no error';
  const error = stanza.expect('error');
  const condition = error.elements.find(({ xmlns, name }) => xmlns === ns.stanzas && name !== 'text');
  return `${error.attrs['type']}/${condition?.name ?? 'no condition'}`;
}

/** The item of muc#user: affiliation, role, nick, jid. */
export function itemOf(presence: Element): Readonly<Record<string, string>> {
  return presence.expect('x', ns.mucUser).expect('item').attrs;
}

/** Values of a form's fields by name. */
export function fieldsOf(form: Element): Map<string, string[]> {
  return new Map(
    form.all('field').map((field) => [field.attrs['var'] ?? '', field.all('value').map(({ text }) => text)]),
  );
}

export function submitForm(formType: string, fields: Readonly<Record<string, string>>): string {
  const all = { FORM_TYPE: formType, ...fields };
  const written = Object.entries(all).map(
    ([name, value]) => `<field var='${escapeXml(name)}'><value>${escapeXml(value)}</value></field>`,
  );
  return `<x xmlns='${ns.form}' type='submit'>${written.join('')}</x>`;
}

export async function configure(
  owner: TestClient,
  room: string,
  fields: Readonly<Record<string, string>>,
): Promise<Element> {
  return await owner.iq('set', room, `<query xmlns='${ns.mucOwner}'>${submitForm(ns.mucConfig, fields)}</query>`);
}

/**
 * Settles when everything that the room sent to this client before now has arrived: answers come in order, so
 * the answer to a question is behind it.
 */
export async function caughtUp(client: TestClient, room: string): Promise<void> {
  await client.iq('get', room, `<query xmlns='${ns.discoInfo}'/>`);
}

/** Says some messages and waits until each has come back; gives the stanza-ids. */
export async function sayAll(client: TestClient, room: string, bodies: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const body of bodies) client.send(groupchat(room, body));
  for (const body of bodies) ids.push(stanzaIdOf(await client.receives(`the echo of "${body}"`, says(room, body))));
  return ids;
}
