/** Snapshots cost what changed since the last one, and what is left out of one is in the store already. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import test from 'ava';
import { silentLog } from '../../src/ops/log.ts';
import { apply } from '../../src/room/apply.ts';
import type { RoomEvent } from '../../src/room/events.ts';
import { openHouse } from '../../src/room/open-house.ts';
import { emptyRoom, type Room } from '../../src/room/state.ts';
import { defaultSettings } from '../../src/room/traits/index.ts';
import { Upkeep } from '../../src/service/upkeep.ts';
import { memoryStore } from '../memory-store.ts';

const olga = { key: 'olga', jid: 'olga@localhost' };

/** A room whose events are taken as durable at once, and the lists of each snapshot that is saved. */
function kept(saving: () => Promise<void> = async () => {}) {
  const saved: string[] = [];
  const store = memoryStore();
  const taking = Object.assign(Object.create(store), {
    saveSnapshot: async ({ parts }: { parts: Record<string, string> }) => {
      saved.push(Object.keys(parts).join(' '));
      await saving();
    },
    compact: async () => 0,
  });
  const upkeep = new Upkeep({ store: taking, log: silentLog }, { snapshotNumber: 0, outdated: false });
  const room = emptyRoom({ key: 'k', jid: 'den@rooms.localhost', directory: openHouse }, defaultSettings);
  return { room, saved, happen: (event: RoomEvent) => happen({ upkeep, room, event }) };
}

async function happen(on: { readonly upkeep: Upkeep; readonly room: Room; readonly event: RoomEvent }): Promise<void> {
  apply(on.room, on.event);
  on.upkeep.committed(on.room, on.upkeep.dueSnapshot(on.room, [on.event]));
  await nextTurn();
}

const created: RoomEvent = { kind: 'created', at: 1, by: olga, settings: defaultSettings, open: true };
const said: RoomEvent = {
  kind: 'posted',
  at: 1,
  by: olga,
  nick: 'Olga',
  id: '',
  resource: 'r',
  xml: '',
  stanzaId: 's',
};
const entered: RoomEvent = { kind: 'entered', at: 1, by: olga, nick: 'Olga', resource: 'r', role: 'moderator' };

function member(name: string): RoomEvent {
  return {
    kind: 'affiliated',
    at: 1,
    by: olga,
    whom: { key: name, jid: `${name}@localhost` },
    facts: { member: true },
  };
}

async function times(count: number, act: (index: number) => Promise<void>): Promise<void> {
  for (let index = 0; index < count; index++) await act(index);
}

test('a list that has not changed since the last snapshot is not written again', async (t) => {
  const { saved, happen } = kept();
  await happen(created);
  await times(200, () => happen(said));
  await times(200, () => happen(said));
  await happen(entered);
  await times(200, () => happen(said));
  await happen(member('ann'));
  await times(200, () => happen(said));
  t.deepEqual(saved, [
    'room people occupants recent hats voice changes',
    'room',
    'room occupants',
    'room people voice changes',
  ]);
});

test('a long list is written again only after many events, so that each of them costs little', async (t) => {
  const { room, saved, happen } = kept();
  await happen(created);
  await times(20_000, async (index) => apply(room, member(`m${index}`)));
  await happen(said);
  t.deepEqual(saved, ['room people occupants recent hats voice changes']);
  await happen(member('one more'));
  await times(2_000, () => happen(said));
  t.deepEqual(saved, ['room people occupants recent hats voice changes']);
  await times(700, () => happen(said));
  t.deepEqual(saved, ['room people occupants recent hats voice changes', 'room people voice changes']);
});

test('after a snapshot that could not be saved the next one has every list', async (t) => {
  let fails = false;
  const { saved, happen } = kept(async () => {
    if (fails) throw new Error('the disk is full');
  });
  await happen(created);
  await times(200, () => happen(said));
  fails = true;
  await happen(member('ann'));
  await times(200, () => happen(said));
  fails = false;
  await times(200, () => happen(said));
  t.deepEqual(saved, [
    'room people occupants recent hats voice changes',
    'room people voice changes',
    'room people occupants recent hats voice changes',
  ]);
});

test('while a snapshot is being saved none is taken that counts on it', async (t) => {
  const opened = Promise.withResolvers<void>();
  const { saved, happen } = kept(() => opened.promise);
  await happen(created);
  await times(500, () => happen(said));
  t.deepEqual(saved, ['room people occupants recent hats voice changes']);
  opened.resolve();
  await nextTurn();
  await happen(said);
  t.deepEqual(saved, ['room people occupants recent hats voice changes', 'room']);
});
