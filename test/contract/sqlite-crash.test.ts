/** kill -9, twenty times: what was acknowledged is there, and no stream has a hole. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import test, { type ExecutionContext } from 'ava';
import type { StoredEvent } from '../../src/store/event.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { everything, numbers, payloads } from './place.ts';
import { freshFolder } from './sqlite-place.ts';

const rounds = 20;
const writer = new URL('./crashing-writer.ts', import.meta.url).pathname;

/** Lets it write until it has had `answers` acknowledgements, kills it there, and returns what it had noted. */
async function writeUntilKilled(t: ExecutionContext, path: string, answers: number): Promise<string[]> {
  const notes = `${path}.notes`;
  const child = spawn(process.execPath, [writer, path, notes], { stdio: ['ignore', 'pipe', 'inherit'] });
  let heard = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    heard += chunk.length;
    if (heard >= answers) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'close');
  t.is(signal, 'SIGKILL');
  return readFileSync(notes, 'utf8').split('\n').slice(0, -1);
}

test('every acknowledged commit outlives SIGKILL at any moment, and no stream has a hole', async (t) => {
  t.timeout(240_000);
  const { path, remove } = freshFolder();
  const acknowledged = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    const answers = 1 + Math.floor(Math.random() * 1_500);
    for (const line of await writeUntilKilled(t, path, answers)) {
      const [kind, stream = '', number] = line.split(' ');
      t.is(kind, 'committed');
      acknowledged.set(stream, Number(number));
    }
    const store = await openSqliteStore({ path });
    t.is(store.epoch, 2 * round + 2, 'the killed process no longer holds the file');
    const all: StoredEvent[] = [];
    for (const [stream, last] of acknowledged) {
      const events = await store.read({ stream, ...everything });
      t.deepEqual(
        numbers(events),
        Array.from({ length: events.length }, (_, i) => i + 1),
      );
      t.deepEqual(
        payloads(events),
        events.map(({ number }) => `${stream} ${number}`),
      );
      t.true(events.length >= last, `${stream} ends at ${events.length}, acknowledged was ${last}`);
      t.deepEqual(await store.sessions.streams(`${stream} ${last}@x/1`), [stream]);
      all.push(...events);
    }
    const fed = (await store.feed({ after: {}, limit: 10_000_000 })).events;
    t.true(fed.length >= all.length);
    await store.close();
  }
  remove();
});
