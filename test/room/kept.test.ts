/** Whatever is done to a room, what is loaded after a kill equals what was there (DESIGN: The record). */
import test from 'ava';
import fc from 'fast-check';
import { apply } from '../../src/room/apply.ts';
import type { RoomRequest } from '../../src/room/request.ts';
import { emptyRoom, type Room } from '../../src/room/state.ts';
import { defaultSettings } from '../../src/room/traits/index.ts';
import { decodeEvent, encodeEvent } from '../../src/service/event-codec.ts';
import { decodeRoom, encodeRoom } from '../../src/service/snapshot-codec.ts';
import { type ListPart, listParts, partsChangedBy } from '../../src/service/snapshot-parts.ts';
import { Crowd, party } from './crowd.ts';
import { principal } from './house.ts';

const names = ['olga', 'alice', 'bob', 'root'] as const;
const listed = [...names, 'group:desk', 'localhost.example'];
const index = new Map(listed.map((name) => [principal(name).key, principal(name).jid]));

type Step = (crowd: Crowd) => void;

const name = fc.constantFrom(...names);
const facts = fc.record(
  {
    manager: fc.constantFrom('owner' as const, 'admin' as const, false as const),
    member: fc.boolean(),
    presenter: fc.boolean(),
    outcast: fc.boolean(),
  },
  { requiredKeys: [] },
);

const asking = (request: fc.Arbitrary<object>): fc.Arbitrary<Step> =>
  fc.tuple(name, request).map(
    ([who, wish]) =>
      (crowd) =>
        void crowd.do({ ...wish, from: party(who) } as RoomRequest),
  );

const step: fc.Arbitrary<Step> = fc.oneof(
  name.map(
    (who): Step =>
      (crowd) =>
        void crowd.enter(who),
  ),
  asking(fc.constant({ kind: 'leave', presence: '' })),
  asking(
    fc
      .record({ auditorium: fc.boolean(), membersOnly: fc.boolean(), public: fc.boolean() }, { requiredKeys: [] })
      .map((settings) => ({ kind: 'configure', settings })),
  ),
  asking(
    fc.tuple(fc.constantFrom(...listed), facts).map(([whom, set]) => ({
      kind: 'change-lists',
      changes: [{ whom: principal(whom), set }],
    })),
  ),
  asking(fc.constantFrom('default', 'wall').map((to) => ({ kind: 'move', to }))),
  asking(fc.constantFrom({ kind: 'disable' }, { kind: 'enable' })),
  asking(fc.boolean().map((purge) => ({ kind: 'review', purge }))),
  asking(
    fc.constantFrom(0, 3, 30, 36_500).map((retentionDays) => ({ kind: 'configure', settings: { retentionDays } })),
  ),
  fc.tuple(fc.nat(9), fc.nat(9), fc.boolean()).map(
    ([after, more, last]): Step =>
      (crowd) =>
        void crowd.do({
          ...{ kind: 'expire', from: party('root'), messages: [] },
          after: Math.min(after, crowd.room.number),
          through: Math.min(after + more, crowd.room.number),
          ...(last && { last }),
        }),
  ),
  fc.subarray(['alice@localhost', 'bob@localhost']).map(
    (members): Step =>
      ({ walls }) =>
        void walls.groups.set('group:desk', members),
  ),
);

function written(room: Room): Record<string, string> {
  return encodeRoom(room, listParts);
}

function empty({ walls }: Crowd): Room {
  return emptyRoom({ key: 'k', jid: 'hall@rooms.localhost', directory: walls }, defaultSettings);
}

test('a room is the same from its snapshot, and from its events', (t) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const crowd = new Crowd(2).open();
      crowd.walls.set('wall', { allowed: ['olga@localhost', 'alice@localhost'] });
      for (const one of steps) one(crowd);
      const { room } = crowd;
      const parts = written(room);
      const loaded = decodeRoom({ number: room.number, parts } as never, room, index);
      t.deepEqual(written(loaded), parts);
      t.is(loaded.entries.hasGroups, room.entries.hasGroups);
      t.is(loaded.entries.presenters, room.entries.presenters);
      const replayed = empty(crowd);
      for (const [place, event] of crowd.events.entries()) {
        const stored = { ...encodeEvent(event), stream: 'room:k', number: place + 1, replaced: false };
        apply(replayed, decodeEvent(stored, index));
      }
      t.deepEqual(written(replayed), parts);
    }),
    { numRuns: 300 },
  );
});

test('each event says which parts of a snapshot it changes', (t) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const crowd = new Crowd(2).open();
      crowd.walls.set('wall', { allowed: ['olga@localhost', 'alice@localhost'] });
      for (const one of steps) one(crowd);
      const replayed = empty(crowd);
      for (const event of crowd.events) {
        const before = written(replayed);
        apply(replayed, event);
        const after = written(replayed);
        const changed = listParts.filter((part: ListPart) => before[part] !== after[part]);
        const unsaid = changed.filter((part) => !partsChangedBy(event).includes(part));
        t.deepEqual(unsaid, [], event.kind);
      }
    }),
    { numRuns: 100 },
  );
});
