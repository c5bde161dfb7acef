/** What a commit says of who belongs to a room, so that they are found by it without loading the room. */
import test from 'ava';
import { apply } from '../../src/room/apply.ts';
import type { RoomEvent } from '../../src/room/events.ts';
import { openHouse } from '../../src/room/open-house.ts';
import { emptyRoom } from '../../src/room/state.ts';
import { defaultSettings } from '../../src/room/traits/index.ts';
import { RoomWriter } from '../../src/service/room-writer.ts';
import type { Commit } from '../../src/store/commit.ts';
import { memoryStore } from '../memory-store.ts';

const root = { key: 'root', jid: 'root@localhost' };
const pia = { key: 'pia', jid: 'pia@localhost' };
const stamp = { at: 1, by: root };
const settings = { ...defaultSettings, auditorium: true };

test('an administrator who makes a room for others does not belong to it; a presenter does, while it is an auditorium', (t) => {
  const writer = new RoomWriter({ store: memoryStore(), nextCommitId: () => 1 });
  const room = emptyRoom({ key: 'k', jid: 'den@rooms.localhost', directory: openHouse }, defaultSettings);
  room.number = 1;
  const commit = (event: RoomEvent): Pick<Commit, 'affiliated' | 'unaffiliated'> => {
    const { affiliated = [], unaffiliated = [] } = writer.prepare(room, {
      events: [event],
      tombstones: [],
      gone: [],
      emptied: [],
    });
    apply(room, event);
    return { affiliated, unaffiliated };
  };
  t.deepEqual(commit({ kind: 'created', ...stamp, settings, open: true, forOthers: true }).affiliated, []);
  t.deepEqual(commit({ kind: 'affiliated', ...stamp, whom: pia, facts: { presenter: true } }).affiliated, ['pia']);
  t.deepEqual(commit({ kind: 'configured', ...stamp, settings: { auditorium: false }, open: true }), {
    affiliated: [],
    unaffiliated: ['pia'],
  });
});
