/** What a large room holds back and what not (DESIGN: Large rooms), asked of the core alone. */
import test from 'ava';
import fc from 'fast-check';
import { SETTINGS } from '../../src/config/schema.ts';
import { apply } from '../../src/room/apply.ts';
import type { RoomEvent } from '../../src/room/events.ts';
import { openHouse } from '../../src/room/open-house.ts';
import type { RoomRequest } from '../../src/room/request.ts';
import { emptyRoom, type Room } from '../../src/room/state.ts';
import { defaultSettings } from '../../src/room/traits/index.ts';
import { isLarge, largeAboveMax } from '../../src/room/traits/large-rooms.ts';
import { decodeEvent, encodeEvent } from '../../src/service/event-codec.ts';
import { decodeRoom, encodeRoom } from '../../src/service/snapshot-codec.ts';
import { listParts } from '../../src/service/snapshot-parts.ts';
import { Crowd, party, told } from './crowd.ts';

const names = ['ann', 'bea', 'cid', 'dan', 'eve'] as const;

test('a room is large above its bound, and small again below four fifths of it', (t) => {
  const bounds = { largeRoomsAbove: 75 };
  const small = { large: false, settings: defaultSettings };
  const large = { large: true, settings: defaultSettings };
  t.deepEqual(
    [75, 76].map((sessions) => isLarge(small, sessions, bounds)),
    [false, true],
  );
  t.deepEqual(
    [60, 59].map((sessions) => isLarge(large, sessions, bounds)),
    [true, false],
  );
});

test('the number its owner set counts for a room, 0 is never, and without one that of the service counts', (t) => {
  const with_ = (largeAbove: number) => ({ large: false, settings: { ...defaultSettings, largeAbove } });
  t.true(isLarge(with_(10), 11, { largeRoomsAbove: 75 }));
  t.true(isLarge(with_(10), 11, { largeRoomsAbove: 0 }));
  t.false(isLarge(with_(0), 16_000, { largeRoomsAbove: 75 }));
  t.false(isLarge(with_(-1), 16_000, { largeRoomsAbove: 0 }));
  t.true(isLarge(with_(-1), 76, { largeRoomsAbove: 75 }));
});

test('a crowd is not told of itself all at once when the trait is switched off: that waits until it is smaller', (t) => {
  const room = { large: true, settings: { ...defaultSettings, largeAbove: 0 } };
  t.deepEqual(
    [16_000, 400, 399].map((sessions) => isLarge(room, sessions, { largeRoomsAbove: 75 })),
    [true, true, false],
  );
});

test('the operator may set the same numbers as owners', (t) => {
  t.true(SETTINGS['rooms.largeAbove'].kind.type.safeParse(largeAboveMax).success);
  t.false(SETTINGS['rooms.largeAbove'].kind.type.safeParse(largeAboveMax + 1).success);
});

test('with the trait off nothing is written of sizes, however many come and go', (t) => {
  const crowd = new Crowd(0).open(Array.from({ length: 100 }, (_, i) => `p${i}`));
  for (let i = 0; i < 100; i++) crowd.do({ kind: 'leave', from: party(`p${i}`), presence: '' });
  t.false(crowd.events.some((event) => event.kind === 'resized' || 'unnoticed' in event));
});

test('one more session of somebody announced, its details and its details again stay with its own sessions', (t) => {
  const crowd = new Crowd(3).open(['ann', 'bea', 'cid']);
  t.deepEqual(told(crowd.enter('ann', '2'), 'ann'), ['ann@localhost/1', 'ann@localhost/2']);
  t.deepEqual(
    told(crowd.do({ kind: 'presence', from: party('ann'), nick: 'ann', presence: '<show>away</show>' }), 'ann'),
    ['ann@localhost/1', 'ann@localhost/2'],
  );
  t.deepEqual(told(crowd.do({ kind: 'leave', from: party('ann', '2'), presence: '' }), 'ann'), [
    'ann@localhost/1',
    'ann@localhost/2',
  ]);
});

const name = fc.constantFrom(...names);
const resource = fc.constantFrom('1', '2');
const from = fc.tuple(name, resource).map(([who, device]) => party(who, device));
const owner = fc.constant(party('olga'));
const nick = fc.constantFrom(...names, 'other', 'another');
const person = name.map((who) => party(who).person);

