/** Every cell of the tables of roles in XEP-0045 §5.1. */
import test from 'ava';
import { child } from '../../src/wire/xml.ts';
import type { World } from '../world.ts';
import {
  type Affiliation,
  actor,
  affiliate,
  enter,
  enterAs,
  from,
  hearsOf,
  openRoom,
  owner,
  type Role,
  refusal,
  roleIn,
  roleOf,
  room,
  roomWithActor,
  say,
  says,
  target,
  world,
} from './privilege-scenes.ts';

const roles = ['none', 'visitor', 'participant', 'moderator'] as const;
type Try = (on: World) => Promise<boolean>;

const granted =
  (query: string): Try =>
  async (on) =>
    (await refusal(on, actor, query)) === undefined;

async function reaches(on: World, stanza: string, who: string, nick = 'Alice'): Promise<boolean> {
  on.send(actor, stanza);
  return hearsOf(on, who, from(nick));
}

const presence = (nick: string, inside = '') => `<presence to='${room}/${nick}'>${inside}</presence>`;
const invitation = `<message to='${room}'><x xmlns='http://jabber.org/protocol/muc#user'><invite to='carol@localhost'/></x></message>`;
const subjectForAll = { 'muc#roomconfig_changesubject': '1' };

/** §5.1.1: who may, of none, visitor, participant and moderator. */
const privileges: readonly (readonly [string, readonly [0 | 1, 0 | 1, 0 | 1, 0 | 1], Try, Record<string, string>?])[] =
  [
    [
      'is in the room',
      [0, 1, 1, 1],
      granted(`<iq to='${room}/Alice' type='get' id='ping'><ping xmlns='urn:xmpp:ping'/></iq>`),
    ],
    [
      'receives messages',
      [0, 1, 1, 1],
      async (on) => {
        on.send(owner, say('hear ye'));
        return hearsOf(on, actor, says('hear ye'));
      },
    ],
    [
      'receives the presence of occupants',
      [0, 1, 1, 1],
      async (on) => {
        on.send(target, presence('Bob', '<show>away</show>'));
        return hearsOf(on, actor, from('Bob'));
      },
    ],
    ['is seen by all occupants', [0, 1, 1, 1], (on) => reaches(on, presence('Alice'), target)],
    [
      'changes its availability',
      [0, 1, 1, 1],
      async (on) => {
        on.send(actor, presence('Alice', '<show>dnd</show>'));
        return hearsOf(on, target, (stanza) => child(stanza, 'show') !== undefined);
      },
    ],
    ['changes its nickname', [0, 1, 1, 1], (on) => reaches(on, presence('Alicia'), target, 'Alicia')],
    [
      'sends private messages',
      [0, 1, 1, 1],
      (on) => reaches(on, `<message to='${room}/Bob' type='chat' id='pm'><body>psst</body></message>`, target),
    ],
    [
      'invites others',
      [0, 1, 1, 1],
      async (on) => {
        on.send(actor, invitation);
        return hearsOf(on, 'carol@localhost', () => true);
      },
    ],
    ['sends messages to all', [0, 0, 1, 1], (on) => reaches(on, say('hello'), target)],
    [
      'changes the subject, where the room lets participants',
      [0, 0, 1, 1],
      (on) => reaches(on, `<message to='${room}' type='groupchat' id='s'><subject>New</subject></message>`, target),
      subjectForAll,
    ],
    [
      'changes the subject, where the room lets nobody else',
      [0, 0, 0, 1],
      (on) => reaches(on, `<message to='${room}' type='groupchat' id='s'><subject>New</subject></message>`, target),
    ],
    ['kicks participants', [0, 0, 0, 1], granted(roleOf('Bob', 'none'))],
    ['kicks visitors', [0, 0, 0, 1], granted(roleOf('Vic', 'none'))],
    ['grants voice', [0, 0, 0, 1], granted(roleOf('Vic', 'participant'))],
    ['revokes voice', [0, 0, 0, 1], granted(roleOf('Bob', 'visitor'))],
  ];

for (const [what, may, attempt, fields] of privileges) {
  for (const [index, role] of roles.entries()) {
    test(`§5.1.1: with role ${role} one ${what}: ${may[index] === 1 ? 'yes' : 'no'}`, async (t) => {
      t.is(await attempt(await roomWithActor(role, fields)), may[index] === 1);
    });
  }
}

const roomTypes: readonly (readonly [string, Record<string, string>, Partial<Record<Affiliation, Role>>])[] = [
  [
    'moderated',
    { 'muc#roomconfig_moderatedroom': '1' },
    { none: 'visitor', member: 'participant', admin: 'moderator', owner: 'moderator' },
  ],
  [
    'unmoderated',
    { 'muc#roomconfig_moderatedroom': '0' },
    { none: 'participant', member: 'participant', admin: 'moderator', owner: 'moderator' },
  ],
  [
    'members-only',
    { 'muc#roomconfig_membersonly': '1' },
    { none: 'none', member: 'participant', admin: 'moderator', owner: 'moderator' },
  ],
  [
    'open',
    { 'muc#roomconfig_membersonly': '0' },
    { none: 'participant', member: 'participant', admin: 'moderator', owner: 'moderator' },
  ],
];

