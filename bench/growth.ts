/**
 * What a message costs as everything grows: the archive, the number of rooms, the lists of a room; and a page of
 * history. It should cost the same:
 *   node bench/growth.ts [MESSAGES_MAX] [SECONDS]
 *   node bench/chart.ts bench/results/growth.json docs/growth.svg
 * CPU is that of the whole process, the worker and SQLite included; latency is that of a durable commit with 64 under
 * way, or of a reflection. Ten million messages need 5 GB in the temporary folder and some minutes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../src/store/port.ts';
import { openSqliteStore } from '../src/store/sqlite/store.ts';
import type { Series } from './chart.ts';
import { type Filling, fill } from './fill.ts';
import { measurePages, postWithLists } from './growth-service.ts';
import { type Cost, postInto } from './growth-store.ts';
import { report } from './result-file.ts';

const messagesMax = Number(process.argv[2] ?? 1_000_000);
const seconds = Number(process.argv[3] ?? 5);
const archiveSizes = [1_000, 10_000, 100_000, 1_000_000, 10_000_000].filter((size) => size <= messagesMax);
const roomCounts = [10, 1_000, 10_000, 100_000];
const listLengths = [0, 1_000, 10_000, 100_000];
const pagedSizes = [5_000, 1_000_000].filter((size) => size <= messagesMax);
const rows: Record<string, Record<string, number>> = {};
const series: Series[] = [];

async function withStore<T>(measure: (store: Store) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'longroom-growth-'));
  try {
    const store = await openSqliteStore({ path: join(folder, 'rooms.sqlite') });
    const measured = await measure(store);
    await store.close();
    return measured;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function over(what: string, sizes: readonly number[], measure: (size: number) => Promise<Cost>): Promise<void> {
  const costs: Cost[] = [];
  for (const size of sizes) {
    const cost = await measure(size);
    costs.push(cost);
    rows[`${size} ${what}`] = { ...cost };
    console.log(`${size} ${what}:`, cost);
  }
  const points = sizes.map((size, at) => [size, costs[at]?.cpuMicroseconds ?? 0] as const);
  // Sizes go along a logarithmic axis: an empty list has no place there.
  series.push({ name: what, points: points.filter(([size]) => size > 0) });
}

function posting(filling: Filling): Promise<Cost> {
  return withStore(async (store) => {
    await fill(store, filling);
    return postInto({ store, filling, seconds });
  });
}

await over('messages in the archive', archiveSizes, (messages) => posting({ rooms: 200, messages }));
await over('rooms', roomCounts, (rooms) => posting({ rooms, messages: Math.min(messagesMax, 1_000_000) }));
await over('entries in the lists', listLengths, (entries) =>
  withStore((store) => postWithLists({ store, entries, seconds })),
);
for (const messages of pagedSizes) {
  const cost = await withStore(async (store) => {
    await fill(store, { rooms: 1, messages });
    return measurePages({ store, messages });
  });
  rows[`page of 50 of ${messages}`] = { cpuMicroseconds: Math.round(cost * 1_000) };
}
const title = 'What a message costs as everything grows';
report('growth', { rows, chart: { title, x: 'how many there are', y: 'CPU µs a message', series } });