const request: fc.Arbitrary<RoomRequest> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('enter' as const),
      from,
      nick,
      history: fc.constant({}),
      presence: fc.constant(''),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('leave' as const), from, presence: fc.constant('') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('gone' as const), from }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('presence' as const),
      from,
      nick,
      presence: fc.constant('<show>away</show>'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('administer' as const),
      from: owner,
      items: fc.array(
        fc.oneof(
          fc.record({
            kind: fc.constant('role' as const),
            nick,
            role: fc.constantFrom('moderator', 'participant', 'visitor', 'none'),
          }),
          fc.record({
            kind: fc.constant('affiliation' as const),
            whom: person,
            affiliation: fc.constantFrom('admin', 'member', 'none', 'outcast'),
          }),
        ),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('configure' as const),
      from: owner,
      settings: fc.oneof(
        fc.record({ largeAbove: fc.constantFrom(-1, 0, 1, 2, 4) }),
        fc.record({ membersOnly: fc.boolean() }),
        fc.record({ moderated: fc.boolean() }),
        fc.record({ presenceOf: fc.subarray(['moderator', 'participant', 'visitor']) }),
        fc.record({ presenceOf: fc.constant(['moderator', 'participant', 'visitor']) }),
        fc.record({ whois: fc.constantFrom('anyone', 'moderators') }),
      ),
    }),
  },
) as fc.Arbitrary<RoomRequest>;

test('whatever happens, nobody shows who is not there, and all show who is to be shown: in a large room the moderators', (t) => {
  let sizes = 0;
  fc.assert(
    fc.property(fc.array(request, { minLength: 20, maxLength: 80 }), (requests) => {
      const crowd = new Crowd(3).open();
      for (const one of requests) {
        crowd.do(one);
        checkLists(crowd);
      }
      sizes += crowd.events.filter(({ kind }) => kind === 'resized').length;
    }),
    { numRuns: 300 },
  );
  // Some 400; that it is far from none is all that is asked.
  t.true(sizes > 100, `rooms changed their size ${sizes} times`);
});

function checkLists({ room, shown }: Crowd): void {
  const occupants = [...room.occupants.values()];
  const there = new Set(occupants.map((occupant) => occupant.nick));
  const due = occupants
    .filter(({ role }) => !room.large || role === 'moderator')
    .filter(({ role }) => (room.settings.presenceOf as readonly string[]).includes(role))
    .map((occupant) => occupant.nick);
  for (const session of room.sessions.keys()) {
    const list = shown.get(session) ?? new Set();
    const ghosts = [...list].filter((one) => !there.has(one));
    const unseen = due.filter((one) => !list.has(one));
    if (ghosts.length > 0 || unseen.length > 0)
      throw new Error(`${session} shows ${ghosts.join() || 'no ghosts'}, does not see ${unseen.join() || 'nobody'}`);
  }
}

test('what is loaded from the events, or from a snapshot, is as it was: size, and who is announced', (t) => {
  fc.assert(
    fc.property(fc.array(request, { minLength: 20, maxLength: 80 }), (requests) => {
      const crowd = new Crowd(3).open();
      for (const one of requests) crowd.do(one);
      const expected = portrait(crowd.room);
      t.deepEqual(portrait(reloaded(crowd.room)), expected);
      t.deepEqual(portrait(replayed(crowd.events)), expected);
    }),
    { numRuns: 200 },
  );
});

const people = new Map([...names, 'olga'].map((who) => [who, `${who}@localhost`]));

function reloaded(room: Room): Room {
  return decodeRoom(
    { stream: 'room:k', number: room.number, parts: encodeRoom(room, listParts) } as never,
    { key: 'k', directory: openHouse },
    people,
  );
}

function replayed(events: readonly RoomEvent[]): Room {
  const room = emptyRoom({ key: 'k', jid: 'hall@rooms.localhost', directory: openHouse }, defaultSettings);
  for (const [i, event] of events.entries()) {
    apply(room, decodeEvent({ ...encodeEvent(event), stream: 'room:k', number: i + 1 } as never, people));
  }
  return room;
}

function portrait(room: Room): unknown {
  const { large, settings, entries, occupants, number } = room;
  const seats = [...occupants].map(([key, { nick: as, role, announced, sessions }]) => {
    return [key, as, role, announced, sessions.map(({ jid }) => jid)];
  });
  return { large, settings, entries, number, seats };
}
