/** `longroom store check` on a file, as it is typed. */
import { DatabaseSync } from 'node:sqlite';
import test, { type ExecutionContext } from 'ava';
import { commandLine } from '../src/command-line.ts';
import { migrations } from '../src/store/sqlite/schema.ts';
import { openSqliteStore } from '../src/store/sqlite/store.ts';
import { commit, event } from './contract/given.ts';
import { freshFolder } from './contract/sqlite-place.ts';

async function type(url: string, words: readonly string[] = []) {
  const said = { out: '', err: '' };
  const exitCode = await commandLine(['store', 'check', ...words], {
    env: { LONGROOM_XMPP_DOMAIN: 'rooms.example.org', LONGROOM_XMPP_SECRET: 'hush-hush', LONGROOM_STORE_URL: url },
    user: 'olga',
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    run: async () => 0,
  });
  return { exitCode, ...said };
}

async function storeIn(t: ExecutionContext): Promise<string> {
  const { path, remove } = freshFolder();
  t.teardown(remove);
  const store = await openSqliteStore({ path });
  t.teardown(() => store.close());
  await store.rooms.claim({ jid: 'a@rooms', key: 'a' });
  await store.commit(commit('room:a', 1, [event('one'), event('two')], { entered: ['ann@x/1'] }));
  return path;
}

test('a store that is in use is looked at, and is whole', async (t) => {
  const path = await storeIn(t);
  const { exitCode, out, err } = await type(`sqlite:${path}`);
  t.is(exitCode, 0, err);
  t.regex(out, new RegExp(`^Store: SQLite, ${path}, layout ${migrations.length}\nSize: +[1-9]`));
  t.regex(out, /^room +1 +4\.0 KiB +3 +12\.0 KiB$/m);
  t.regex(out, /^session +1 /m);
  const { out: json } = await type(`sqlite:${path}`, ['--json']);
  const found = JSON.parse(json);
  t.like(found, { good: true, problems: [] });
  t.like(
    found.parts.find(({ name }: { name: string }) => name === 'room'),
    { entries: 1, indexes: 3 },
  );
});

test('whatever is missing, strange or astray in a file is named, and fails the check', async (t) => {
  const path = await storeIn(t);
  const database = new DatabaseSync(path);
  database.exec(`DROP INDEX room_key; CREATE TABLE notes (x); INSERT INTO session VALUES ('bob@x/1', 99)`);
  database.close();
  const { exitCode, err } = await type(`sqlite:${path}`);
  t.is(exitCode, 1);
  t.deepEqual(
    err.split('\n').map((line) => line.replace(/:[^:]*$/, '')),
    [
      'longroom: the index room_key is not there, or is not as it was made',
      "longroom: the table notes is not one of Longroom's",
      'longroom: 1 rows of the table session belong to streams that are not there',
      '',
    ],
  );
});

test('a file that is none of ours, or not there, is no store', async (t) => {
  const { path, remove } = freshFolder();
  t.teardown(remove);
  t.deepEqual(await type(`sqlite:${path}`), {
    exitCode: 1,
    out: '',
    err: `longroom: there is no file ${path}: the first start of Longroom makes it\n`,
  });
  const database = new DatabaseSync(path);
  database.exec('CREATE TABLE notes (x)');
  database.close();
  const { exitCode, out } = await type(`sqlite:${path}`, ['--json']);
  t.is(exitCode, 1);
  t.like(JSON.parse(out), { good: false });
});
