/** What people send in a run, as XML. */
import { type Element, xml } from '../../src/wire/xml.ts';
import { domain } from '../world.ts';

const muc = 'http://jabber.org/protocol/muc';
const data = 'jabber:x:data';
const rsm = 'http://jabber.org/protocol/rsm';
const mam = 'urn:xmpp:mam:2';

export function enter(room: string, nick: string, history: number): Element {
  const marker = xml('x', { xmlns: muc }, xml('history', { maxstanzas: history }));
  return xml('presence', { to: `${room}/${nick}`, id: `join-${nick}` }, marker);
}

export function presence(room: string, nick: string, type?: string): Element {
  return xml('presence', { to: `${room}/${nick}`, type }, type === undefined ? xml('show', {}, 'away') : undefined);
}

export function post(
  room: string,
  message: { readonly id: string; readonly originId: string; readonly body: string },
  hint?: string,
): Element {
  return xml(
    'message',
    { to: room, type: 'groupchat', id: message.id },
    xml('body', {}, message.body),
    xml('origin-id', { xmlns: 'urn:xmpp:sid:0', id: message.originId }),
    hint === undefined ? undefined : xml(hint, { xmlns: 'urn:xmpp:hints' }),
  );
}

export function retract(room: string, message: string, id: string): Element {
  const origin = xml('origin-id', { xmlns: 'urn:xmpp:sid:0', id });
  const retraction = xml('retract', { xmlns: 'urn:xmpp:message-retract:1', id: message });
  return xml('message', { to: room, type: 'groupchat', id }, retraction, origin);
}

export function moderate(room: string, message: string): Element {
  const action = xml('retract', { xmlns: 'urn:xmpp:message-retract:1' });
  return iq('set', room, xml('moderate', { xmlns: 'urn:xmpp:message-moderate:1', id: message }, action));
}

export function subject(room: string, text: string): Element {
  return xml('message', { to: room, type: 'groupchat', id: text }, xml('subject', {}, text));
}

export function composing(room: string): Element {
  return xml(
    'message',
    { to: room, type: 'groupchat' },
    xml('composing', { xmlns: 'http://jabber.org/protocol/chatstates' }),
  );
}

export function privately(room: string, nick: string, id: string): Element {
  return xml('message', { to: `${room}/${nick}`, type: 'chat', id }, xml('body', {}, 'between us'));
}

function form(formType: string, fields: Readonly<Record<string, string | readonly string[]>>): Element {
  const written = Object.entries({ FORM_TYPE: formType, ...fields }).map(([name, value]) =>
    xml('field', { var: name }, ...[value].flat().map((one) => xml('value', {}, one))),
  );
  return xml('x', { xmlns: data, type: 'submit' }, ...written);
}

function iq(type: 'get' | 'set', to: string, payload: Element): Element {
  return xml('iq', { type, to }, payload);
}

export function configure(room: string, fields: Readonly<Record<string, string>>): Element {
  return iq('set', room, xml('query', { xmlns: `${muc}#owner` }, form(`${muc}#roomconfig`, fields)));
}

export function askForm(room: string): Element {
  return iq('get', room, xml('query', { xmlns: `${muc}#owner` }));
}

export function destroy(room: string): Element {
  return iq('set', room, xml('query', { xmlns: `${muc}#owner` }, xml('destroy', {}, xml('reason', {}, 'enough'))));
}

export function administer(room: string, item: Readonly<Record<string, string>>): Element {
  return iq('set', room, xml('query', { xmlns: `${muc}#admin` }, xml('item', item)));
}

export function askList(room: string, item: Readonly<Record<string, string>>): Element {
  return iq('get', room, xml('query', { xmlns: `${muc}#admin` }, xml('item', item)));
}

const hatCommands = 'urn:xmpp:hats:commands';

/** A command for hats (XEP-0317), with all that it asks for. */
export function hats(room: string, command: string, fields?: Readonly<Record<string, string>>): Element {
  const filledIn = fields && form(hatCommands, fields);
  const attrs = { xmlns: 'http://jabber.org/protocol/commands', node: `${hatCommands}:${command}` };
  return iq('set', room, xml('command', attrs, filledIn));
}

/** The card of a room (XEP-0054) with this for a picture, or with none. */
export function setCard(room: string, picture: string | undefined): Element {
  const encoded = picture === undefined ? undefined : Buffer.from(picture).toString('base64');
  const photo = encoded && xml('PHOTO', {}, xml('TYPE', {}, 'image/png'), xml('BINVAL', {}, encoded));
  return iq('set', room, xml('vCard', { xmlns: 'vcard-temp' }, photo));
}

export function askCard(room: string): Element {
  return iq('get', room, xml('vCard', { xmlns: 'vcard-temp' }));
}

/** For all rooms (XEP-0433). */
export function search(): Element {
  const xmlns = 'urn:xmpp:channel-search:0:search';
  return iq('get', domain, xml('search', { xmlns }, form(`${xmlns}-params`, { all: '1' })));
}

const registerForm = `${muc}#register`;

/** Asks to be registered, or not to be any more (XEP-0045 §7.10). */
export function register(room: string, wish: { readonly nick: string } | 'remove'): Element {
  const asked = wish === 'remove' ? xml('remove') : form(registerForm, { 'muc#register_roomnick': wish.nick });
  return iq('set', room, xml('query', { xmlns: 'jabber:iq:register' }, asked));
}

/** A manager's answer to such a request (§9.9). */
export function decide(room: string, nick: string, allow: boolean): Element {
  const fields = { 'muc#register_roomnick': nick, 'muc#register_allow': allow ? '1' : '0' };
  return xml('message', { to: room }, form(registerForm, fields));
}

export function askRegistrations(room: string): Element {
  const attrs = { xmlns: 'http://jabber.org/protocol/commands', node: 'longroom:registrations:list' };
  return iq('set', room, xml('command', attrs));
}

export function disco(to: string, kind: 'info' | 'items', page?: Readonly<Record<string, string>>): Element {
  const set = page && xml('set', { xmlns: rsm }, ...Object.entries(page).map(([name, value]) => xml(name, {}, value)));
  return iq('get', to, xml('query', { xmlns: `http://jabber.org/protocol/disco#${kind}` }, set));
}

export function ping(to: string): Element {
  return iq('get', to, xml('ping', { xmlns: 'urn:xmpp:ping' }));
}

export function askService(): Element {
  return disco(domain, 'info');
}

export function history(
  room: string,
  query: {
    readonly queryId: string;
    readonly page?: Readonly<Record<string, string>>;
    readonly filter?: Readonly<Record<string, string | readonly string[]>>;
    readonly flip?: boolean;
  },
): Element {
  const page = Object.entries(query.page ?? {}).map(([name, value]) => xml(name, {}, value));
  return iq(
    'set',
    room,
    xml(
      'query',
      { xmlns: mam, queryid: query.queryId },
      query.filter && form(mam, query.filter),
      page.length === 0 ? undefined : xml('set', { xmlns: rsm }, ...page),
      query.flip ? xml('flip-page', {}) : undefined,
    ),
  );
}

export function metadata(room: string): Element {
  return iq('get', room, xml('metadata', { xmlns: mam }));
}

/** What a server answers for a session that is not there. */
export function bounce(message: Element): Element {
  const { from, to, id } = message.attrs;
  return xml(
    'message',
    { type: 'error', id, from: to, to: from },
    xml('error', { type: 'cancel' }, xml('service-unavailable', { xmlns: 'urn:ietf:params:xml:ns:xmpp-stanzas' })),
  );
}
