/** Longroom as a process of its own, with the driver in the place of the server. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, endChild, removeFolder, startChild, temporaryFolder } from '../../test/servers/child.ts';
import { awaitService } from '../driver/creating.ts';
import { listen } from '../driver/link.ts';
import { Session } from '../driver/session.ts';
import { type Running, SECRET, SILENCE_SECONDS, type Target, USERS } from './target.ts';

export const ROOMS_DOMAIN = 'rooms.localhost';
/** As offered in a room's form; presences are counted, so none may be held back in large rooms. */
export const LONGROOM_SETTINGS = {
  'muc#roomconfig_persistentroom': '1',
  'longroom#roomconfig_largeroom': '0',
};
const PROGRAM = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Starts the program against a component port, its store in this folder. */
export async function startLongroom(
  port: number,
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Child> {
  return await startChild({
    command: process.execPath,
    args: [PROGRAM, 'run'],
    cwd: folder,
    env: {
      LONGROOM_XMPP_SERVICE: `xmpp://127.0.0.1:${port}`,
      LONGROOM_XMPP_DOMAIN: ROOMS_DOMAIN,
      LONGROOM_XMPP_SECRET: SECRET,
      LONGROOM_XMPP_USERS: USERS,
      LONGROOM_LIMITS: 'off',
      LONGROOM_STORE_URL: `sqlite:${join(folder, 'longroom.sqlite')}`,
      LONGROOM_LOG_LEVEL: 'error',
      ...env,
    },
  });
}

export const longroomAlone: Target = {
  name: 'longroom',
  title: 'Longroom alone',
  kind: 'longroom alone',
  scale: 10,
  missing: () => undefined,
  start: async () => {
    const folder = await temporaryFolder('bench-longroom');
    try {
      const running = await startAlone(folder);
      const stop = async (): Promise<void> => {
        await running.stop();
        await removeFolder(folder);
      };
      return { ...running, stop };
    } catch (error) {
      await removeFolder(folder);
      throw error;
    }
  },
};

/** Starts the program, with the driver in the place of the server, on what this folder holds; the folder stays. */
export async function startAlone(folder: string, env: Readonly<Record<string, string>> = {}): Promise<Running> {
  const listener = await listen({ secret: SECRET });
  const child = await startLongroom(listener.port, folder, env);
  const stop = async (): Promise<void> => {
    listener.close();
    await endChild(child, 'SIGTERM');
  };
  try {
    const ended = child.ended.then((code) => {
      throw new Error(`Longroom ended while starting (${code}):\n${child.output()}`);
    });
    ended.catch(() => {});
    const link = await Promise.race([listener.accepted(), ended]);
    const session = new Session(link, {
      users: USERS,
      service: ROOMS_DOMAIN,
      silenceSeconds: SILENCE_SECONDS,
      settings: LONGROOM_SETTINGS,
    });
    await awaitService(session);
    return {
      session,
      parts: [{ name: 'component', pid: child.pid }],
      cut: async () => {
        session.link.cut();
        session.goOn(await listener.accepted());
      },
      stop: async () => {
        // The component goes first: a stream that ends would only make it try again.
        const closing = endChild(child, 'SIGTERM');
        session.link.onLost = () => {};
        await closing;
        session.link.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
