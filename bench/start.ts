/**
 * How long a start takes with a file of some years, and how long until every session in it has been probed:
 *   node bench/start.ts [ROOMS] [MESSAGES] [SESSIONS] [FILE]
 * It fills a file through the store (a FILE that exists is taken as it is), starts the program as a process, and
 * plays the server. CPU is that of the process, from /proc.
 */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../src/store/sqlite/store.ts';
import { fill } from './fill.ts';
import { report } from './result-file.ts';
import { starts } from './starting.ts';

const rooms = Number(process.argv[2] ?? 10_000);
const messages = Number(process.argv[3] ?? 100_000);
const sessions = Number(process.argv[4] ?? 20_000);
const given = process.argv[5];
const count = 5;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'longroom-start-'));
  const path = given ?? join(folder, 'rooms.sqlite');
  try {
    if (!existsSync(path)) {
      const store = await openSqliteStore({ path });
      await fill(store, { rooms, messages, sessions });
      await store.close();
    }
    const sorted = await starts(count, { url: `sqlite:${path}`, probes: sessions });
    const middle = sorted[Math.floor(count / 2)];
    report('start', {
      rows: {
        [`${rooms} rooms, ${messages} messages, ${sessions} sessions`]: {
          'ready, s (median)': middle?.readySeconds ?? 0,
          fastest: sorted[0]?.readySeconds ?? 0,
          slowest: sorted.at(-1)?.readySeconds ?? 0,
          'CPU s until ready': middle?.readyCpuSeconds ?? 0,
          'MiB when ready': middle?.readyMebibytes ?? 0,
          'all probed, s': middle?.probedSeconds ?? 0,
          'file MiB': Math.round(statSync(path).size / 1_048_576),
        },
      },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await main();
