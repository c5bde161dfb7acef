/** What is done to a room as a whole: moved, disabled, reviewed, founded. */
import test from 'ava';
import type { Outcome } from '../../src/room/outcome.ts';
import { Crowd, party } from './crowd.ts';
import { ask, configure, list, ownStatuses, read, refused, rolesIn, say, wordsOf } from './house.ts';

const named = (who: string) => party(who).person;

function kinds({ events }: Outcome): string[] {
  return events.map(({ kind }) => kind);
}

/** Olga's room with Alice (a member) and Bob (of another desk, a member) in it, and a category for everybody but Bob. */
function twoDesks(): Crowd {
  const crowd = new Crowd(0).open();
  crowd.walls.set('wall', { denied: ['bob@localhost', 'group:rivals'], creators: [] });
  list(crowd, 'alice', { member: true });
  list(crowd, 'bob', { member: true });
  list(crowd, 'group:rivals', { member: true });
  list(crowd, 'mallory', { outcast: true });
  for (const who of ['alice', 'bob']) crowd.enter(who);
  return crowd;
}

test('a move is one commit: who is out of the new scope leaves visibly and goes from the lists; bans and settings stay', (t) => {
  const crowd = twoDesks();
  configure(crowd, { name: 'Desk' });
  const outcome = ask(crowd, 'root', { kind: 'move', to: 'wall' });
  t.deepEqual(outcome.answer, { kind: 'reviewed', entries: 2, occupants: 1, more: false });
  t.deepEqual(kinds(outcome), ['moved', 'affiliated', 'affiliated', 'left']);
  t.true(ownStatuses(outcome, 'bob').includes(321));
  t.true(ownStatuses(outcome, 'alice').includes(321), 'others see it');
  t.deepEqual(rolesIn(crowd), { olga: 'moderator', alice: 'participant' });
  t.is(crowd.room.category, 'wall');
  t.is(crowd.room.settings.name, 'Desk');
  t.true(crowd.room.entries.get('mallory@localhost')?.facts.outcast);
  t.is(refused(crowd.enter('bob')), 'not-allowed');
});

test('a move is for administrators, and for an owner who may make rooms where it goes', (t) => {
  const crowd = twoDesks();
  t.is(refused(ask(crowd, 'alice', { kind: 'move', to: 'wall' })), 'forbidden');
  const refusal = ask(crowd, 'olga', { kind: 'move', to: 'wall' });
  t.is(refused(refusal), 'not-allowed');
  t.deepEqual(
    ask(crowd, 'olga', { kind: 'move', to: 'none-such' }).answer,
    refusal.answer,
    'nor is told which there are',
  );
  t.is(refused(ask(crowd, 'root', { kind: 'move', to: 'none-such' })), 'item-not-found');
  crowd.walls.set('wall', { creators: ['olga@localhost'] });
  t.is(refused(ask(crowd, 'olga', { kind: 'move', to: 'wall' })), undefined);
});

test('what a review would remove is counted before, and changes nothing', (t) => {
  const crowd = twoDesks();
  const { number } = crowd.room;
  const within = crowd.walls.category('wall');
  const expected = { kind: 'reviewed', entries: 2, occupants: 1, more: false } as const;
  t.deepEqual(ask(crowd, 'root', { kind: 'ask-review', within }).answer, expected);
  t.is(crowd.room.number, number);
  crowd.walls.set('default', { denied: ['bob@localhost', 'group:rivals'] });
  t.deepEqual(ask(crowd, 'root', { kind: 'review', purge: true }).answer, expected);
  t.deepEqual(ask(crowd, 'root', { kind: 'review', purge: true }).events, [], 'the same again does nothing');
});

