/** `longroom backup`: a copy of the SQLite file, also while the service runs. */
import { stat } from 'node:fs/promises';
import { backUpStore } from '../back-up-store.ts';
import type { Config } from '../config/schema.ts';
import type { TransferCommand, TransferTerminal } from './commands.ts';
import { grouped } from './progress-line.ts';

type Command = Extract<TransferCommand, { kind: 'backup' }>;

const shownEveryMs = 200;

export async function backUp({ path, quiet }: Command, config: Config, terminal: TransferTerminal): Promise<number> {
  let shownAt = 0;
  const shows = !quiet && terminal.isTerminal;
  const say = (text: string): void => {
    if (shows) terminal.err(`\r${text.padEnd(60)}`);
  };
  await backUpStore(config, {
    to: path,
    progress({ pages, pagesInAll }) {
      const now = performance.now();
      if (now - shownAt < shownEveryMs) return;
      shownAt = now;
      say(`Copying: ${Math.floor((pages / Math.max(pagesInAll, 1)) * 100)} %`);
    },
    checking: () => say('Looking whether the copy is sound'),
  });
  if (shows) terminal.err(`\r${' '.repeat(60)}\r`);
  if (!quiet) terminal.err(`Copied ${grouped((await stat(path)).size)} bytes to ${path}; the copy is sound.\n`);
  return 0;
}
