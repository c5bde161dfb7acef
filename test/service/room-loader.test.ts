/** Loading a room while its snapshot is saved and its log compacted. */
import test from 'ava';
import { openHouse } from '../../src/room/open-house.ts';
import { loadRoom } from '../../src/service/room-loader.ts';
import { decodeRoom, encodeRoom } from '../../src/service/snapshot-codec.ts';
import { listParts } from '../../src/service/snapshot-parts.ts';
import { memoryStore } from '../memory-store.ts';
import { World } from '../world.ts';
import { alice, bob, enter, join, leave, openRoom, origin, owner, room, say } from './conversation.ts';

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
    {
      directory: openHouse,
      store: Object.assign(Object.create(store), {
        epoch: store.epoch,
        snapshot: async (stream: string) => {
          const snapshot = await readSnapshot(stream);
          if (!moved) await come(150);
          moved = true;
          return snapshot;
        },
      }),
    },
    room,
  );
  t.deepEqual([...loaded.occupants.keys()], ['olga', 'alice']);
  t.is(loaded.number, await store.lastNumber(`room:${loaded.key}`));
});

test('a message that lies behind the snapshot is known again without reading it back', async (t) => {
  const store = memoryStore();
  const on = (await new World({ store, rates: undefined }).start()).connect();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  for (let index = 0; index < 450; index++) on.send(alice, say(`${index}`, origin(`id-${index}`)));
  await on.settle();
  let read = 0;
  const counting = Object.assign(Object.create(store), {
    read: async (query: Parameters<typeof store.read>[0]) => {
      const events = await store.read(query);
      read += events.length;
      return events;
    },
  });
  const { room: loaded } = await loadRoom({ store: counting, directory: openHouse }, room);
  t.true(read < 300, `${read} events were read`);
  const by = (await store.people.keys(['alice@localhost'])).get('alice@localhost') ?? '';
  t.is(loaded.recent.size, 450);
  const number = loaded.recent.numberOf(by, 'id-7') ?? 0;
  const [event] = await store.read({ stream: `room:${loaded.key}`, after: number - 1, order: 'ascending', limit: 1 });
  t.true(event?.payload.includes('"id-7"'));
});

test('what a moderated room remembers of voice is in its snapshot', async (t) => {
  const store = memoryStore();
  const on = (await new World({ store }).start()).connect();
  await openRoom(on, { 'muc#roomconfig_moderatedroom': '1' });
  for (const [who, nick] of [
    [alice, 'Alice'],
    [bob, 'Bob'],
  ] as const) {
    await enter(on, who, nick);
    on.send(
      who,
      `<message to='${room}'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#request</value></field><field var='muc#role'><value>participant</value></field></x></message>`,
    );
  }
  on.send(
    owner,
    `<iq to='${room}' type='set' id='v'><query xmlns='http://jabber.org/protocol/muc#admin'><item nick='Bob' role='participant'/></query></iq>`,
  );
  await on.settle();
  const { room: loaded } = await loadRoom({ store, directory: openHouse }, room);
  const { voiceNotes } = decodeRoom({ number: loaded.number, parts: encodeRoom(loaded, listParts) }, loaded, new Map());
  t.deepEqual([...(voiceNotes ?? t.fail()).values()], [{ asked: on.clock.now() }, { role: 'participant' }]);
});
