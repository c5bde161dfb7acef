/** Longroom itself, beside the demo's Prosody, on the embedded store; started again whenever it dies. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Companion, type Exit, startCompanion } from './companion.ts';
import { ROOMS_DOMAIN } from './people.ts';
import type { DemoState } from './state.ts';

const PROGRAM = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface KeptLongroom {
  /** Of the process that runs now; another one after each restart. */
  readonly pid: number;
  stop(): Promise<void>;
}

export interface LongroomWatch {
  died(exit: Exit): void;
  back(pid: number): void;
  /** It died too often; nobody starts it any more. */
  givenUp(error: unknown): void;
}

const RESTARTS_MAX = 50;

export function storeFile(folder: string): string {
  return join(folder, 'longroom.sqlite');
}

/** Runs Longroom until `stop`; a visitor may kill it at any time and see what becomes of the rooms. */
export async function keepLongroom(folder: string, state: DemoState, watch: LongroomWatch): Promise<KeptLongroom> {
  let current = await startLongroom(folder, state);
  let stopping = false;

  const attend = async (): Promise<void> => {
    for (let restarts = 0; restarts < RESTARTS_MAX; restarts += 1) {
      const exit = await current.exited;
      if (stopping) return;
      watch.died(exit);
      current = await startLongroom(folder, state);
      if (stopping) return current.stop();
      watch.back(current.pid);
    }
    await current.exited;
    throw new Error(`Longroom was restarted ${RESTARTS_MAX} times.`);
  };
  const attending = attend().catch((error: unknown) => {
    if (!stopping) watch.givenUp(error);
  });

  return {
    get pid() {
      return current.pid;
    },
    stop: async () => {
      stopping = true;
      await current.stop();
      await attending;
    },
  };
}

function startLongroom(folder: string, state: DemoState): Promise<Companion> {
  return startCompanion({
    name: 'Longroom',
    command: process.execPath,
    args: [PROGRAM, 'run'],
    folder,
    environment: {
      ...withoutLongroom(process.env),
      LONGROOM_XMPP_SERVICE: `xmpp://127.0.0.1:${state.ports.component}`,
      LONGROOM_XMPP_DOMAIN: ROOMS_DOMAIN,
      LONGROOM_XMPP_SECRET: state.componentSecret,
      LONGROOM_STORE_URL: `sqlite:${storeFile(folder)}`,
    },
    logFile: join(folder, 'longroom.log'),
    judge: (line) => (message(line) === 'ready' ? 'ready' : undefined),
  });
}

/** Settings for a real service in the visitor's shell must not reach the demo. */
function withoutLongroom(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('LONGROOM_')));
}

function message(line: string): unknown {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null && 'msg' in entry ? entry.msg : undefined;
  } catch {
    return undefined;
  }
}
