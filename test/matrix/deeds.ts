/** Everything the matrix asks of people and rooms, as they do it with any client. */
import { serialize } from '../../src/wire/xml.ts';
import { bob, owner, room } from '../service/conversation.ts';
import { domain } from '../world.ts';
import { answered, contains, type Deed, form, get, set, zoe } from './deed.ts';
import { bareOf } from './people.ts';

const muc = 'http://jabber.org/protocol/muc';
const search = 'urn:xmpp:channel-search:0';

const named = ({ own }: { readonly own: readonly Parameters<typeof serialize>[0][] }): boolean =>
  own.some((one) => one.attrs['type'] !== 'error' && serialize(one).includes(room));

export const finding = {
  'find by disco#items': {
    does: 'finds it among the rooms of the service',
    doesNot: 'does not find it among the rooms of the service',
    stanza: () => get("<query xmlns='http://jabber.org/protocol/disco#items'/>", domain),
    came: named,
    silent: true,
  },
  'find by channel search': {
    does: 'finds it by channel search',
    doesNot: 'does not find it by channel search',
    stanza: () =>
      get(
        `<search xmlns='${search}:search'>${form(`${search}:search-params`, { all: '1', key: `{${search}:order}address` })}</search>`,
        domain,
      ),
    came: named,
    silent: true,
  },
  'find by form': {
    does: 'finds it by the search form',
    doesNot: 'does not find it by the search form',
    stanza: () =>
      set(`<query xmlns='jabber:iq:search'>${form('jabber:iq:search', { 'x-address': 'den' })}</query>`, domain),
    came: named,
    silent: true,
  },
} as const satisfies Record<string, Deed>;

