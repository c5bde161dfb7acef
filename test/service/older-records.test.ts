/** What was written before there were as many settings as today. */
import test from 'ava';
import { apply } from '../../src/room/apply.ts';
import { openHouse } from '../../src/room/open-house.ts';
import { emptyRoom } from '../../src/room/state.ts';
import { defaultSettings } from '../../src/room/traits/index.ts';
import { decodeEvent } from '../../src/service/event-codec.ts';
import { decodeRoom } from '../../src/service/snapshot-codec.ts';

const people = new Map([['k', 'olga@localhost']]);
const stamp = { stream: 'room:r', version: 1, at: 1, person: 'k', replaced: false } as const;

test('a room made and configured with fewer settings has the defaults of the others', (t) => {
  const room = emptyRoom({ key: 'r', jid: 'den@rooms.localhost', directory: openHouse }, defaultSettings);
  const events = [
    { ...stamp, number: 1, kind: 'created', payload: '{"settings":{"name":"Den","moderated":true},"open":false}' },
    { ...stamp, number: 2, kind: 'configured', payload: '{"settings":{"name":"Den of old"},"open":true}' },
  ];
  for (const event of events) apply(room, decodeEvent(event, people));
  t.deepEqual(room.settings, { ...defaultSettings, name: 'Den of old', moderated: true });
});

test('a snapshot with fewer settings has the defaults of the others', (t) => {
  const stored = { jid: 'den@rooms.localhost', open: true, createdAt: 1, settings: { name: 'Den' }, at: 1, ordinal: 0 };
  const parts = { room: JSON.stringify(stored), people: '[]', occupants: '[]' };
  const room = decodeRoom({ number: 7, parts }, { key: 'r', directory: openHouse }, people);
  t.deepEqual(room.settings, { ...defaultSettings, name: 'Den' });
});
