/**
 * Opening the file: one process at a time, the right kind of file, the right version, a new epoch.
 * Every refusal leaves the file as it was.
 */

import { closeSync, existsSync, openSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../port.ts';
import { folded } from '../room-search.ts';
import { describeFailure, isBusy } from './failure.ts';
import { applicationId, migrations } from './schema.ts';

const busyTimeoutMs = 5_000;
const cacheKiB = 65_536;
const journalBytesMax = 67_108_864;

export interface ConnectionRequest {
  readonly path: string;
  /** Go on under this epoch instead of claiming the next one (a worker that follows a dead one). */
  readonly epoch?: number;
  /** Whether a second opener is turned away; see SqliteStoreOptions. */
  readonly exclusive: boolean;
  /** For tests of a full disk. */
  readonly pagesMax?: number;
  /** What people should know. */
  tell?(text: string): void;
}

export interface Connection {
  readonly database: DatabaseSync;
  readonly path: string;
  readonly epoch: number;
  close(): void;
}

/** @throws StoreError in one line that says what to do. */
export function connect(request: ConnectionRequest): Connection {
  const path = locate(request.path);
  const opened: DatabaseSync[] = [];
  try {
    if (request.exclusive) opened.push(lock(path));
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
    const database = open(path);
    opened.push(database);
    recognise(database, path);
    configure(database, request);
    migrate(database, path, request);
    const epoch = request.epoch ?? claimEpoch(database);
    if (request.epoch !== undefined) database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return { database, path, epoch, close: () => closeAll(opened) };
  } catch (error) {
    closeAll(opened);
    if (error instanceof StoreError) throw error;
    throw new StoreError(describeOpening(error, path), { cause: error });
  }
}

function closeAll(opened: readonly DatabaseSync[]): void {
  for (const database of opened.toReversed()) if (database.isOpen) database.close();
}

function open(path: string): DatabaseSync {
  return new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: false });
}

/** The same file by whatever name it is called, so that two names do not give two locks. */
function locate(path: string): string {
  const folder = dirname(path);
  if (!existsSync(folder)) {
    throw new StoreError(`the folder ${folder} does not exist: create it, or name another file in store.url`);
  }
  if (!existsSync(path)) return join(realpathSync(folder), basename(path));
  if (statSync(path).isDirectory()) throw new StoreError(`${path} is a folder: name a file in it in store.url`);
  return realpathSync(path);
}

/**
 * An exclusive lock that ends with the process, however it ends: the operating system releases it. It is on
 * a file of its own, so that a shell or a backup can still read the store while it is in use.
 */
function lock(path: string): DatabaseSync {
  const database = new DatabaseSync(`${path}-lock`, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    throw new StoreError(`${path} is in use by another Longroom: stop that one first, or name another file`);
  }
}

/** Looks before anything is written. */
function recognise(database: DatabaseSync, path: string): void {
  const version = pragma(database, 'user_version');
  const owner = pragma(database, 'application_id');
  const tables = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.tables;
  if (owner === 0 && version === 0 && tables === 0) return;
  if (owner !== applicationId) {
    throw new StoreError(`${path} is a database of another program: name another file in store.url`);
  }
  if (version > migrations.length) {
    throw new StoreError(
      `${path} was made by a newer Longroom (layout ${version}, this one knows ${migrations.length}): update Longroom`,
    );
  }
}

function pragma(database: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}

function configure(database: DatabaseSync, request: ConnectionRequest): void {
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA journal_size_limit = ${journalBytesMax};
    PRAGMA cache_size = -${cacheKiB};
    PRAGMA temp_store = MEMORY;
  `);
  database.function('folded', { deterministic: true }, (text) => folded(String(text)));
  if (request.pagesMax !== undefined) database.exec(`PRAGMA max_page_count = ${request.pagesMax}`);
}

/** All missing steps in one transaction: a file is of the old layout or of the new one, however it ends. */
function migrate(database: DatabaseSync, path: string, { tell }: Pick<ConnectionRequest, 'tell'>): void {
  const version = pragma(database, 'user_version');
  if (version === migrations.length) return;
  const isOlder = version > 0;
  if (isOlder)
    tell?.(`${path} is brought from layout ${version} to ${migrations.length}; with much in it this takes a while`);
  database.exec('BEGIN IMMEDIATE');
  for (const step of migrations.slice(version)) database.exec(step);
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}; COMMIT`);
  if (isOlder)
    tell?.(`${path} has layout ${migrations.length} now; older versions of Longroom cannot read it any more`);
}

function claimEpoch(database: DatabaseSync): number {
  return Number(database.prepare('UPDATE writer SET epoch = epoch + 1 RETURNING epoch').get()?.epoch);
}

function describeOpening(error: unknown, path: string): string {
  if (error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EROFS')) {
    return `the folder ${dirname(path)} cannot be written: make it writable for the user Longroom runs as`;
  }
  return describeFailure(error, path);
}
