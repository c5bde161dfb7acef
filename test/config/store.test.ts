/** Where everything is kept, as the configuration says it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type Loaded, loadConfig } from '../../src/config/load.ts';
import { problemLine } from '../../src/config/problem.ts';
import type { Config } from '../../src/config/schema.ts';
import { mongoUrl, passwordsOf } from '../../src/config/store-address.ts';

const GOOD = 'xmpp:\n  domain: rooms.example.org\n  secret: hush-hush\n';
const MONGO = 'mongodb://longroom@db1:27017,db2/rooms?replicaSet=rs0';

function fileWith(t: ExecutionContext, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'longroom-config-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'file'), text);
  return join(folder, 'file');
}

function load(t: ExecutionContext, settings: string, env: Readonly<Record<string, string>> = {}): Loaded {
  return loadConfig({ file: fileWith(t, `${GOOD}store: {${settings}}\n`), env });
}

function configOf(loaded: Loaded): Config {
  if (loaded.kind === 'problems') throw new Error(loaded.problems.map(problemLine).join('\n'));
  return loaded.config;
}

function mistakeIn(t: ExecutionContext, settings: string): string {
  const loaded = load(t, settings);
  return loaded.kind === 'config' ? '' : loaded.problems.map(({ key, message }) => `${key}: ${message}`).join('\n');
}

test('a MongoDB is named by its address, and what counts as written is chosen', (t) => {
  const usual = { password: undefined, writeConcern: 'majority', journal: 'on' };
  for (const url of [
    MONGO,
    'mongodb://db',
    'mongodb+srv://a:b%40c@cluster.example.net/?w=1',
    'mongodb://[::1]:27017/x',
  ]) {
    t.deepEqual(configOf(load(t, `url: "${url}"`)).store, { ...usual, url });
  }
  const chosen = configOf(load(t, `url: "${MONGO}", writeConcern: 2, journal: off`));
  t.deepEqual([chosen.store.writeConcern, chosen.store.journal], [2, 'off']);
  t.is(chosen.control.socket, 'longroom.sock');
  t.is(configOf(load(t, `url: "${MONGO}"`, { LONGROOM_STORE_WRITE_CONCERN: '1' })).store.writeConcern, 1);
  t.is(mistakeIn(t, 'writeConcern: 0'), 'store.writeConcern: must be majority, or a number from 1 to 50 (it is 0)');
});

test('the password of a MongoDB may come from a file, and gets into the address encoded', (t) => {
  const { store } = configOf(load(t, `url: "${MONGO}"`, { LONGROOM_STORE_PASSWORD_FILE: fileWith(t, 'p@ss/w%rd\n') }));
  t.is(store.password, 'p@ss/w%rd');
  t.is(mongoUrl(store), 'mongodb://longroom:p%40ss%2Fw%25rd@db1:27017,db2/rooms?replicaSet=rs0');
  t.is(mongoUrl({ url: MONGO }), MONGO);
  t.deepEqual(passwordsOf(store), ['p@ss/w%rd', 'p%40ss%2Fw%25rd']);
  t.deepEqual(passwordsOf({ url: 'mongodb://a:b%40c@db' }), ['b%40c', 'b@c']);
  t.deepEqual(passwordsOf({ url: 'sqlite:x' }), []);
});

test('a password that has no place in the address of the store is a mistake', (t) => {
  const mistakes = {
    'sqlite:x': 'is for MongoDB only; leave it out',
    'mongodb://db': 'has no user: name one in store.url, as in mongodb://user@host:27017/database',
    'mongodb://a:b@db': 'stands in store.url as well; keep one of the two',
  };
  for (const [url, mistake] of Object.entries(mistakes)) {
    t.is(mistakeIn(t, `url: "${url}", password: hush`), `store.password: ${mistake}`);
  }
});

test('an address that cannot be read is a mistake, and is not shown: it may hold a password', (t) => {
  const wrong = ['postgres://me:s3cr3t@db', 'mongodb://me:s3c@r3t@db', 'mongodb://me:s3c%r3t@db', 'mongodb://', 'db'];
  // Before the slash it would be a host, and the password a port.
  wrong.push('mongodb://me:s3c/r3t@db', 'mongodb://me:s3c/r3t@db/rooms');
  for (const url of wrong) {
    const mistake = mistakeIn(t, `url: "${url}"`);
    t.true(mistake.startsWith('store.url: must look like sqlite:PATH or mongodb://'), mistake);
    t.notRegex(mistake, /r3t/);
  }
});
