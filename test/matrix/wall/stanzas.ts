/** What the deeds of people are on the wire. Everything has the room's word in it, and no word of another room. */
import { domain } from '../../world.ts';
import { form, get, set } from '../deed.ts';
import type { DeedName, Question } from './acts.ts';
import type { Animal, Person } from './model.ts';

const muc = 'http://jabber.org/protocol/muc';

export const jidOf = (animal: string): string => `${animal}@${domain}`;
export const nickOf = (animal: string, person: string): string => `${animal}-${person.slice(0, person.indexOf('@'))}`;
export const sessionOf = (person: string): string => `${person}/phone`;

export interface Deed {
  readonly who: Person;
  readonly what: DeedName;
  readonly room: Animal;
  readonly other: Person;
}

/** `number`: of the act, so that no two say the same; `seen`: the last stanza-id they saw in the room. */
export function stanzaOf({ who, what, room, other }: Deed, number: number, seen: string): string {
  const jid = jidOf(room);
  const nick = nickOf(room, who);
  const message = (inside: string, to = jid, type = 'groupchat'): string =>
    `<message to='${to}' type='${type}' id='${number}'>${inside}</message>`;
  const body = `<body>${room}-says-${number}</body>`;
  const user = (inside: string): string => message(`<x xmlns='${muc}#user'>${inside}</x>`, jid, 'normal');
  const nickname = { 'muc#register_roomnick': nick };
  const stanzas: Record<DeedName, () => string> = {
    enter: () => `<presence to='${jid}/${nick}' id='${number}'><x xmlns='${muc}'/></presence>`,
    leave: () => `<presence to='${jid}/${nick}' id='${number}' type='unavailable'/>`,
    say: () => message(body),
    // A client that lost its connection sends again what it has not seen.
    'say again': () => message(`<body>${room}-says-again</body><origin-id xmlns='urn:xmpp:sid:0' id='${who}-again'/>`),
    whisper: () => message(body, `${jid}/${nickOf(room, other)}`, 'chat'),
    subject: () => message(`<subject>${room}-says-${number}</subject>`),
    mention: () =>
      message(`${body}<reference xmlns='urn:xmpp:reference:0' type='mention' begin='0' end='4' uri='xmpp:${other}'/>`),
    retract: () => message(`<retract id='${seen}' xmlns='urn:xmpp:message-retract:1'/>`),
    read: () => set("<query xmlns='urn:xmpp:mam:2' queryid='q'/>", jid),
    info: () => get("<query xmlns='http://jabber.org/protocol/disco#info'/>", jid),
    items: () => get("<query xmlns='http://jabber.org/protocol/disco#items'/>", jid),
    members: () => get(`<query xmlns='${muc}#admin'><item affiliation='member'/></query>`, jid),
    form: () => get(`<query xmlns='${muc}#owner'/>`, jid),
    ping: () => get("<ping xmlns='urn:xmpp:ping'/>", `${jid}/${nick}`),
    'ping ann': () => get("<ping xmlns='urn:xmpp:ping'/>", `${jid}/${nickOf(room, 'ann@localhost')}`),
    card: () => get("<vCard xmlns='vcard-temp'/>", jid),
    commands: () =>
      get("<query xmlns='http://jabber.org/protocol/disco#items' node='http://jabber.org/protocol/commands'/>", jid),
    register: () => set(`<query xmlns='jabber:iq:register'>${form(`${muc}#register`, nickname)}</query>`, jid),
    unregister: () => set("<query xmlns='jabber:iq:register'><remove/></query>", jid),
    invite: () => user(`<invite to='${other}'><reason>${room}-says-${number}</reason></invite>`),
    decline: () => user(`<decline to='ann@localhost'><reason>${room}-says-${number}</reason></decline>`),
    voice: () => message(form(`${muc}#request`, { 'muc#role': 'participant' }), jid, 'normal'),
    configure: () =>
      set(
        `<query xmlns='${muc}#owner'>${form(`${muc}#roomconfig`, { 'muc#roomconfig_roomname': `${room}-${number}` })}</query>`,
        jid,
      ),
    destroy: () => set(`<query xmlns='${muc}#owner'><destroy/></query>`, jid),
    'chat show': () => message(`<body>room show ${room}</body>`, domain, 'chat'),
    'chat people': () => message(`<body>room people ${room}</body>`, domain, 'chat'),
    'chat join': () => message(`<body>join ${room}</body>`, domain, 'chat'),
    'chat help': () => message('<body>help</body>', jid, 'chat'),
    'rename oneself': () => `<presence to='${jid}/${nick}-${number}' id='${number}'/>`,
  };
  return stanzas[what]().replace("id='do'", `id='${number}'`);
}

export function questionOf(what: Question, number: number): string {
  const search = 'urn:xmpp:channel-search:0';
  const typed = (line: string): string => `<message to='${domain}' type='chat' id='do'><body>${line}</body></message>`;
  const stanzas: Record<Question, () => string> = {
    rooms: () => get("<query xmlns='http://jabber.org/protocol/disco#items'/>", domain),
    'channel search': () =>
      get(
        `<search xmlns='${search}:search'>${form(`${search}:search-params`, { all: '1', key: `{${search}:order}address` })}</search>`,
        domain,
      ),
    search: () =>
      set(`<query xmlns='jabber:iq:search'>${form('jabber:iq:search', { 'x-address': 'o' })}</query>`, domain),
    'service info': () => get("<query xmlns='http://jabber.org/protocol/disco#info'/>", domain),
    'chat rooms': () => typed('rooms'),
    'chat mine': () => typed('my rooms'),
    'chat join all': () => typed('join all'),
    'chat where': () => typed('where ann@localhost'),
    'chat categories': () => typed('category list'),
    activity: () => `<presence to='${domain}' id='do'><rai xmlns='urn:xmpp:rai:0'/></presence>`,
  };
  return stanzas[what]().replace("id='do'", `id='${number}'`);
}

export function affiliating(room: Animal, whom: string, affiliation: string, number: number): string {
  const item = `<item jid='${whom}' affiliation='${affiliation}'/>`;
  return set(`<query xmlns='${muc}#admin'>${item}</query>`, jidOf(room)).replace("id='do'", `id='${number}'`);
}
