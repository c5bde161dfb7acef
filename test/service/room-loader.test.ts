/** Loading a room while its snapshot is saved and its log compacted. */
import test from 'ava';
import { loadRoom } from '../../src/service/room-loader.ts';
import { memoryStore } from '../memory-store.ts';
import { World } from '../world.ts';
import { alice, bob, enter, join, leave, openRoom, room } from './conversation.ts';

test('a room that is compacted between the readings of its snapshot and its tail is loaded right', async (t) => {
  const store = memoryStore();
  const on = (await new World({ store }).start()).connect();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  const come = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time++) {
      on.send(bob, join('Bob'));
      on.send(bob, leave('Bob'));
      await on.settle();
    }
    await on.pass(5_000);
  };
  await come(60);
  let moved = false;
  const readSnapshot = store.snapshot.bind(store);
  const { room: loaded } = await loadRoom(
    Object.assign(Object.create(store), {
      epoch: store.epoch,
      snapshot: async (stream: string) => {
        const snapshot = await readSnapshot(stream);
        if (!moved) await come(150);
        moved = true;
        return snapshot;
      },
    }),
    room,
  );
  t.deepEqual([...loaded.occupants.keys()], ['olga', 'alice']);
  t.is(loaded.number, await store.lastNumber(`room:${loaded.key}`));
});