test('long lists are purged portion by portion', (t) => {
  const crowd = new Crowd(0).open();
  const changes = (from: number) =>
    Array.from({ length: 600 }, (_, index) => ({ whom: named(`p${from + index}`), set: { member: true } }));
  for (const from of [0, 600]) ask(crowd, 'olga', { kind: 'change-lists', changes: changes(from) });
  crowd.walls.set('default', { allowed: ['olga@localhost'] });
  const portions = [1, 2, 3].map(() => ask(crowd, 'root', { kind: 'review', purge: true }).answer);
  t.deepEqual(
    portions.map((one) => one !== undefined && 'entries' in one && 'more' in one && [one.entries, one.more]),
    [
      [500, true],
      [500, true],
      [200, false],
    ],
  );
  t.is(crowd.room.entries.size, 1);
});

test('who leaves the group that made them a member leaves the room for members at the next review', (t) => {
  const crowd = new Crowd(0).open();
  crowd.walls.groups.set('group:desk', ['alice@localhost', 'bob@localhost']);
  configure(crowd, { membersOnly: true });
  list(crowd, 'group:desk', { member: true });
  list(crowd, 'bob', { member: true });
  for (const who of ['alice', 'bob']) crowd.enter(who);
  crowd.walls.groups.set('group:desk', []);
  const outcome = ask(crowd, 'root', { kind: 'review', purge: false });
  t.true(ownStatuses(outcome, 'alice').includes(321));
  t.deepEqual(Object.keys(rolesIn(crowd)), ['olga', 'bob']);
});

test('who comes into a banned group is out at the next review, and it alone is told why', (t) => {
  const crowd = new Crowd(0).open(['alice']);
  list(crowd, 'group:rivals', { outcast: true });
  crowd.walls.groups.set('group:rivals', ['alice@localhost']);
  const { deliveries } = ask(crowd, 'root', { kind: 'review', purge: false });
  const told = deliveries.flatMap((one) => (one.kind === 'presence' ? [[one.to, one.statuses, one.item.reason]] : []));
  t.deepEqual(told, [
    [['alice@localhost/1'], [301, 110], 'One of your groups is banned from this room.'],
    [['olga@localhost/1'], [301], undefined],
  ]);
});

test('groups that make managers and presenters are followed by the roles in the room', (t) => {
  const crowd = new Crowd(0).open();
  configure(crowd, { auditorium: true });
  list(crowd, 'group:heads', { manager: 'admin', member: true });
  list(crowd, 'group:voices', { member: true, presenter: true });
  for (const who of ['alice', 'bob']) crowd.enter(who);
  crowd.walls.groups.set('group:heads', ['alice@localhost']).set('group:voices', ['bob@localhost']);
  ask(crowd, 'root', { kind: 'review', purge: false });
  t.deepEqual(rolesIn(crowd), { olga: 'moderator', alice: 'moderator', bob: 'participant' });
  crowd.walls.groups.set('group:heads', []).set('group:voices', []);
  ask(crowd, 'root', { kind: 'review', purge: false });
  t.deepEqual(rolesIn(crowd), { olga: 'moderator', alice: 'visitor', bob: 'visitor' });
  crowd.walls.groups.set('group:voices', ['bob@localhost']);
  crowd.enter('bob', '2');
  ask(crowd, 'root', { kind: 'review', purge: false });
  t.is(rolesIn(crowd)['bob'], 'participant', 'and nothing of it sticks');
});

test('a disabled room is empty and stays so, keeps lists and settings, and only administrators enable it', (t) => {
  const crowd = twoDesks();
  configure(crowd, { name: 'Desk', persistent: false });
  t.is(refused(ask(crowd, 'alice', { kind: 'disable' })), 'forbidden');
  const outcome = ask(crowd, 'olga', { kind: 'disable' });
  for (const who of ['olga', 'alice', 'bob']) t.true(ownStatuses(outcome, who).includes(307), who);
  t.deepEqual(rolesIn(crowd), {});
  t.false(crowd.room.destroyed);
  for (const refusal of [crowd.enter('alice'), crowd.enter('olga'), crowd.enter('root'), read(crowd, 'alice')]) {
    t.is(refused(refusal), 'not-allowed');
    t.regex(wordsOf(refusal), /disabled/);
  }
  t.is(refused(say(crowd, 'alice')), 'not-allowed');
  t.is(refused(ask(crowd, 'olga', { kind: 'enable' })), 'forbidden');
  t.is(refused(ask(crowd, 'root', { kind: 'enable' })), undefined);
  t.is(refused(crowd.enter('alice')), undefined);
  t.is(crowd.room.settings.name, 'Desk');
  t.deepEqual(crowd.room.entries.get('alice@localhost')?.facts, { member: true });
});