for (const [type, fields, initial] of roomTypes) {
  for (const [affiliation, role] of Object.entries(initial) as [Affiliation, Role][]) {
    test(`§5.1.2: who has affiliation ${affiliation} enters a room that is ${type} with role ${role}`, async (t) => {
      const on = await world();
      await openRoom(on, fields);
      await affiliate(on, target, affiliation);
      await enter(on, target, 'Bob');
      t.is(await roleIn(on, 'Bob'), role);
    });
  }
}

type Power = 'participant' | 'moderator' | 'admin' | 'owner';
const powers: readonly Power[] = ['participant', 'moderator', 'admin', 'owner'];

async function enterWithPower(on: World, power: Power): Promise<void> {
  if (power === 'participant' || power === 'moderator') await enterAs(on, actor, 'Alice', { role: power });
  else await enterAs(on, actor, 'Alice', { affiliation: power });
}

async function change(
  power: Power,
  bob: { readonly role: Role; readonly affiliation?: Affiliation },
  to: Role,
): Promise<{ readonly refused: string | undefined; readonly role: Role }> {
  const on = await world();
  await openRoom(on, { 'muc#roomconfig_moderatedroom': '1' });
  await enterAs(on, target, 'Bob', bob);
  await enterWithPower(on, power);
  const refused = await refusal(on, actor, roleOf('Bob', to));
  return { refused, role: await roleIn(on, 'Bob') };
}

/** §5.1.3: the refusal, or `ok`, for a participant, a moderator, an admin and an owner. */
const chart: readonly (readonly [Role, Role, readonly [string, string, string, string]])[] = [
  ['visitor', 'none', ['forbidden', 'ok', 'ok', 'ok']],
  ['visitor', 'participant', ['forbidden', 'ok', 'ok', 'ok']],
  ['visitor', 'moderator', ['forbidden', 'forbidden', 'ok', 'ok']],
  ['participant', 'none', ['forbidden', 'ok', 'ok', 'ok']],
  ['participant', 'visitor', ['forbidden', 'ok', 'ok', 'ok']],
  ['participant', 'moderator', ['forbidden', 'forbidden', 'ok', 'ok']],
  ['moderator', 'none', ['forbidden', 'not-allowed', 'ok', 'ok']],
  ['moderator', 'visitor', ['forbidden', 'forbidden', 'ok', 'ok']],
  ['moderator', 'participant', ['forbidden', 'forbidden', 'ok', 'ok']],
];

for (const [role, to, answers] of chart) {
  for (const [index, power] of powers.entries()) {
    test(`§5.1.3: a ${power} turns a ${role} into ${to}: ${answers[index]}`, async (t) => {
      const expected = answers[index];
      const { refused, role: after } = await change(power, { role }, to);
      t.is(refused ?? 'ok', expected ?? '');
      t.is(after, expected === 'ok' ? to : role);
    });
  }
}

/** §5.1.3, §8.2, §8.4, §9.7: what is done to members, admins and owners, who are moderators by that. */
const above: readonly (readonly [Affiliation, Role, Role, readonly [string, string, string, string]])[] = [
  ['member', 'participant', 'none', ['forbidden', 'not-allowed', 'ok', 'ok']],
  ['member', 'participant', 'visitor', ['forbidden', 'not-allowed', 'ok', 'ok']],
  ['member', 'moderator', 'participant', ['forbidden', 'forbidden', 'ok', 'ok']],
  ['admin', 'moderator', 'none', ['forbidden', 'not-allowed', 'ok', 'ok']],
  ['admin', 'moderator', 'visitor', ['forbidden', 'not-allowed', 'not-allowed', 'not-allowed']],
  ['admin', 'moderator', 'participant', ['forbidden', 'not-allowed', 'not-allowed', 'not-allowed']],
  ['owner', 'moderator', 'none', ['forbidden', 'not-allowed', 'not-allowed', 'ok']],
  ['owner', 'moderator', 'visitor', ['forbidden', 'not-allowed', 'not-allowed', 'not-allowed']],
  ['owner', 'moderator', 'participant', ['forbidden', 'not-allowed', 'not-allowed', 'not-allowed']],
];

for (const [affiliation, role, to, answers] of above) {
  for (const [index, power] of powers.entries()) {
    test(`§5.1.3: a ${power} turns a ${role} who is ${affiliation} into ${to}: ${answers[index]}`, async (t) => {
      const expected = answers[index];
      const { refused, role: after } = await change(power, { role, affiliation }, to);
      t.is(refused ?? 'ok', expected ?? '');
      t.is(after, expected === 'ok' ? to : role);
    });
  }
}
