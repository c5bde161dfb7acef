/** `longroom export`, `import` and `backup`: they say what they do, and end with an exit code. */
import type { Config } from '../config/schema.ts';
import { StoreError } from '../store/port.ts';
import { backUp } from './backup-command.ts';
import { exportFile } from './export-command.ts';
import { importFile } from './import-command.ts';
import { ExportRefused } from './over-socket.ts';
import { DamagedExport } from './read-export.ts';
import type { TransferWords } from './words.ts';

export interface TransferTerminal {
  readonly user: string;
  readonly version: string;
  out(text: string): void;
  err(text: string): void;
  /** Whether what goes to `err` can be written over. */
  readonly isTerminal: boolean;
}

export type TransferCommand = Exclude<TransferWords, { kind: 'help' | 'mistake' }>;

const EXIT_REFUSED = 1;
/** As in sysexits.h: what was given is damaged. */
const EXIT_DATA = 65;
/** As in sysexits.h: reading or writing failed. */
const EXIT_IO = 74;

/** Gives the exit code: 0 done, 1 refused or not all of it, 65 a damaged file, 74 where the store or a file fails. */
export async function runTransfer(
  command: TransferCommand,
  config: Config,
  terminal: TransferTerminal,
): Promise<number> {
  try {
    switch (command.kind) {
      case 'export':
        return await exportFile(command, config, terminal);
      case 'import':
        return await importFile(command, config, terminal);
      case 'backup':
        return await backUp(command, config, terminal);
      default:
        return command satisfies never;
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    terminal.err(`longroom: ${error.message}\n`);
    if (error instanceof DamagedExport) return EXIT_DATA;
    return error instanceof ExportRefused ? EXIT_REFUSED : exitCodeOf(error);
  }
}

function exitCodeOf(error: Error): number {
  return error instanceof StoreError || 'code' in error ? EXIT_IO : EXIT_REFUSED;
}
