/** Hats in snapshots (XEP-0317). */
import test from 'ava';
import { openHouse } from '../../src/room/open-house.ts';
import { emptyRoom } from '../../src/room/state.ts';
import { defaultSettings } from '../../src/room/traits/index.ts';
import { decodeRoom, encodeRoom, roomDecoding } from '../../src/service/snapshot-codec.ts';
import { listParts } from '../../src/service/snapshot-parts.ts';

const alice = { key: 'a', jid: 'alice@localhost' };
const bob = { key: 'b', jid: 'bob@localhost' };
const index = new Map([alice, bob].map(({ key, jid }) => [key, jid]));

function snapshot() {
  const room = emptyRoom({ key: 'k', jid: 'den@rooms.localhost', directory: openHouse }, defaultSettings);
  room.hats.create({ uri: 'urn:hat:host', title: 'Host', hue: '12' });
  room.hats.create({ uri: 'urn:hat:scribe', title: 'Scribe' });
  room.hats.assign(bob, 'urn:hat:scribe');
  room.hats.assign(alice, 'urn:hat:scribe');
  room.hats.assign(alice, 'urn:hat:host');
  return { room, stored: { stream: 'room:k', number: 7, parts: encodeRoom(room, listParts) } };
}

test('hats, who wears them and in which order are in a snapshot, and their wearers are looked up for it', (t) => {
  const { room, stored } = snapshot();
  const asked = roomDecoding(stored, { key: 'k', directory: openHouse }).next();
  t.deepEqual(asked.done ? [] : asked.value.toSorted(), ['a', 'b']);
  const { hats } = decodeRoom(stored, { key: 'k', directory: openHouse }, index);
  t.deepEqual(hats.defined, room.hats.defined);
  t.deepEqual(hats.wearers, room.hats.wearers);
});

test('a snapshot from before there were hats has none', (t) => {
  const { stored } = snapshot();
  const { hats: _, ...older } = stored.parts;
  const { hats } = decodeRoom({ ...stored, parts: older }, { key: 'k', directory: openHouse }, index);
  t.deepEqual([hats.defined, hats.wearers], [[], []]);
});
