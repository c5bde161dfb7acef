/** What the store does when the disk is full or its worker dies. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type Store, StoreError } from '../../src/store/port.ts';
import { openSqliteStore, type SqliteStoreOptions } from '../../src/store/sqlite/store.ts';
import { commit, event, everything, numbers } from './place.ts';
import { freshFolder } from './sqlite-place.ts';

const big = 'x'.repeat(20_000);

/** Fills the stream until a commit is refused; returns how many were committed. */
async function fill(t: ExecutionContext, store: Store, stream: string): Promise<number> {
  for (let number = 1; number < 10_000; number++) {
    const outcome = await store.commit(commit(stream, number, [event(big, { compactable: true })]));
    if (outcome.kind === 'committed') continue;
    t.is(outcome.kind, 'refused');
    t.regex('text' in outcome ? outcome.text : '', /^the disk is full: make room on the file system/);
    return number - 1;
  }
  return t.fail('the disk never became full');
}

test('a full file refuses, keeps what it has, and goes on when there is room', async (t) => {
  const { path, remove } = freshFolder();
  const store = await openSqliteStore({ path, faults: { pagesMax: 300 } });
  const written = await fill(t, store, 'room:a');
  t.true(written > 5);
  const { state } = store;
  t.is(state.kind, 'away');
  t.regex('text' in state ? state.text : '', /^the disk is full: make room on the file system/);
  t.true('since' in state && state.since <= Date.now() && state.since > Date.now() - 60_000);
  t.is(await store.lastNumber('room:a'), written);
  await t.throwsAsync(store.saveSnapshot({ stream: 'room:a', number: written, parts: { state: big } }), {
    instanceOf: StoreError,
  });
  t.deepEqual(store.state, state, 'away since it was full');
  await store.close();

  const roomier = await openSqliteStore({ path });
  t.is(await roomier.lastNumber('room:a'), written);
  t.is((await roomier.commit(commit('room:a', written + 1, [event(big)]))).kind, 'committed');
  t.is((await roomier.read({ stream: 'room:a', ...everything })).length, written + 1);
  await roomier.close();
  remove();
});

test('in a full file a small commit still succeeds beside one that is too large', async (t) => {
  const { path, remove } = freshFolder();
  const store = await openSqliteStore({ path, faults: { pagesMax: 300 } });
  await store.commit(commit('room:small', 1, [event('1')]));
  const [large, small, follower] = await Promise.all([
    store.commit(commit('room:large', 1, [event('x'.repeat(3_000_000))])),
    store.commit(commit('room:small', 2, [event('2')])),
    store.commit(commit('room:large', 2, [event('follows')])),
  ]);
  t.deepEqual([large.kind, small.kind, follower.kind], ['refused', 'committed', 'refused']);
  t.is(await store.lastNumber('room:large'), 0);
  t.deepEqual(store.state, { kind: 'up' });
  t.is((await store.feed({ after: {}, limit: 10 })).events.length, 2);
  await store.close();
  remove();
});

function mount(disk: string): void {
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk], { stdio: 'ignore' });
}

function mayMount(): boolean {
  const { folder, remove } = freshFolder();
  const disk = join(folder, 'disk');
  try {
    mount(disk);
    execFileSync('umount', [disk]);
    return true;
  } catch {
    return false;
  } finally {
    remove();
  }
}

const onSmallDisk = mayMount() ? test : test.skip;
const reason = onSmallDisk === test ? '' : ' (this user may not mount a small disk)';

onSmallDisk(`on a full disk commits are refused, and the same store goes on when there is room${reason}`, async (t) => {
  const { folder, remove } = freshFolder();
  const disk = join(folder, 'disk');
  mount(disk);
  try {
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(2_000_000, 1));
    const store = await openSqliteStore({ path: join(disk, 'store.sqlite') });
    const written = await fill(t, store, 'room:a');
    t.is(await store.lastNumber('room:a'), written);
    t.is(store.state.kind, 'away');
    rmSync(join(disk, 'ballast'));
    const { kind } = await store.commit(commit('room:a', written + 1, [event(big)]));
    t.is(kind, 'committed');
    t.deepEqual(store.state, { kind: 'up' });
    await store.close();
    const again = await openSqliteStore({ path: join(disk, 'store.sqlite') });
    t.is((await again.read({ stream: 'room:a', ...everything })).length, written + 1);
    await again.close();
  } finally {
    execFileSync('umount', [disk]);
    remove();
  }
});

async function withDeath(
  faults: NonNullable<SqliteStoreOptions['faults']>,
  run: (opened: { store: Store; said: string[]; failed: StoreError[] }) => Promise<void>,
): Promise<void> {
  const { path, remove } = freshFolder();
  const said: string[] = [];
  const failed: StoreError[] = [];
  const log = { warn: (text: string) => said.push(text), error: (text: string) => said.push(text) };
  const store = await openSqliteStore({ path, log, faults, onFailed: (error) => failed.push(error) });
  await run({ store, said, failed });
  await store.close();
  remove();
}

for (const point of ['before the commit', 'after the commit'] as const) {
  test(`a worker that dies ${point} is followed by another, and every answer is true`, async (t) => {
    await withDeath({ death: { point, transaction: 3 } }, async ({ store, said, failed }) => {
      const epoch = store.epoch;
      for (let number = 1; number <= 6; number++) {
        const [one, two, last] = await Promise.all([
          store.commit(commit('room:a', number, [event(`a${number}`)])),
          store.commit(commit('room:b', number, [event(`b${number}`)])),
          store.lastNumber('room:none'),
        ]);
        t.deepEqual([one.kind, two.kind, last], ['committed', 'committed', 0]);
      }
      t.is(store.epoch, epoch);
      t.is(said.length, 1);
      t.deepEqual(store.state, { kind: 'up' });
      t.deepEqual(failed, []);
      t.deepEqual(numbers(await store.read({ stream: 'room:a', ...everything })), [1, 2, 3, 4, 5, 6]);
      const { events } = await store.feed({ after: {}, limit: 100 });
      t.is(events.length, 12);
    });
  });
}

test('a store whose workers die again and again says so, once, and refuses', async (t) => {
  const faults = { death: { point: 'before the commit', transaction: 1 }, everyWorkerDies: true } as const;
  await withDeath(faults, async ({ store, said, failed }) => {
    const answers: string[] = [];
    const inDoubt = store.commit(commit('room:a', 1, [event('in doubt')])).then(() => answers.push('in doubt'));
    const reading = await untilRefused(store);
    t.regex(reading, /^the store has failed: .* Restart Longroom$/);
    t.is(store.state.kind === 'away' && store.state.text, reading);
    t.is(failed.length, 1);
    t.is(said.filter((text) => text.includes('has failed')).length, 1);
    t.is((await store.commit(commit('room:b', 1, [event('later')]))).kind, 'refused');
    await t.throwsAsync(store.saveCheckpoint({ name: 'p', position: {} }), { instanceOf: StoreError });
    t.deepEqual(answers, [], 'what is in doubt is not answered');
    t.truthy(inDoubt);
  });
});

async function untilRefused(store: Store): Promise<string> {
  for (;;) {
    try {
      await store.lastNumber('room:a');
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
  }
}
