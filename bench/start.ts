/**
 * How long a start takes with a file of some years, and how long until every session in it has been probed:
 *   node bench/start.ts [ROOMS] [MESSAGES] [SESSIONS] [FILE]
 * It fills a file through the store (a FILE that exists is taken as it is), starts the program as a process, and
 * plays the server. CPU is that of the process, from /proc.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openSqliteStore } from '../src/store/sqlite/store.ts';
import { fakeServer } from '../test/fake-server.ts';
import { fill, fillDomain } from './fill.ts';
import { usageOf } from './process/usage.ts';
import { report, rounded } from './result-file.ts';

const rooms = Number(process.argv[2] ?? 10_000);
const messages = Number(process.argv[3] ?? 100_000);
const sessions = Number(process.argv[4] ?? 20_000);
const given = process.argv[5];
const starts = 5;

interface Start {
  readonly readySeconds: number;
  readonly readyCpuSeconds: number;
  readonly probedSeconds: number;
}

/** User and system time of the process so far, in seconds; 0 where there is no /proc. */
function cpuSeconds({ pid }: ChildProcess): number {
  return pid === undefined || !existsSync('/proc') ? 0 : usageOf(pid).cpuMs / 1_000;
}

async function start(path: string): Promise<Start> {
  const server = await fakeServer({ secret: 's' });
  const begun = performance.now();
  const seconds = (): number => rounded((performance.now() - begun) / 1_000, 2);
  const child = spawn(process.execPath, ['src/main.ts', 'run'], {
    env: {
      ...process.env,
      LONGROOM_XMPP_SERVICE: server.service,
      LONGROOM_XMPP_DOMAIN: fillDomain,
      LONGROOM_XMPP_SECRET: 's',
      LONGROOM_STORE_URL: `sqlite:${path}`,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  for await (const line of createInterface({ input: child.stderr })) {
    if (line.includes('"ready"')) break;
  }
  const readySeconds = seconds();
  const readyCpuSeconds = rounded(cpuSeconds(child), 2);
  const stream = await server.accepted();
  await stream.until(() => stream.received.split('id="probe"').length - 1 >= sessions);
  const probedSeconds = seconds();
  child.kill('SIGTERM');
  await exited;
  await server.close();
  return { readySeconds, readyCpuSeconds, probedSeconds };
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'longroom-start-'));
  const path = given ?? join(folder, 'rooms.sqlite');
  try {
    if (!existsSync(path)) {
      const store = await openSqliteStore({ path });
      await fill(store, { rooms, messages, sessions });
      await store.close();
    }
    const runs: Start[] = [];
    for (let left = starts; left > 0; left--) runs.push(await start(path));
    const sorted = runs.toSorted((a, b) => a.readySeconds - b.readySeconds);
    const middle = sorted[Math.floor(starts / 2)] ?? { readySeconds: 0, readyCpuSeconds: 0, probedSeconds: 0 };
    report('start', {
      rows: {
        [`${rooms} rooms, ${messages} messages, ${sessions} sessions`]: {
          'ready, s (median)': middle.readySeconds,
          fastest: sorted[0]?.readySeconds ?? 0,
          slowest: sorted.at(-1)?.readySeconds ?? 0,
          'CPU s until ready': middle.readyCpuSeconds,
          'all probed, s': middle.probedSeconds,
          'file MiB': Math.round(statSync(path).size / 1_048_576),
        },
      },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await main();
