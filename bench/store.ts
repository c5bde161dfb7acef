/**
 * How many messages a second become durable, and what one costs:
 *   node bench/store.ts [SECONDS] [FOLDER]
 * Every active stream has one message under way and gives the next when it is answered, as rooms do.
 * The folder must be on a real disk; CPU is that of the whole process, the worker and SQLite included. Beside another store, and
 * beside what the store's own server does: `bench/stores.ts`.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../src/store/sqlite/store.ts';
import { type Load, Posting, payloadBytes } from './posting.ts';
import { percentile, rounded } from './result-file.ts';

const seconds = Number(process.argv[2] ?? 5);
const parent = process.argv[3] ?? tmpdir();

const loads: readonly (Load & { readonly name: string })[] = [
  { name: '1 room', streams: 1, ahead: 1, events: 1 },
  { name: '200 rooms', streams: 200, ahead: 1, events: 1 },
  { name: '200 rooms, 10 ahead', streams: 200, ahead: 10, events: 1 },
  { name: '2,000 rooms', streams: 2_000, ahead: 1, events: 1 },
  { name: '200 rooms, 20 messages a commit', streams: 200, ahead: 1, events: 20 },
];

interface Result {
  readonly name: string;
  readonly messagesPerSecond: number;
  readonly cpuMicroseconds: number;
  readonly medianMilliseconds: number;
  readonly p99Milliseconds: number;
  readonly fileBytesPerMessage: number;
}

async function measure(load: Load & { readonly name: string }): Promise<Result> {
  const folder = mkdtempSync(join(parent, 'longroom-bench-'));
  const path = join(folder, 'store.sqlite');
  const store = await openSqliteStore({ path });
  const cpu = process.cpuUsage();
  const { messages, tookMs, waits } = await new Posting(store, load).run(seconds);
  const used = process.cpuUsage(cpu);
  await store.close();
  const fileBytes = statSync(path).size;
  rmSync(folder, { recursive: true });
  const sorted = waits.toSorted((a, b) => a - b);
  return {
    name: load.name,
    messagesPerSecond: Math.round((messages / tookMs) * 1_000),
    cpuMicroseconds: rounded((used.user + used.system) / messages),
    medianMilliseconds: rounded(percentile(sorted, 0.5)),
    p99Milliseconds: rounded(percentile(sorted, 0.99)),
    fileBytesPerMessage: Math.round(fileBytes / messages),
  };
}

const results: Result[] = [];
for (const load of loads) results.push(await measure(load));
console.table(Object.fromEntries(results.map(({ name, ...figures }) => [name, figures])));
console.log(JSON.stringify({ benchmark: 'store', payloadBytes, seconds, results }));
