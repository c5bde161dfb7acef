/** A file that cannot be used gives one line that says what to do, and stays as it was. */

import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test, { type ExecutionContext } from 'ava';
import { type Store, StoreError } from '../../src/store/port.ts';
import { applicationId, migrations } from '../../src/store/sqlite/schema.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { commit, event, everything } from './place.ts';
import { freshFolder } from './sqlite-place.ts';

function inFolder(title: string, run: (t: ExecutionContext, place: { folder: string; path: string }) => Promise<void>) {
  test(title, async (t) => {
    const place = freshFolder();
    try {
      await run(t, place);
    } finally {
      place.remove();
    }
  });
}

async function refusal(t: ExecutionContext, path: string): Promise<string> {
  const error = await t.throwsAsync(openSqliteStore({ path }), { instanceOf: StoreError });
  const text = error?.message ?? '';
  t.false(text.includes('\n'));
  return text;
}

/** Events in their places, none among the recent ones. */
async function filled(path: string): Promise<Store> {
  const store = await openSqliteStore({ path, faults: { gatheredMax: 2 } });
  for (let number = 1; number <= 400; number++) await store.commit(commit('room:a', number, [event('x'.repeat(500))]));
  return store;
}

inFolder('a folder that does not exist is named', async (t, { folder }) => {
  const path = join(folder, 'missing', 'store.sqlite');
  t.regex(await refusal(t, path), /the folder .*missing does not exist: create it/);
});

inFolder('a folder in place of the file is named', async (t, { folder }) => {
  t.regex(await refusal(t, folder), /is a folder: name a file/);
});

inFolder('a file that is no database is left as it is', async (t, { path }) => {
  const content = 'these are my holiday notes\n'.repeat(300);
  writeFileSync(path, content);
  t.regex(await refusal(t, path), /is not a Longroom store/);
  t.is(readFileSync(path, 'utf8'), content);
});

inFolder("another program's database is left as it is", async (t, { path }) => {
  const other = new DatabaseSync(path);
  other.exec('CREATE TABLE bookmark (url TEXT)');
  other.close();
  const before = readFileSync(path);
  t.regex(await refusal(t, path), /database of another program/);
  t.deepEqual(readFileSync(path), before);
});

inFolder('a file of a newer version is left as it is', async (t, { path }) => {
  await (await openSqliteStore({ path })).close();
  const newer = new DatabaseSync(path);
  newer.exec(`PRAGMA user_version = ${migrations.length + 1}`);
  newer.close();
  const before = readFileSync(path);
  t.regex(await refusal(t, path), /made by a newer Longroom .*: update Longroom/);
  t.deepEqual(readFileSync(path), before);
});

