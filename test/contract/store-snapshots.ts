/** Snapshots, and compaction behind them. */

import { type Store, StoreError } from '../../src/store/port.ts';
import { commit, event, everything, lawsOf, numbers, type StoreAdapter, write } from './place.ts';

export function snapshotLaws(adapter: StoreAdapter): void {
  snapshots(adapter);
  snapshotsAlone(adapter);
  compaction(adapter);
  afterCompaction(adapter);
}

function snapshots(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('a snapshot keeps the parts that are not named, and loses those that are null', async (t, { store }) => {
    t.is(await store.snapshot('room:a'), undefined);
    await write(t, store, { stream: 'room:a', events: [event('1'), event('2')] });
    await store.saveSnapshot({ stream: 'room:a', number: 1, parts: { settings: 's1', occupants: 'o1', old: 'x' } });
    await store.saveSnapshot({ stream: 'room:a', number: 2, parts: { occupants: 'o2', old: null, never: null } });
    t.deepEqual(await store.snapshot('room:a'), { number: 2, parts: { settings: 's1', occupants: 'o2' } });
    await store.saveSnapshot({ stream: 'room:a', number: 2, parts: { occupants: 'o3' } });
    t.deepEqual(await store.snapshot('room:a'), { number: 2, parts: { settings: 's1', occupants: 'o3' } });
  });

  law('a snapshot older than the stored one is left aside, whole', async (t, { store }) => {
    await write(t, store, { stream: 'room:a', events: [event('1'), event('2')] });
    await store.saveSnapshot({ stream: 'room:a', number: 2, parts: { state: 'new' } });
    await store.saveSnapshot({ stream: 'room:a', number: 1, parts: { state: 'old', more: 'x' } });
    t.deepEqual(await store.snapshot('room:a'), { number: 2, parts: { state: 'new' } });
  });

  law(
    'a snapshot that runs ahead of its stream is rejected, and nothing given with it suffers',
    async (t, { store }) => {
      await write(t, store, { stream: 'room:a', events: [event('1')] });
      const ahead = store.saveSnapshot({ stream: 'room:a', number: 3, parts: { state: 'ahead' } });
      const beside = store.saveSnapshot({ stream: 'room:a', number: 1, parts: { state: 'right' } });
      const under = store.commit(commit('room:a', 2, [event('2')]));
      await t.throwsAsync(ahead, { instanceOf: StoreError });
      await beside;
      t.is((await under).kind, 'committed');
      t.deepEqual(await store.snapshot('room:a'), { number: 1, parts: { state: 'right' } });
    },
  );

  law('a snapshot may be given together with the commit that it includes', async (t, { store }) => {
    const under = store.commit(commit('room:a', 1, [event('1')]));
    await store.saveSnapshot({ stream: 'room:a', number: 1, parts: { state: 's' } });
    t.is((await under).kind, 'committed');
    t.is((await store.snapshot('room:a'))?.number, 1);
  });
}

function snapshotsAlone(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);
  const keep = (store: Store, stream: string) => store.saveSnapshot({ stream, number: 0, parts: { state: stream } });

  law('streams with snapshots are listed by how their names begin, page by page', async (t, place) => {
    // U+FF5E is before U+1F642 by code point, and behind it by UTF-16 unit.
    const jobs = ['job:', 'job:1', 'job:10', 'job:2', 'job:～', 'job:🙂'];
    for (const stream of [...jobs.toReversed(), 'activity', 'jobs', 'room:b']) await keep(place.store, stream);
    await write(t, place.store, { stream: 'job:events only', events: [event('1')] });
    const store = await place.reopen();
    const found: string[] = [];
    for (let after: { after?: string } = {}; ; ) {
      const page = await store.snapshots.list({ prefix: 'job:', ...after, limit: 2 });
      found.push(...page);
      const last = page.at(-1);
      if (last === undefined) break;
      after = { after: last };
    }
    t.deepEqual(found, jobs);
    t.deepEqual(await store.snapshots.list({ prefix: '', limit: 2 }), ['activity', 'job:']);
    t.deepEqual(await store.snapshots.list({ prefix: 'room:', after: 'job:1', limit: 9 }), ['room:b']);
    t.deepEqual(await store.snapshots.list({ prefix: 'room:', after: 'room:b', limit: 9 }), []);
    t.deepEqual(await store.snapshots.list({ prefix: 'none', limit: 9 }), []);
  });

  law('a snapshot that is removed is gone, and its stream can begin anew', async (t, place) => {
    for (const stream of ['job:1', 'job:2', 'activity']) await keep(place.store, stream);
    await Promise.all(['job:1', 'job:2', 'job:2', 'never'].map((stream) => place.store.removeSnapshot(stream)));
    await keep(place.store, 'job:3');
    await place.store.saveSnapshot({ stream: 'job:2', number: 0, parts: { other: 'again' } });
    const store = await place.reopen();
    t.deepEqual(await store.snapshots.list({ prefix: 'job:', limit: 9 }), ['job:2', 'job:3']);
    t.is(await store.snapshot('job:1'), undefined);
    t.deepEqual(await store.snapshot('job:2'), { number: 0, parts: { other: 'again' } });
    t.deepEqual(await store.snapshot('activity'), { number: 0, parts: { state: 'activity' } });
    await write(t, store, { stream: 'job:1', events: [event('1')] });
  });

  law('a snapshot of a stream with events is not removed', async (t, { store }) => {
    await write(t, store, { stream: 'room:a', events: [event('1')] });
    await store.saveSnapshot({ stream: 'room:a', number: 1, parts: { state: 's' } });
    await t.throwsAsync(store.removeSnapshot('room:a'), { instanceOf: StoreError });
    t.deepEqual(await store.snapshot('room:a'), { number: 1, parts: { state: 's' } });
  });
}

