/** Every cell of the tables of affiliations in XEP-0045 §5.2. */
import test from 'ava';
import { child } from '../../src/wire/xml.ts';
import type { World } from '../world.ts';
import {
  type Affiliation,
  actor,
  affiliate,
  affiliationIn,
  affiliationOf,
  configure,
  enter,
  enterAs,
  join,
  list,
  openRoom,
  type Role,
  refusal,
  roleIn,
  roleOf,
  room,
  target,
  world,
} from './privilege-scenes.ts';

const affiliations = ['outcast', 'none', 'member', 'admin', 'owner'] as const;

async function roomWith(affiliation: Affiliation, fields: Readonly<Record<string, string>> = {}): Promise<World> {
  const on = await world();
  await openRoom(on, fields);
  await affiliate(on, actor, affiliation);
  return on;
}

async function enters(on: World): Promise<boolean> {
  on.send(actor, join('Alice'));
  await on.settle();
  return (await roleIn(on, 'Alice')) !== 'none';
}

const granted = (query: string) => async (on: World) => (await refusal(on, actor, query)) === undefined;

/** Bob is in the room; with `before` he has been something else. */
const withBob = (before: Affiliation, query: string) => async (on: World) => {
  await enterAs(on, target, 'Bob', { affiliation: before });
  await on.hears(target);
  return granted(query)(on);
};

const membersOnly = { 'muc#roomconfig_membersonly': '1' };
const destroy = `<iq to='${room}' type='set' id='d'><query xmlns='http://jabber.org/protocol/muc#owner'><destroy/></query></iq>`;

/** §5.2.1: who may, of outcast, none, member, admin and owner. Registering has tests of its own. */
const privileges: readonly (readonly [
  what: string,
  may: readonly [0 | 1, 0 | 1, 0 | 1, 0 | 1, 0 | 1],
  attempt: (on: World) => Promise<boolean>,
  fields?: Record<string, string>,
])[] = [
  ['enters an open room', [0, 1, 1, 1, 1], enters],
  [
    'reads the member list where addresses are open to all',
    [0, 0, 1, 1, 1],
    granted(list("affiliation='member'")),
    { 'muc#roomconfig_whois': 'anyone' },
  ],
  [
    'reads the member list where addresses are hidden',
    [0, 0, 0, 1, 1],
    granted(list("affiliation='member'")),
    { 'muc#roomconfig_whois': 'moderators' },
  ],
  ['enters a room for members only', [0, 0, 1, 1, 1], enters, membersOnly],
  ['bans a member', [0, 0, 0, 1, 1], withBob('member', affiliationOf(target, 'outcast'))],
  ['bans somebody unaffiliated', [0, 0, 0, 1, 1], withBob('none', affiliationOf(target, 'outcast'))],
  ['reads the ban list', [0, 0, 0, 1, 1], granted(list("affiliation='outcast'"))],
  ['edits the member list', [0, 0, 0, 1, 1], granted(affiliationOf(target, 'member'))],
  ['makes a moderator', [0, 0, 0, 1, 1], withBob('none', roleOf('Bob', 'moderator'))],
  ['reads the list of moderators', [0, 0, 0, 1, 1], granted(list("role='moderator'"))],
  ['edits the admin list', [0, 0, 0, 0, 1], granted(affiliationOf(target, 'admin'))],
  ['edits the owner list', [0, 0, 0, 0, 1], granted(affiliationOf(target, 'owner'))],
  ['changes the configuration', [0, 0, 0, 0, 1], granted(configure({ 'muc#roomconfig_roomname': 'New' }))],
  ['destroys the room', [0, 0, 0, 0, 1], granted(destroy)],
];

for (const [what, may, attempt, fields] of privileges) {
  for (const [index, affiliation] of affiliations.entries()) {
    test(`§5.2.1: with affiliation ${affiliation} one ${what}: ${may[index] === 1 ? 'yes' : 'no'}`, async (t) => {
      t.is(await attempt(await roomWith(affiliation, fields)), may[index] === 1);
    });
  }
}

const high: readonly Affiliation[] = ['admin', 'owner'];
const powers = ['none', 'member', 'admin', 'owner'] as const;

/** §5.2.3: owners change everything, admins only what concerns no admin or owner; §9.1 has its own word for bans. */
function answerTo(power: Affiliation, before: Affiliation, after: Affiliation): string {
  if (power === 'owner') return 'ok';
  if (power !== 'admin') return 'forbidden';
  if (!high.includes(before) && !high.includes(after)) return 'ok';
  return after === 'outcast' ? 'not-allowed' : 'forbidden';
}

for (const before of affiliations) {
  for (const after of affiliations.filter((other) => other !== before)) {
    for (const power of powers) {
      const expected = answerTo(power, before, after);
      test(`§5.2.3: with affiliation ${power} one turns ${before} into ${after}: ${expected}`, async (t) => {
        const on = await roomWith(power);
        await affiliate(on, target, before);
        t.is((await refusal(on, actor, affiliationOf(target, after))) ?? 'ok', expected);
        t.is(await affiliationIn(on, target), expected === 'ok' ? after : before);
      });
    }
  }
}

/** §5.1.3: who gains an affiliation has the role that comes with it; who loses one has no more than what is left. */
const rolesAfter: readonly (readonly [Affiliation, Affiliation, Role])[] = [
  ['none', 'member', 'participant'],
  ['none', 'admin', 'moderator'],
  ['none', 'owner', 'moderator'],
  ['member', 'none', 'visitor'],
  ['member', 'admin', 'moderator'],
  ['member', 'owner', 'moderator'],
  ['admin', 'none', 'visitor'],
  ['admin', 'member', 'participant'],
  ['admin', 'owner', 'moderator'],
  ['owner', 'none', 'visitor'],
  ['owner', 'member', 'participant'],
  ['owner', 'admin', 'moderator'],
];

for (const [before, after, role] of rolesAfter) {
  test(`§5.1.3: in a moderated room ${before} turned into ${after} has role ${role}, and is told`, async (t) => {
    const on = await roomWith('owner', { 'muc#roomconfig_moderatedroom': '1' });
    await affiliate(on, target, before);
    await enter(on, target, 'Bob');
    t.is(await refusal(on, actor, affiliationOf(target, after)), undefined);
    const items = (await on.hears(target)).map((stanza) =>
      child(child(stanza, 'x', 'http://jabber.org/protocol/muc#user') ?? stanza, 'item'),
    );
    t.deepEqual(
      items.map((item) => [item?.attrs['affiliation'], item?.attrs['role']]),
      [[after, role]],
    );
    t.is(await roleIn(on, 'Bob'), role);
  });
}