inFolder('rooms of a file from before there was a search are found by name and address', async (t, { path }) => {
  const older = new DatabaseSync(path);
  for (const step of migrations.slice(0, 2)) older.exec(step);
  older.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = 2`);
  older.exec(`INSERT INTO room VALUES ('café@rooms', 'k', 'Zürich', NULL, 1, 2)`);
  older.close();
  const store = await openSqliteStore({ path });
  for (const word of ['zurich', 'CAFE']) {
    const wanted = [{ words: [word], in: ['name', 'address'] as const }];
    const { rooms } = await store.rooms.search({
      shown: { categories: ['default'], also: [] },
      wanted,
      order: 'address',
      limit: 10,
    });
    t.deepEqual(
      rooms.map(({ jid, listing }) => [jid, listing?.name, listing?.occupants]),
      [['café@rooms', 'Zürich', 2]],
    );
  }
  await store.close();
});

inFolder(
  'rooms of a file from before there were categories are in the first one, listed or not',
  async (t, { path }) => {
    const older = new DatabaseSync(path);
    older.function('folded', { deterministic: true }, (text) => String(text));
    for (const step of migrations.slice(0, 4)) older.exec(step);
    older.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = 4`);
    const columns = 'jid, key, name, listed, occupants, open';
    older.exec(`INSERT INTO room (${columns}) VALUES ('a@rooms', 'ka', 'A', 1, 2, 1), ('b@rooms', 'kb', 'B', 0, 0, 0)`);
    older.exec(`INSERT INTO room (jid, key) VALUES ('café@rooms', 'kc')`);
    older.close();
    const store = await openSqliteStore({ path });
    const { rooms } = store;
    const jids = async (wanted: Parameters<typeof rooms.count>[0]) => {
      const found = await rooms.list({ ...wanted, limit: 10 });
      t.is(await rooms.count(wanted), found.length);
      return found.map(({ jid }) => jid);
    };
    t.deepEqual(await jids({ shown: 'all', category: 'default' }), ['a@rooms', 'b@rooms', 'café@rooms']);
    t.deepEqual(await jids({ shown: { categories: ['default'], also: ['kb'] } }), ['a@rooms', 'b@rooms']);
    t.deepEqual(await jids({ shown: { categories: 'all', also: [] } }), ['a@rooms']);
    const { listing } = (await rooms.find('a@rooms')) ?? {};
    t.deepEqual([listing?.category, listing?.disabled, listing?.addin], ['default', false, '']);
    const wanted = [{ words: ['CAFE'], in: ['address'] as const }];
    t.is((await rooms.search({ shown: 'all', wanted, order: 'address', limit: 10 })).count, 1);
    if (listing !== undefined) await rooms.describe({ jid: 'a@rooms', listing: { ...listing, category: 'desk' } });
    await rooms.release({ jid: 'b@rooms', key: 'kb' });
    t.deepEqual(await jids({ shown: 'all', category: 'default' }), ['café@rooms']);
    t.deepEqual(await jids({ shown: { categories: ['desk'], also: [] } }), ['a@rooms']);
    await store.close();
  },
);

inFolder('a damaged file is said to be damaged', async (t, { path }) => {
  await (await filled(path)).close();
  const bytes = readFileSync(path);
  bytes.fill(0xa5, 4_096);
  writeFileSync(path, bytes);
  t.regex(await refusal(t, path), /is damaged: .*restore a backup/);
  t.deepEqual(readFileSync(path), bytes);
});

inFolder('damage that shows only later refuses what it touches, and says so', async (t, { path }) => {
  await (await filled(path)).close();
  const bytes = readFileSync(path);
  const middle = 4_096 * Math.floor(bytes.length / 8_192);
  bytes.fill(0xa5, middle, middle + 10 * 4_096);
  writeFileSync(path, bytes);
  const store = await openSqliteStore({ path });
  const error = await t.throwsAsync(store.read({ stream: 'room:a', ...everything }), { instanceOf: StoreError });
  t.regex(error?.message ?? '', /is damaged/);
  await store.close();
});

inFolder('damage among the recent events is said at once', async (t, { path }) => {
  const store = await openSqliteStore({ path });
  for (let number = 1; number <= 400; number++) await store.commit(commit('room:a', number, [event('x'.repeat(500))]));
  await store.close();
  const bytes = readFileSync(path);
  bytes.fill(0xa5, bytes.length - 20 * 4_096);
  writeFileSync(path, bytes);
  t.regex(await refusal(t, path), /is damaged: .*restore a backup/);
});

inFolder('a second opener is turned away, by whatever name it calls the file', async (t, { folder, path }) => {
  const store = await openSqliteStore({ path });
  const alias = join(folder, 'alias.sqlite');
  symlinkSync(path, alias);
  t.regex(await refusal(t, path), /in use by another Longroom/);
  t.regex(await refusal(t, alias), /in use by another Longroom/);
  t.is((await store.commit(commit('room:a', 1, [event('still here')]))).kind, 'committed');
  await store.close();
  const next = await openSqliteStore({ path });
  t.is(await next.lastNumber('room:a'), 1);
  await next.close();
});

inFolder('the file is for nobody else to read', async (t, { path }) => {
  const store = await openSqliteStore({ path });
  t.is(statSync(path).mode & 0o077, 0);
  await store.close();
});

