/**
 * A copy of the file as it is at one moment, also while Longroom uses it: what is written meanwhile is not in it. The copy
 * is looked through before it gets its name.
 */
import { existsSync } from 'node:fs';
import { chmod, open, rename, rm } from 'node:fs/promises';
import { backup, DatabaseSync } from 'node:sqlite';
import { StoreError } from '../port.ts';
import { describeFailure, isFull } from './failure.ts';
import { applicationId } from './schema.ts';

/** Pages copied between two words of how far it is. */
const pagesAtATime = 4_096;

export interface BackupProgress {
  readonly pages: number;
  readonly pagesInAll: number;
}

/** @throws StoreError in one line that says what to do; then there is no copy. */
export async function backUpSqlite(parts: {
  readonly path: string;
  readonly to: string;
  progress(progress: BackupProgress): void;
  /** The copy is there, and is being looked through. */
  checking(): void;
}): Promise<void> {
  const { path, to } = parts;
  if (!existsSync(path)) throw new StoreError(`there is no ${path}: nothing has been kept in this store yet`);
  if (existsSync(to)) throw new StoreError(`${to} is there already: name another file`);
  const unfinished = `${to}.part`;
  try {
    // Made before it is filled, for its owner only.
    await (await open(unfinished, 'w', 0o600)).close();
    await copied(path, unfinished, parts.progress);
    parts.checking();
    checked(unfinished);
    await chmod(unfinished, 0o600);
    await synced(unfinished);
    await rename(unfinished, to);
  } catch (error) {
    for (const left of ['', '-wal', '-shm', '-journal']) await rm(unfinished + left, { force: true });
    if (error instanceof StoreError) throw error;
    throw new StoreError(aboutCopy(error, to) ?? describeFailure(error, path), { cause: error });
  }
}

/** Where it is the copy that cannot be written: nothing is wrong with the store. */
function aboutCopy(error: unknown, to: string): string | undefined {
  const { code } = error as { readonly code?: unknown };
  switch (code) {
    case 'ENOENT':
      return `the folder of ${to} does not exist: create it`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${to} may not be written: make its folder writable for the user you are`;
    case 'ENOSPC':
      return `the disk is full: make room on the file system that holds ${to}`;
    default:
      return isFull(error) ? `the disk is full: make room on the file system that holds ${to}` : undefined;
  }
}

async function copied(path: string, to: string, progress: (progress: BackupProgress) => void): Promise<void> {
  const source = new DatabaseSync(path, { readOnly: true });
  try {
    const owner = source.prepare('PRAGMA application_id').get()?.['application_id'];
    if (owner !== applicationId) throw new StoreError(`${path} is a database of another program: look at store.url`);
    // From here on this connection sees the file as it is now, so that copying need not begin again when it changes.
    source.exec('BEGIN');
    source.prepare('SELECT count(*) FROM sqlite_schema').get();
    await backup(source, to, {
      rate: pagesAtATime,
      progress: ({ totalPages, remainingPages }) =>
        progress({ pages: totalPages - remainingPages, pagesInAll: totalPages }),
    });
  } finally {
    source.close();
  }
}

function checked(path: string): void {
  const copy = new DatabaseSync(path);
  try {
    // One file, which can be moved alone.
    copy.exec('PRAGMA journal_mode = DELETE');
    const found = copy.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'];
    if (found !== 'ok') {
      throw new StoreError(
        `the copy is not sound, so it was taken away (${String(found)}): look at the disk and at the store itself`,
      );
    }
  } finally {
    copy.close();
  }
}

async function synced(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync();
  await file.close();
}