export const outside = {
  'see what it is': {
    does: 'sees what the room is',
    doesNot: 'does not see what the room is',
    stanza: () => get("<query xmlns='http://jabber.org/protocol/disco#info'/>"),
    came: answered,
  },
  'see who is in it': {
    does: 'sees from outside who is in it',
    doesNot: 'does not see from outside who is in it',
    stanza: () => get("<query xmlns='http://jabber.org/protocol/disco#items'/>"),
    came: contains('own', `${room}/Olga`),
    silent: true,
  },
  'see the members': {
    does: 'sees the list of members',
    doesNot: 'does not see the list of members',
    stanza: () => get(`<query xmlns='${muc}#admin'><item affiliation='member'/></query>`),
    came: answered,
  },
  enter: {
    does: 'enters',
    doesNot: 'does not enter',
    stanza: () => `<presence to='${room}/Wanda' id='do'><x xmlns='${muc}'/></presence>`,
    came: contains('own', 'code="110"'),
  },
  'read without entering': {
    does: 'reads the archive without entering',
    doesNot: 'does not read the archive',
    stanza: () => set("<query xmlns='urn:xmpp:mam:2'/>"),
    came: answered,
  },
  register: {
    does: 'registers',
    doesNot: 'does not register',
    stanza: () =>
      set(`<query xmlns='jabber:iq:register'>${form(`${muc}#register`, { 'muc#register_roomnick': 'Wanda' })}</query>`),
    came: answered,
  },
} as const satisfies Record<string, Deed>;

export const within = {
  'hear what is said': {
    does: 'hears what is said in it',
    doesNot: 'hears nothing of what is said in it',
    inside: true,
    by: owner,
    stanza: () => `<message to='${room}' type='groupchat' id='do'><body>told to all</body></message>`,
    came: contains('target', 'told to all'),
    silent: true,
  },
  post: {
    does: 'writes to all',
    doesNot: 'does not write to all',
    inside: true,
    stanza: () => `<message to='${room}' type='groupchat' id='do'><body>mine</body></message>`,
    came: contains('olga', 'mine'),
  },
  whisper: {
    does: 'writes a private message',
    doesNot: 'does not write a private message',
    inside: true,
    stanza: () => `<message to='${room}/Olga' type='chat' id='do'><body>psst</body></message>`,
    came: contains('olga', 'psst'),
  },
  'set the subject': {
    does: 'changes the subject',
    doesNot: 'does not change the subject',
    inside: true,
    stanza: () => `<message to='${room}' type='groupchat' id='do'><subject>new</subject></message>`,
    came: contains('olga', '<subject>new'),
  },
  invite: {
    does: 'invites somebody in scope',
    doesNot: 'does not invite anybody',
    inside: true,
    stanza: () => `<message to='${room}' id='do'><x xmlns='${muc}#user'><invite to='${zoe}'/></x></message>`,
    came: contains('zoe', '<invite'),
  },
  'invite a stranger': {
    does: 'invites somebody out of scope',
    doesNot: 'does not invite anybody out of scope',
    inside: true,
    stanza: () =>
      `<message to='${room}' id='do'><x xmlns='${muc}#user'><invite to='zed@elsewhere.example'/></x></message>`,
    came: () => false,
  },
  kick: {
    does: 'takes a member without a role out of it for now',
    doesNot: 'does not take anybody out of it',
    inside: true,
    stanza: () => set(`<query xmlns='${muc}#admin'><item nick='Bob' role='none'/></query>`),
    came: answered,
  },
} as const satisfies Record<string, Deed>;

const item = (attributes: string): string => set(`<query xmlns='${muc}#admin'><item ${attributes}/></query>`);

export const suffering = {
  'be invited': {
    does: 'is invited by the owner',
    doesNot: 'is not invited by the owner',
    by: owner,
    stanza: (who) => `<message to='${room}' id='do'><x xmlns='${muc}#user'><invite to='${bareOf(who)}'/></x></message>`,
    came: ({ own }) => own.every(({ attrs }) => attrs['type'] !== 'error'),
  },
  'be made a member': {
    does: 'is made a member by the owner',
    doesNot: 'is not made a member by the owner',
    by: owner,
    stanza: (who) => item(`jid='${bareOf(who)}' affiliation='member'`),
    came: answered,
  },
  'be made an owner': {
    does: 'is made an owner by the owner',
    doesNot: 'is not made an owner by the owner',
    by: owner,
    stanza: (who) => item(`jid='${bareOf(who)}' affiliation='owner'`),
    came: answered,
  },
  'be banned': {
    does: 'is banned by the owner',
    doesNot: 'is not banned by the owner',
    by: owner,
    stanza: (who) => item(`jid='${bareOf(who)}' affiliation='outcast'`),
    came: answered,
  },
} as const satisfies Record<string, Deed>;

function configuring(what: string, fields: Readonly<Record<string, string>>): Deed {
  return {
    does: `changes ${what}`,
    doesNot: `does not change ${what}`,
    stanza: () => set(`<query xmlns='${muc}#owner'>${form(`${muc}#roomconfig`, fields)}</query>`),
    came: answered,
  };
}

/** What managers change, setting by setting. */
export const configuration: Readonly<Record<string, Deed>> = {
  'change the name': configuring('the name', { 'muc#roomconfig_roomname': 'Lounge' }),
  'change the description': configuring('the description', { 'muc#roomconfig_roomdesc': 'New' }),
  'change whether it is listed': configuring('whether it is listed', { 'muc#roomconfig_publicroom': '0' }),
  'change who may enter': configuring('who may enter', { 'muc#roomconfig_membersonly': '1' }),
  'change the type': configuring('the type', { 'longroom#roomconfig_auditorium': '1' }),
  'switch invitations off': configuring('invitations', { 'longroom#roomconfig_invitations': 'off' }),
  'change the add-in': configuring('the add-in', { 'longroom#roomconfig_addin': 'wiki' }),
};

function listing(what: string, attributes: string): Deed {
  return {
    does: what,
    doesNot: what.replace(/^(\w+)s /, 'does not $1 '),
    stanza: () => item(attributes),
    came: answered,
  };
}

export const members: Readonly<Record<string, Deed>> = {
  'add a member': listing('adds a member', `jid='${zoe}' affiliation='member'`),
  'remove a member': listing('removes a member', `jid='${bareOf(bob)}' affiliation='none'`),
  'ban somebody': listing('bans somebody else', `jid='${zoe}' affiliation='outcast'`),
};

export const managers: Readonly<Record<string, Deed>> = {
  'make an admin': listing('makes somebody else an admin', `jid='${zoe}' affiliation='admin'`),
  'make an owner': listing('makes somebody else an owner', `jid='${zoe}' affiliation='owner'`),
};

export const demoting = listing('makes the owner a member', "jid='olga@localhost' affiliation='member'");

export const bans: Deed = {
  does: 'sees who is banned',
  doesNot: 'does not see who is banned',
  stanza: () => get(`<query xmlns='${muc}#admin'><item affiliation='outcast'/></query>`),
  came: answered,
};

export const destroying: Deed = {
  does: 'destroys the room',
  doesNot: 'does not destroy the room',
  stanza: () => set(`<query xmlns='${muc}#owner'><destroy/></query>`),
  came: answered,
};
