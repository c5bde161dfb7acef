/** The commands themselves: while the service runs, and when it does not. */

import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { commandLine } from '../../src/command-line.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { FakeServer } from '../fake-server.ts';
import { domain } from '../world.ts';
import { stoppedService } from './made-up-service.ts';
import { exported, imported } from './moving.ts';

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

interface Ended {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), 'longroom-moving-'));
  readonly #env: Record<string, string>;

  constructor(t: ExecutionContext, env: Readonly<Record<string, string>> = {}) {
    t.teardown(() => rmSync(this.folder, { recursive: true, force: true }));
    const { PATH = '' } = process.env;
    const store = `sqlite:${this.at('l.sqlite')}`;
    this.#env = { PATH, LONGROOM_XMPP_DOMAIN: domain, LONGROOM_XMPP_SECRET: 'hush', LONGROOM_STORE_URL: store, ...env };
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  start(...words: string[]): ChildProcess {
    return this.#spawn('ignore', words);
  }

  /** What is given goes to its standard input. */
  given(input: string | Buffer, ...words: string[]): Promise<Ended> {
    const child = this.#spawn('pipe', words);
    child.stdin?.end(input);
    return ended(child);
  }

  #spawn(stdin: 'ignore' | 'pipe', words: readonly string[]): ChildProcess {
    return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...words], {
      env: { ...this.#env, TMPDIR: this.folder },
      cwd: this.folder,
      stdio: [stdin, 'pipe', 'pipe'],
    });
  }

  /** In this process: one for each takes a second. */
  async type(...words: string[]): Promise<Ended> {
    let [out, err] = ['', ''];
    const exitCode = await commandLine(words, {
      env: this.#env,
      user: 'olga',
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      run: async () => 0,
    });
    return { exitCode, out, err };
  }

  /** All of it, as text. */
  async exported(): Promise<string> {
    await this.type('export', this.at('all.jsonl'));
    return readFileSync(this.at('all.jsonl'), 'utf8');
  }

  /** With rooms in its store. */
  async filled(): Promise<this> {
    const store = await openSqliteStore({ path: this.at('l.sqlite') });
    await imported(store, await exported(await stoppedService()));
    await store.close();
    return this;
  }
}

function ended(child: ChildProcess): Promise<Ended> {
  let [out, err] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((resolve) => child.once('close', (exitCode) => resolve({ exitCode, out, err })));
}

function says(child: ChildProcess, wanted: string): Promise<void> {
  let log = '';
  return new Promise((resolve) => {
    child.stderr?.on('data', (text: Buffer) => {
      log += text.toString();
      if (log.includes(wanted)) resolve();
    });
  });
}

test('a service is exported and backed up while it runs, and made again from both', async (t) => {
  const server = new FakeServer({ secret: 'hush' });
  await server.listen();
  t.teardown(() => server.close());
  const desk = await new Desk(t, { LONGROOM_XMPP_SERVICE: server.service }).filled();
  const service = desk.start('run');
  t.teardown(() => service.kill('SIGKILL'));
  const over = ended(service);
  await Promise.race([says(service, 'commands of the command line are taken'), over]);

  const live = await desk.type('export', desk.at('live.jsonl.gz'));
  t.is(live.exitCode, 0);
  t.regex(live.err, /^Exported 2 rooms with \d+ events to \S+live\.jsonl\.gz\.\n$/);
  t.is(statSync(desk.at('live.jsonl.gz')).mode & 0o777, 0o600);
  const text = gunzipSync(readFileSync(desk.at('live.jsonl.gz'))).toString();
  const all = await ended(desk.start('export', '-', '--quiet'));
  t.deepEqual([all.exitCode, all.err], [0, '']);
  t.is(archivesIn(all.out), archivesIn(text));
  t.like(await desk.type('export', desk.at('none'), '--room', `attic@${domain}`), {
    exitCode: 1,
    out: '',
    err: `longroom: there is no room attic@${domain}\n`,
  });
  t.regex(
    (await desk.type('import', desk.at('live.jsonl.gz'))).err,
    /is in use by another Longroom: stop that one first/,
  );

  t.false(existsSync(desk.at('none')));
  const backup = await desk.type('backup', desk.at('copy.sqlite'));
  t.regex(backup.err, /^Copied [\d,]+ bytes to \S+copy\.sqlite; the copy is sound\.\n$/);
  t.is(statSync(desk.at('copy.sqlite')).mode & 0o777, 0o600);
  t.regex((await desk.type('backup', desk.at('copy.sqlite'))).err, /copy\.sqlite is there already/);
  service.kill('SIGTERM');
  t.is((await over).exitCode, 0);

  const fresh = new Desk(t);
  const dry = await fresh.type('import', desk.at('live.jsonl.gz'), '--dry-run');
  t.regex(dry.out, /^Would import 2 rooms with \d+ events\.\n/);
  t.false(existsSync(fresh.at('l.sqlite')));
  const done = await fresh.type('import', desk.at('live.jsonl.gz'));
  t.deepEqual([done.exitCode, done.err], [0, '']);
  t.regex(done.out, /^Imported 2 rooms with \d+ events\.\n/);
  t.like(await fresh.type('import', desk.at('live.jsonl.gz')), { exitCode: 0, err: '' });
  t.is(archivesIn(await fresh.exported()), archivesIn(text));

  const restored = new Desk(t);
  writeFileSync(restored.at('l.sqlite'), readFileSync(desk.at('copy.sqlite')));
  t.is(archivesIn(await restored.exported()), archivesIn(text));
});

