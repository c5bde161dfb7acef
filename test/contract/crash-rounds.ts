/** kill -9 again and again: what was acknowledged is there, and no stream has a hole. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { ExecutionContext } from 'ava';
import type { Store } from '../../src/store/port.ts';
import { lossesIn } from './store-load.ts';

const writer = new URL('./crashing-writer.ts', import.meta.url).pathname;
const answersMax = 1_500;

export interface CrashPlace {
  /** What the writer opens. */
  readonly place: string;
  /** A file for what it notes. */
  readonly notes: string;
  readonly rounds: number;
  open(): Promise<Store>;
  /** Happens once in a round, after some of the answers. */
  meanwhile?(): Promise<void>;
  /** More to look at after a round. */
  check?(store: Store, round: number): void;
}

/** How many rounds: as many as usual, or as many as the environment says. */
export function killRounds(usual: number): number {
  return Number(process.env['LONGROOM_TEST_KILLS'] ?? usual);
}

export async function crashRounds(t: ExecutionContext, crash: CrashPlace): Promise<void> {
  const committed = new Map<string, number>();
  for (let round = 0; round < crash.rounds; round++) {
    const answers = 1 + Math.floor(Math.random() * answersMax);
    for (const line of await writeUntilKilled(t, crash, answers)) {
      const [kind, stream = '', number] = line.split(' ');
      t.not(kind, 'stale', line);
      if (kind === 'committed') committed.set(stream, Number(number));
    }
    const store = await crash.open();
    t.deepEqual(await lossesIn(store, committed), [], `after round ${round + 1}`);
    crash.check?.(store, round);
    await store.close();
  }
  const sum = [...committed.values()].reduce((total, last) => total + last, 0);
  t.log(`${crash.rounds} rounds, ${sum} commits`);
}

/** Lets it write until it has had so many answers, kills it there, and returns what it had noted. */
async function writeUntilKilled(t: ExecutionContext, crash: CrashPlace, answers: number): Promise<string[]> {
  const { place, notes } = crash;
  const child = spawn(process.execPath, [writer, place, notes], { stdio: ['ignore', 'pipe', 'inherit'] });
  const early = Math.floor(Math.random() * answers);
  let heard = 0;
  let meanwhile: Promise<void> | undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    heard += chunk.length;
    if (heard >= early) meanwhile ??= crash.meanwhile?.();
    if (heard >= answers) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'close');
  t.is(signal, 'SIGKILL');
  await meanwhile;
  return readFileSync(notes, 'utf8').split('\n').slice(0, -1);
}
