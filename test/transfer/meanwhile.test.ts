/** What happens to a stream while it is exported: snapshots and compaction, long tails, a room that goes. */
import test from 'ava';
import type { NewEvent } from '../../src/store/event.ts';
import { type Store, StoreError } from '../../src/store/port.ts';
import { beginExportOrSayWhy } from '../../src/transfer/export.ts';
import { commit, event } from '../contract/given.ts';
import { memoryStore } from '../memory-store.ts';
import { domain } from '../world.ts';
import { busyService, den, olga } from './made-up-service.ts';
import { exported, imported } from './moving.ts';

const stream = 'room:busy';
const passing = (number: number): NewEvent => event(`event ${number}`, { at: number, compactable: true });

async function filled(count: number): Promise<Store> {
  const store = memoryStore();
  for (let first = 1; first <= count; first += 1_000) {
    const events = Array.from({ length: Math.min(1_000, count - first + 1) }, (_, nth) => passing(first + nth));
    await store.commit(commit(stream, first, events));
  }
  return store;
}

/** A snapshot of all there is, and nothing left behind it that may go. */
async function compacted(store: Store): Promise<void> {
  const number = await store.lastNumber(stream);
  await store.saveSnapshot({ stream, number, parts: { state: `after ${number}` } });
  await store.compact({ stream, through: number });
}

test('a snapshot that is saved while a stream is read is the one that is exported', async (t) => {
  const store = await filled(600);
  let times = 0;
  const busy: Store = {
    ...store,
    async snapshot(name) {
      const found = await store.snapshot(name);
      times += 1;
      if (times <= 2) {
        const last = await store.lastNumber(stream);
        await store.commit(commit(stream, last + 1, [passing(last + 1)]));
        await compacted(store);
      }
      return found;
    },
  };
  const text = await exported(busy);
  const here = memoryStore();
  await imported(here, text);
  t.deepEqual(await here.snapshot(stream), { number: 601, parts: { state: 'after 601' } });
  t.deepEqual(
    await here.read({ stream, order: 'ascending', limit: 9 }),
    await store.read({ stream, order: 'ascending', limit: 9 }),
  );
});

test('a stream with more behind its snapshot than is kept in memory is exported whole', async (t) => {
  const store = await filled(20_700);
  const here = memoryStore();
  await imported(here, await exported(store));
  t.is((await here.read({ stream, order: 'ascending', limit: 30_000 })).length, 20_700);
});

test('if such a stream is compacted meanwhile, the export ends and says what to do', async (t) => {
  const store = await filled(20_700);
  let pieces = 0;
  const meanwhile = async (): Promise<void> => {
    pieces += 1;
    if (pieces === 2) await compacted(store);
  };
  const error = await t.throwsAsync(exported(store, { meanwhile }), { instanceOf: StoreError });
  t.regex(error?.message ?? '', /changes faster than it can be read: export again with --resume/);
});

test('a room that is destroyed while others are exported is there as it was, or as a destroyed one', async (t) => {
  const store = memoryStore();
  const on = await busyService(store);
  let isGone = false;
  const text = await exported(store, {
    meanwhile: async () => {
      if (isGone) return;
      isGone = true;
      on.send(
        olga,
        `<iq to='${den}' type='set' id='d'><query xmlns='http://jabber.org/protocol/muc#owner'><destroy/></query></iq>`,
      );
      await on.settle();
    },
  });
  t.is(await store.rooms.find(den), undefined);
  const here = memoryStore();
  t.deepEqual((await imported(here, text)).told, []);
  const cellar = await here.rooms.find(`cellar@${domain}`);
  t.truthy(cellar);
  await on.stop();
});

test('who asks the running service for an export is told that the store is away', async (t) => {
  const away = { rooms: { count: () => Promise.reject(new StoreError('the disk is full')) } } as unknown as Store;
  const source = { store: away, service: domain, version: '1', now: () => 0, random: () => 'x' };
  t.deepEqual(await beginExportOrSayWhy(source, { what: 'everything' }), { problem: 'the disk is full' });
});