/** The archives: how many messages, and a checksum of their lines. What a service that runs does besides goes on. */
function archivesIn(text: string): string {
  const lines = text.split('\n').filter((line) => line.includes('"archiveId":'));
  return `${lines.length} ${createHash('sha256').update(lines.join('\n')).digest('hex')}`;
}

test('an export that was broken off is gone on with, packed or not', async (t) => {
  const desk = await new Desk(t).filled();
  const whole = await desk.exported();
  for (const file of ['a.jsonl', 'a.jsonl.gz']) {
    const name = desk.at(file);
    t.is((await desk.type('export', name)).exitCode, 0);
    t.regex((await desk.type('export', name)).err, /is there already: name another file, or say --resume/);
    t.like(await desk.type('export', name, '--resume'), { exitCode: 0, err: `${name} is whole already.\n` });
    truncateSync(name, Math.floor(statSync(name).size / 2));
    t.regex(
      (await desk.type('import', name)).err,
      new RegExp(`^longroom: ${name}: it is not whole: .*Nothing was imported\n$`),
    );
    t.regex(
      (await desk.type('export', name, '--resume', '--room', `den@${domain}`)).err,
      /was begun as an export of something else/,
    );
    t.is((await desk.type('export', name, '--resume')).exitCode, 0);
    const content = readFileSync(name);
    t.is(archivesIn(String(name.endsWith('.gz') ? gunzipSync(content) : content)), archivesIn(whole));
    t.false(existsSync(`${name}.part`));
  }
});

test('what is damaged is not imported, and what cannot be read is said', async (t) => {
  const desk = await new Desk(t).filled();
  await desk.type('export', desk.at('a.jsonl'));
  writeFileSync(desk.at('b.jsonl'), readFileSync(desk.at('a.jsonl'), 'utf8').replace('message 7', 'message 8'));
  const fresh = new Desk(t);
  const damaged = await fresh.type('import', desk.at('b.jsonl'));
  t.is(damaged.exitCode, 65);
  t.regex(
    damaged.err,
    /b\.jsonl: it is damaged at line \d+ \(in the section of room:.*\): .*\. Nothing was imported\n$/,
  );
  t.regex((await fresh.type('import', 'nowhere.jsonl')).err, /^longroom: there is no nowhere\.jsonl\n$/);
  t.like(await fresh.type('import', desk.folder), { exitCode: 1 });
  const unused = new Desk(t);
  await unused.type('import', 'nowhere.jsonl');
  t.like(await unused.type('export', unused.at('a.jsonl')), {
    exitCode: 74,
    err: `longroom: there is no ${unused.at('l.sqlite')}: nothing has been kept in this store yet\n`,
  });
  t.deepEqual(readdirSync(unused.folder), []);
  t.like(await desk.type('export', desk.at('nowhere/a.jsonl')), {
    exitCode: 1,
    err: `longroom: the folder of ${desk.at('nowhere/a.jsonl')} does not exist: create it\n`,
  });
  writeFileSync(fresh.at('text.jsonl.gz'), 'no gzip');
  t.is((await fresh.type('import', fresh.at('text.jsonl.gz'))).exitCode, 65);
  t.regex(
    (await new Desk(t).type('backup', '/nowhere/copy.sqlite')).err,
    /there is no .*l\.sqlite: nothing has been kept/,
  );
  t.like(await desk.type('backup', '/nowhere/copy.sqlite'), {
    exitCode: 74,
    err: 'longroom: the folder of /nowhere/copy.sqlite does not exist: create it\n',
  });
  t.regex((await desk.type('export', desk.at('den'), '--room', 'den')).err, /^Exported 1 rooms /);
});

test('of what is damaged nothing is imported from the standard input either; packed or not is seen by itself', async (t) => {
  const whole = await (await new Desk(t).filled()).exported();
  const fresh = new Desk(t);
  const damaged = await fresh.given(whole.replace('message 7', 'message 8'), 'import', '-');
  t.is(damaged.exitCode, 65);
  t.regex(damaged.err, /^longroom: the standard input: it is damaged at line \d+ .*\. Nothing was imported\n$/);
  const done = await fresh.given(gzipSync(whole), 'import', '-');
  t.deepEqual([done.exitCode, done.err], [0, '']);
  t.deepEqual(
    readdirSync(fresh.folder).filter((name) => !name.startsWith('l.sqlite')),
    [],
  );
  t.is(archivesIn(await fresh.exported()), archivesIn(whole));
  writeFileSync(fresh.at('packed'), gzipSync(whole));
  t.regex((await fresh.type('import', fresh.at('packed'), '--dry-run')).out, /Rooms that were here already: 2\./);
});

test('a copy that is not sound is taken away', async (t) => {
  const desk = await new Desk(t).filled();
  const database = new DatabaseSync(desk.at('l.sqlite'), { defensive: false });
  database.exec('PRAGMA writable_schema = ON');
  database.exec("UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'audit_at'");
  database.close();
  const { exitCode, err } = await desk.type('backup', desk.at('copy.sqlite'));
  t.is(exitCode, 74, err);
  t.false(existsSync(desk.at('copy.sqlite')) || existsSync(desk.at('copy.sqlite.part')));
});
