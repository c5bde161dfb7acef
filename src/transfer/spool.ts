/** What can be read once only (the standard input, a pipe) as a file: so all of it is looked through before any of it is taken. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileError, standardStream } from './export-file.ts';

export interface Spooled {
  readonly path: string;
  remove(): Promise<void>;
}

/** The file itself, where it is one. */
export async function asFile(path: string): Promise<Spooled> {
  if (path !== standardStream && !(await stat(path)).isFIFO()) return { path, remove: async () => undefined };
  const folder = tmpdir();
  let made: string | undefined;
  const remove = async (): Promise<void> => {
    if (made !== undefined) await rm(made, { recursive: true, force: true });
  };
  try {
    made = await mkdtemp(join(folder, 'longroom-import-'));
    const kept = join(made, 'input');
    const input = path === standardStream ? process.stdin : createReadStream(path);
    await pipeline(input, createWriteStream(kept, { mode: 0o600 }));
    return { path: kept, remove };
  } catch (error) {
    await remove();
    throw error instanceof Error && 'syscall' in error
      ? fileError(`${folder} (TMPDIR, which keeps what comes by a pipe meanwhile)`, error, 'writing')
      : error;
  }
}