function compaction(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);
  const comings = (length: number) => Array.from({ length }, (_, i) => event(`${i + 1}`, { compactable: i % 2 === 0 }));

  law('compaction takes compactable events only, and none that the snapshot does not include', async (t, { store }) => {
    await write(t, store, { stream: 'room:a', events: comings(8) });
    t.is(await store.compact({ stream: 'room:a', through: 8 }), 0);
    await store.saveSnapshot({ stream: 'room:a', number: 5, parts: {} });
    t.is(await store.compact({ stream: 'room:a', through: 3 }), 2);
    t.deepEqual(numbers(await store.read({ stream: 'room:a', ...everything })), [2, 4, 5, 6, 7, 8]);
    t.is(await store.compact({ stream: 'room:a', through: 100 }), 1);
    t.is(await store.compact({ stream: 'room:a', through: 100 }), 0);
    t.deepEqual(numbers(await store.read({ stream: 'room:a', ...everything })), [2, 4, 6, 7, 8]);
  });

  law('compaction waits for the slowest checkpoint', async (t, { store }) => {
    await write(t, store, { stream: 'room:a', events: comings(6) });
    await store.saveSnapshot({ stream: 'room:a', number: 6, parts: {} });
    const { position } = await store.feed({ after: {}, limit: 3 });
    await store.saveCheckpoint({ name: 'slow', position: {} });
    await store.saveCheckpoint({ name: 'quick', position: await store.feedEnd() });
    t.is(await store.compact({ stream: 'room:a', through: 6 }), 0);
    await store.saveCheckpoint({ name: 'slow', position });
    t.is(await store.compact({ stream: 'room:a', through: 6 }), 2);
    await store.saveCheckpoint({ name: 'slow', position: await store.feedEnd() });
    t.is(await store.compact({ stream: 'room:a', through: 6 }), 1);
  });

  law('a commit given with a compaction is not compacted before it was read', async (t, { store }) => {
    await write(t, store, { stream: 'room:a', events: [event('1', { compactable: true })] });
    await store.saveSnapshot({ stream: 'room:a', number: 1, parts: {} });
    await store.saveCheckpoint({ name: 'reader', position: {} });
    const under = store.commit(commit('room:a', 2, [event('2', { compactable: true }), event('3')]));
    const snapshot = store.saveSnapshot({ stream: 'room:a', number: 3, parts: {} });
    t.is(await store.compact({ stream: 'room:a', through: 3 }), 0);
    await Promise.all([under, snapshot]);
  });
}

function afterCompaction(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('the newest event of a stream stays, so that numbers go on where they were', async (t, place) => {
    const { store } = place;
    const all = [1, 2, 3].map((n) => event(`${n}`, { compactable: true }));
    await write(t, store, { stream: 'room:a', events: all });
    await store.saveSnapshot({ stream: 'room:a', number: 3, parts: {} });
    t.is(await store.compact({ stream: 'room:a', through: 3 }), 2);
    t.is(await store.lastNumber('room:a'), 3);
    const again = await place.reopen();
    t.is(await again.lastNumber('room:a'), 3);
    await write(t, again, { stream: 'room:a', events: [event('4')], first: 4 });
    await again.saveSnapshot({ stream: 'room:a', number: 4, parts: {} });
    t.is(await again.compact({ stream: 'room:a', through: 4 }), 1);
    t.deepEqual(numbers(await again.read({ stream: 'room:a', ...everything })), [4]);
  });

  law('a commit at a number that was compacted away is stale', async (t, { store }) => {
    await write(t, store, { stream: 'room:a', events: [event('1', { compactable: true }), event('2')] });
    await store.saveSnapshot({ stream: 'room:a', number: 2, parts: {} });
    await store.compact({ stream: 'room:a', through: 2 });
    t.is((await store.commit(commit('room:a', 1, [event('x')]))).kind, 'stale');
  });

  law('a long stream is compacted in one call, and commits go on meanwhile', async (t, { store }) => {
    const length = 7_000;
    await store.commit(
      commit(
        'room:a',
        1,
        Array.from({ length }, () => event('x', { compactable: true })),
      ),
    );
    await store.saveSnapshot({ stream: 'room:a', number: length, parts: {} });
    const compacted = store.compact({ stream: 'room:a', through: length });
    const between = await store.commit(commit('room:a', length + 1, [event('y')]));
    t.is(between.kind, 'committed');
    const removed = (await compacted) + (await store.compact({ stream: 'room:a', through: length }));
    t.is(removed, length);
    t.deepEqual(numbers(await store.read({ stream: 'room:a', ...everything })), [length + 1]);
  });
}
