/** How long a start takes with many rooms in the file, and until every session in them has been probed. */
import { join } from 'node:path';
import { endChild, removeFolder, temporaryFolder } from '../../test/servers/child.ts';
import { listen } from '../driver/link.ts';
import { Session } from '../driver/session.ts';
import { LONGROOM_SETTINGS, ROOMS_DOMAIN, startLongroom } from '../targets/longroom.ts';
import { SECRET, SILENCE_SECONDS, USERS } from '../targets/target.ts';
import { fillFile } from './filled-file.ts';
import { alone, median, type Scenario } from './scenario.ts';

const FULL = { rooms: 10_000, sessions: 20_000 };
const QUICK = { rooms: 100, sessions: 200 };
const READY_SECONDS_MAX = 60;

export const start: Scenario = {
  name: 'start',
  title: 'ms to ready, 10,000 rooms',
  reach: 1_000,
  better: 'less',
  suits: alone,
  measure: async (_target, { repeat, quick }) => {
    const folder = await temporaryFolder('bench-start');
    try {
      const size = quick ? QUICK : FULL;
      await fillFile(join(folder, 'longroom.sqlite'), { ...size, domain: ROOMS_DOMAIN, users: USERS });
      const all = [];
      // Probing is slow on purpose; it is waited for once.
      for (let run = 0; run < repeat; run += 1) all.push(await startOnce(folder, run === 0 ? size.sessions : 0));
      const runs = all.map(({ readyMs }) => readyMs);
      return { value: median(runs), unit: 'ms', runs, more: { 'all probed s': (all[0]?.probedMs ?? 0) / 1000 } };
    } finally {
      await removeFolder(folder);
    }
  },
};

/** Starts the program on this folder's file, and ends it when it is ready and has probed so many sessions. */
async function startOnce(
  folder: string,
  sessions: number,
): Promise<{ readonly readyMs: number; readonly probedMs: number }> {
  const listener = await listen({ secret: SECRET });
  const beganMs = performance.now();
  const child = await startLongroom(listener.port, folder, { LONGROOM_LOG_LEVEL: 'info' });
  try {
    const ready = child.line((line) => line.includes('"ready"'), READY_SECONDS_MAX);
    ready.catch(() => {});
    const link = await Promise.race([listener.accepted(), child.ended.then(() => Promise.reject(child.output()))]);
    const session = new Session(link, {
      users: USERS,
      service: ROOMS_DOMAIN,
      silenceSeconds: SILENCE_SECONDS,
      settings: LONGROOM_SETTINGS,
    });
    const probed = allProbed(session, sessions);
    probed.catch(() => {});
    await ready;
    const readyMs = performance.now() - beganMs;
    await probed;
    const probedMs = performance.now() - beganMs;
    link.onLost = () => {};
    return { readyMs, probedMs };
  } finally {
    listener.close();
    await endChild(child, 'SIGTERM');
  }
}

/** Settles when so many sessions have been asked whether they are still there. */
async function allProbed(session: Session, sessions: number): Promise<void> {
  const probed = new Set<string>();
  const receive = session.link.onStanza;
  await session.run({
    name: 'waiting for probes',
    begin: () => {
      if (sessions === 0) session.done();
      session.link.onStanza = (stanza) => {
        if (stanza.is('id', 'probe')) probed.add(stanza.get('to'));
        if (sessions > 0 && probed.size === sessions) session.done();
        receive(stanza);
      };
    },
    progress: () => `${probed.size} of ${sessions} sessions probed`,
  });
}
