/** The copy that the store of a configuration can be given. */
import type { Config } from './config/schema.ts';
import { StoreError } from './store/port.ts';
import { backUpSqlite } from './store/sqlite/backup.ts';

/** Copies the file of an SQLite store. @throws StoreError in one line that says what to do. */
export async function backUpStore(
  { store: { url } }: Config,
  parts: Omit<Parameters<typeof backUpSqlite>[0], 'path'>,
): Promise<void> {
  if (!url.startsWith('sqlite:')) {
    throw new StoreError(
      'this copies an SQLite file; a MongoDB is backed up with mongodump, or with "longroom export"',
    );
  }
  await backUpSqlite({ ...parts, path: url.slice('sqlite:'.length) });
}
