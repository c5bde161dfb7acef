/** What is exported from one store and imported into another is the same there: ids, numbers, times, people, addresses. */
import test from 'ava';
import { StoreError } from '../../src/store/port.ts';
import { brokenOffImport } from '../../src/transfer/import-marks.ts';
import { arriveAtSqlite } from '../contract/sqlite-place.ts';
import { memoryStore } from '../memory-store.ts';
import { body } from '../world.ts';
import { busyService, cellar, den, olga, running, say, stoppedService } from './made-up-service.ts';
import { contentOf, exported, imported, streamsOf } from './moving.ts';
import { arriveInMemory, movingLaws } from './moving-laws.ts';

movingLaws({ name: 'memory', arrive: arriveInMemory });
movingLaws({ name: 'sqlite', arrive: arriveAtSqlite });

test('importing again changes nothing', async (t) => {
  const store = await stoppedService();
  const [here, text] = [memoryStore(), await exported(store)];
  await imported(here, text);
  const once = await contentOf(here);
  const { report, told } = await imported(here, text);
  t.deepEqual(told, []);
  t.like(report, { rooms: 0, there: 2, refused: 0, keptService: false });
  t.deepEqual(await contentOf(here), once);
});

test('a dry run says what an import would do, and does nothing', async (t) => {
  const store = await stoppedService();
  const [here, text] = [memoryStore(), await exported(store)];
  const dry = await imported(here, text, { dry: true });
  t.deepEqual(await streamsOf(here), []);
  t.deepEqual(await here.transfer.people({ limit: 9 }), []);
  t.deepEqual(dry, await imported(here, text));
});

test('an import that was broken off anywhere is completed by another one', async (t) => {
  const store = await stoppedService();
  const [text, before] = [await exported(store), await contentOf(store)];
  let broken = true;
  for (let writes = 1; broken; writes += 7) {
    let left = writes;
    const fault = (name: string) =>
      /(restore\w+|saveSnapshot|claim)$/.test(name) && --left === 0 ? 'refuse' : undefined;
    let here = memoryStore({ fault });
    broken = await imported(here, text).then(
      () => false,
      (error) => error instanceof StoreError,
    );
    here = here.reopen({});
    const { report } = await imported(here, text);
    t.is(report.rooms + report.there, 2);
    t.deepEqual(await contentOf(here), before, `after ${writes} writings`);
    t.true(broken || writes > 10);
  }
});

test('while an import is broken off, another file is refused', async (t) => {
  const store = await stoppedService();
  let left = 6;
  const here = memoryStore({
    fault: (name) => (name === 'transfer.restoreEvents' && --left === 0 ? 'refuse' : undefined),
  });
  const text = await exported(store);
  await t.throwsAsync(imported(here, text), { instanceOf: StoreError });
  t.is(await brokenOffImport(here), '1970-01-01T00:00:00.000Z');
  await t.throwsAsync(imported(here, await exported(store)), { message: /another file .* was broken off here/ });
  await imported(here, text);
  t.is(await brokenOffImport(here), undefined);
  t.is((await imported(here, await exported(store))).report.there, 2);
});

test('the export of another service is refused', async (t) => {
  const store = await stoppedService();
  const wrong = imported(memoryStore(), await exported(store), { service: 'chat.example.org' });
  await t.throwsAsync(wrong, { message: /is of rooms\.localhost, and this service is chat\.example\.org/ });
});

test('what is exported while people talk is each room as it was at one moment', async (t) => {
  const store = memoryStore();
  const on = await busyService(store);
  let spoken = 0;
  const text = await exported(store, {
    meanwhile: async () => {
      if (spoken >= 600) return;
      on.send(olga, say(den, `meanwhile ${spoken}`));
      on.send(olga, say(cellar, `below ${spoken}`));
      spoken += 1;
      if (spoken % 10 === 0) await on.settle();
    },
  });
  await on.settle();
  const here = memoryStore();
  const { told } = await imported(here, text);
  t.deepEqual(told, []);
  for (const room of await here.rooms.list({ shown: 'all', limit: 9 })) {
    const stream = `room:${room.key}`;
    const last = await here.lastNumber(stream);
    const query = { stream, archived: true, order: 'ascending', limit: 10_000 } as const;
    t.deepEqual(await here.read(query), await store.read({ ...query, before: last + 1 }));
  }
  const again = await running(here);
  again.send(olga, say(den, 'after'));
  t.true((await again.hears(olga)).some((stanza) => body(stanza) === 'after'));
  await Promise.all([on.stop(), again.stop()]);
});