inFolder('an empty file becomes a store', async (t, { path }) => {
  writeFileSync(path, '');
  const store = await openSqliteStore({ path });
  t.is(store.epoch, 1);
  await store.close();
});

/** Opens the store in a process that file permissions hold for; they do not hold for root. */
function openAsAnybody(path: string): Promise<string> {
  const module = new URL('../../src/store/sqlite/store.ts', import.meta.url).href;
  const script = `import(${JSON.stringify(module)}).then(async ({ openSqliteStore }) => {
    await openSqliteStore({ path: ${JSON.stringify(path)} }).then((s) => s.close(), (e) => console.log(e.message));
  })`;
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  return new Promise((resolve, reject) =>
    execFile(process.execPath, ['-e', script], { ...nobody, cwd: '/' }, (error, output) =>
      error ? reject(error) : resolve(output.trim()),
    ),
  );
}

inFolder('a file that may not be written is named, and left as it is', async (t, { folder, path }) => {
  await (await filled(path)).close();
  chmodSync(folder, 0o777);
  chmodSync(`${path}-lock`, 0o666);
  chmodSync(path, 0o444);
  const before = readFileSync(path);
  t.regex(await openAsAnybody(path), /store\.sqlite cannot be written: make the file and its folder writable/);
  t.deepEqual(readFileSync(path), before);
});

inFolder('a folder that may not be written is named, and nothing is left in it', async (t, { folder }) => {
  const sub = join(folder, 'sub');
  mkdirSync(sub);
  chmodSync(folder, 0o755);
  chmodSync(sub, 0o555);
  t.regex(await openAsAnybody(join(sub, 'store.sqlite')), /cannot be (opened|written): .*folder/);
  t.deepEqual(readdirSync(sub), []);
});

inFolder('a migration that fails half-way leaves the file as it was', async (t, { path }) => {
  const store = await t.throwsAsync(openSqliteStore({ path, faults: { pagesMax: 4 } }), { instanceOf: StoreError });
  t.regex(store?.message ?? '', /the disk is full: make room/);
  t.true(existsSync(path));
  const again = await openSqliteStore({ path });
  t.is((await again.commit(commit('room:a', 1, [event('x')]))).kind, 'committed');
  await again.close();
});

/** A file that was last used by a version of long ago, with a room in it. */
function older(path: string): void {
  const database = new DatabaseSync(path);
  for (const step of migrations.slice(0, 2)) database.exec(step);
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = 2`);
  database.exec(`INSERT INTO room VALUES ('den@rooms', 'k', 'Den', NULL, 1, 2)`);
  database.close();
}

function layoutOf(path: string): unknown {
  const database = new DatabaseSync(path);
  try {
    return database.prepare('PRAGMA user_version').get()?.['user_version'];
  } finally {
    database.close();
  }
}

inFolder('that a file is brought to the layout of this version is said before and after', async (t, { path }) => {
  older(path);
  const said: string[] = [];
  const say = (text: string) => said.push(text);
  const opened = () => openSqliteStore({ path, log: { info: say, warn: say, error: say } });
  await (await opened()).close();
  t.is(said.length, 2);
  t.regex(said[0] ?? '', new RegExp(`is brought from layout 2 to ${migrations.length}; .*takes a while`));
  t.regex(said[1] ?? '', new RegExp(`has layout ${migrations.length} now`));
  await (await opened()).close();
  t.is(said.length, 2);
});

inFolder(
  'an older file whose migration fails keeps its layout, and the next start completes it',
  async (t, { path }) => {
    older(path);
    const pages = Math.ceil(statSync(path).size / 4_096);
    await t.throwsAsync(openSqliteStore({ path, faults: { pagesMax: pages + 1 } }), {
      message: /the disk is full: make room/,
    });
    t.is(layoutOf(path), 2);
    const store = await openSqliteStore({ path });
    t.is((await store.rooms.find('den@rooms'))?.listing?.name, 'Den');
    await store.close();
    t.is(layoutOf(path), migrations.length);
  },
);