test('a disabled room that somebody would not see anyway does not say that it is disabled', (t) => {
  const crowd = new Crowd(0).open();
  configure(crowd, { public: false, membersOnly: true });
  const before = crowd.enter('eve').answer;
  ask(crowd, 'olga', { kind: 'disable' });
  t.deepEqual(crowd.enter('eve').answer, before);
});

test('a room is founded complete, without anybody entering it; its maker manages it', (t) => {
  const crowd = new Crowd(0);
  crowd.walls.set('wall', { creators: ['olga@localhost'] });
  const wish = {
    kind: 'create-room',
    category: 'wall',
    settings: { name: 'Desk', membersOnly: true },
    managers: [named('max')],
    members: [named('alice'), named('max')],
  } as const;
  t.is(refused(ask(crowd, 'eve', wish)), 'not-allowed', 'who may not make rooms there');
  const outcome = ask(crowd, 'olga', wish);
  t.deepEqual(kinds(outcome), ['created', 'affiliated', 'affiliated']);
  t.true(crowd.room.open && crowd.room.category === 'wall' && crowd.room.settings.membersOnly);
  t.deepEqual(
    [...crowd.room.entries.values()].map(({ person, facts }) => [person.key, facts]),
    [
      ['olga', { manager: 'owner', member: true }],
      ['alice', { member: true }],
      ['max', { manager: 'owner', member: true }],
    ],
  );
  t.deepEqual(
    outcome.deliveries.flatMap((one) => (one.kind === 'invitation' ? one.to : [])),
    ['alice@localhost', 'max@localhost'],
  );
  t.is(refused(ask(crowd, 'olga', wish)), 'conflict');
  t.is(refused(crowd.enter('alice')), undefined);
});

test('an administrator founds a room for others, in any category, and is on none of its lists', (t) => {
  const crowd = new Crowd(0);
  crowd.walls.set('wall', { allowed: ['alice@localhost'], creators: [] });
  const wish = { kind: 'create-room', category: 'wall', settings: {}, managers: [], members: [] } as const;
  t.is(refused(ask(crowd, 'root', { ...wish, members: [named('eve')] })), 'not-allowed', 'out of scope');
  t.is(crowd.room.number, 0);
  t.is(refused(ask(crowd, 'root', wish)), undefined);
  t.is(crowd.room.entries.size, 0);
  t.is(refused(list(crowd, 'alice', { member: true }, 'root')), undefined, 'a room without owners can be looked after');
});

test('a secret room is not found out by founding one in its place', (t) => {
  const crowd = new Crowd(0).open();
  configure(crowd, { public: false, membersOnly: true });
  const outcome = ask(crowd, 'eve', {
    kind: 'create-room',
    category: 'default',
    settings: {},
    managers: [],
    members: [],
  });
  t.deepEqual(outcome.answer, crowd.enter('eve').answer);
});

test('an add-in is one of those that are registered, and is told with the room', (t) => {
  const crowd = new Crowd(0).open();
  t.is(refused(configure(crowd, { addin: 'board' })), 'not-acceptable');
  crowd.walls.addins.set('board', { name: 'board', url: 'https://board.example/' });
  t.is(refused(configure(crowd, { addin: 'board' })), undefined);
  const addin = () => {
    const { answer } = ask(crowd, 'olga', { kind: 'ask-info' });
    return answer !== undefined && 'info' in answer ? answer.info.addin : t.fail();
  };
  t.deepEqual(addin(), { name: 'board', url: 'https://board.example/' });
  crowd.walls.addins.clear();
  t.is(addin(), undefined);
  t.is(refused(configure(crowd, { name: 'Other' })), undefined, 'one that is gone stands in nobody’s way');
});
