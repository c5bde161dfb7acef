/**
 * How long a start takes with many rooms in the file, and how long until every session has been probed:
 *   node bench/start.ts [ROOMS] [SESSIONS]
 * It fills a file through the store, starts the program as a process, and plays the server.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { defaultSettings } from '../src/room/traits/index.ts';
import { encodeEvent } from '../src/service/codec.ts';
import { roomStream } from '../src/service/room-loader.ts';
import type { Store } from '../src/store/port.ts';
import { openSqliteStore } from '../src/store/sqlite/store.ts';
import { fakeServer } from '../test/fake-server.ts';

const domain = 'rooms.localhost';
const rooms = Number(process.argv[2] ?? 10_000);
const sessions = Number(process.argv[3] ?? 20_000);
const starts = 5;
const batch = 1_000;

const folder = mkdtempSync(join(tmpdir(), 'longroom-start-'));
const path = join(folder, 'rooms.sqlite');

async function fill(store: Store): Promise<void> {
  const at = Date.now();
  const perRoom = Math.ceil(sessions / rooms);
  const names = Array.from({ length: sessions }, (_, index) => `u${index}@localhost`);
  const keys = new Map<string, string>();
  for (let from = 0; from < names.length; from += batch) {
    for (const [jid, key] of await store.people.keys(names.slice(from, from + batch))) keys.set(jid, key);
  }
  for (let from = 0; from < rooms; from += batch) {
    const made = Array.from({ length: Math.min(batch, rooms - from) }, async (_, offset) => {
      const room = from + offset;
      const key = `key${room}`;
      await store.rooms.claim({ jid: `r${room}@${domain}`, key });
      const inside = names
        .slice(room * perRoom, (room + 1) * perRoom)
        .map((jid) => ({ jid, key: keys.get(jid) ?? '' }));
      const owner = inside[0] ?? { jid: 'u0@localhost', key: keys.get('u0@localhost') ?? '' };
      const entered = inside.map((by) => ({
        kind: 'entered' as const,
        at,
        by,
        nick: by.jid,
        resource: 'r',
        role: 'participant' as const,
      }));
      await store.commit({
        stream: roomStream(key),
        first: 1,
        id: room + 1,
        events: [{ kind: 'created' as const, at, by: owner, settings: defaultSettings, open: true }, ...entered].map(
          encodeEvent,
        ),
        entered: inside.map(({ jid }) => `${jid}/r`),
      });
      await store.rooms.describe({
        jid: `r${room}@${domain}`,
        listing: { name: '', description: '', listed: true, occupants: inside.length },
      });
    });
    await Promise.all(made);
  }
}

async function measure(): Promise<{
  readonly readySeconds: number;
  readonly probedSeconds: number;
  readonly probes: number;
}> {
  const server = await fakeServer({ secret: 's' });
  const begun = performance.now();
  const child = spawn(process.execPath, ['src/main.ts', 'run'], {
    env: {
      ...process.env,
      LONGROOM_XMPP_SERVICE: server.service,
      LONGROOM_XMPP_DOMAIN: domain,
      LONGROOM_XMPP_SECRET: 's',
      LONGROOM_STORE_URL: `sqlite:${path}`,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  for await (const line of createInterface({ input: child.stderr })) {
    if (line.includes('"ready"')) break;
  }
  const readySeconds = (performance.now() - begun) / 1_000;
  const stream = await server.accepted();
  const probes = (): number => stream.received.split('id="probe"').length - 1;
  await stream.until(() => probes() >= sessions);
  const probedSeconds = (performance.now() - begun) / 1_000;
  child.kill('SIGTERM');
  await exited;
  await server.close();
  return { readySeconds, probedSeconds, probes: probes() };
}

try {
  const store = await openSqliteStore({ path });
  await fill(store);
  await store.close();
  const runs = [];
  for (let start = 0; start < starts; start++) runs.push(await measure());
  const sorted = runs.map(({ readySeconds }) => readySeconds).sort((a, b) => a - b);
  console.table(runs);
  console.log(
    `${rooms} rooms, ${sessions} sessions: ready in ${sorted[Math.floor(starts / 2)]?.toFixed(2)} s (median of ${starts}; ${sorted[0]?.toFixed(2)} to ${sorted.at(-1)?.toFixed(2)} s)`,
  );
} finally {
  rmSync(folder, { recursive: true });
}
