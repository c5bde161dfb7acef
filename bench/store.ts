/**
 * How many messages a second become durable, and what one costs:
 *   node bench/store.ts [SECONDS] [FOLDER]
 * Every active stream has one message under way and gives the next when it is answered, as rooms do.
 * The folder must be on a real disk; CPU is that of the whole process, the worker and SQLite included.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveId } from '../src/store/archive-id.ts';
import type { NewEvent } from '../src/store/event.ts';
import type { Store } from '../src/store/port.ts';
import { openSqliteStore } from '../src/store/sqlite/store.ts';

const seconds = Number(process.argv[2] ?? 5);
const parent = process.argv[3] ?? tmpdir();
const payloadBytes = 400;

interface Load {
  readonly name: string;
  readonly streams: number;
  /** Commits of one stream that are under way at once. */
  readonly ahead: number;
  /** Messages of one commit. */
  readonly events: number;
}

const loads: readonly Load[] = [
  { name: '1 room', streams: 1, ahead: 1, events: 1 },
  { name: '200 rooms', streams: 200, ahead: 1, events: 1 },
  { name: '200 rooms, 10 ahead', streams: 200, ahead: 10, events: 1 },
  { name: '2,000 rooms', streams: 2_000, ahead: 1, events: 1 },
  { name: '200 rooms, 20 messages a commit', streams: 200, ahead: 1, events: 20 },
];

function message(number: number, ordinal: number): NewEvent {
  const body = 'x'.repeat(payloadBytes - 20);
  const random = `${number}`.padStart(11, '0');
  const archive = { archiveId: archiveId({ number, random }), ordinal };
  return { kind: 'posted', version: 1, at: number, person: 'AbCdEfGhIjKl', ...archive, payload: `{"body":"${body}"}` };
}

interface Result {
  readonly name: string;
  readonly messagesPerSecond: number;
  readonly cpuMicroseconds: number;
  readonly medianMilliseconds: number;
  readonly p99Milliseconds: number;
  readonly fileBytesPerMessage: number;
}

let commitId = 0;

async function post(store: Store, load: Load, stream: string, endMs: number, waits: number[]): Promise<number> {
  let next = 1;
  const one = async () => {
    while (performance.now() < endMs) {
      const first = next;
      next += load.events;
      const givenMs = performance.now();
      const events = Array.from({ length: load.events }, (_, i) => message(first + i, first + i));
      const outcome = await store.commit({ stream, first, id: ++commitId, events });
      if (outcome.kind !== 'committed') throw new Error(outcome.text);
      waits.push(performance.now() - givenMs);
    }
  };
  await Promise.all(Array.from({ length: load.ahead }, one));
  return next - 1;
}

async function measure(load: Load): Promise<Result> {
  const folder = mkdtempSync(join(parent, 'longroom-bench-'));
  const path = join(folder, 'store.sqlite');
  const store = await openSqliteStore({ path });
  const waits: number[] = [];
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  const endMs = startMs + seconds * 1_000;
  const names = Array.from({ length: load.streams }, (_, i) => `room:${i}`);
  const counts = await Promise.all(names.map((stream) => post(store, load, stream, endMs, waits)));
  const tookMs = performance.now() - startMs;
  const used = process.cpuUsage(cpu);
  await store.close();
  const messages = counts.reduce((sum, count) => sum + count, 0);
  const fileBytes = statSync(path).size;
  rmSync(folder, { recursive: true });
  waits.sort((a, b) => a - b);
  return {
    name: load.name,
    messagesPerSecond: Math.round((messages / tookMs) * 1_000),
    cpuMicroseconds: round((used.user + used.system) / messages),
    medianMilliseconds: round(waits[Math.floor(waits.length / 2)] ?? 0),
    p99Milliseconds: round(waits[Math.floor(waits.length * 0.99)] ?? 0),
    fileBytesPerMessage: Math.round(fileBytes / messages),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

const results: Result[] = [];
for (const load of loads) results.push(await measure(load));
console.table(Object.fromEntries(results.map(({ name, ...figures }) => [name, figures])));
console.log(JSON.stringify({ benchmark: 'store', payloadBytes, seconds, results }));
