/** The store of a configuration; the only place that knows which adapter is in use. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from './config/schema.ts';
import { mongoUrl } from './config/store-address.ts';
import type { StoreCheck } from './store/check.ts';
import type { StoreLog } from './store/log.ts';
import { type Store, StoreError } from './store/port.ts';

export interface OpenStoreOptions {
  readonly log?: StoreLog;
  /** Told once when it can go on no more; the process should end. */
  readonly onFailed?: (error: StoreError) => void;
  /** Refuse while a service uses the store, and where it does not answer; otherwise it is waited for. For commands that work offline. */
  readonly alone?: boolean;
  /** Refuse where nothing has been kept yet, instead of making a file. */
  readonly existing?: boolean;
  /** Nothing is to be kept: where there is no file yet, none is made, and an empty one elsewhere takes its place until the process ends. */
  readonly dry?: boolean;
  /** Ends the waiting for a store that does not answer. */
  readonly stopping?: AbortSignal;
}

const silent: StoreLog = { warn: () => undefined, error: () => undefined };

/** @throws StoreError (by rejecting) in one line that says what to do. */
export async function openStore(config: Pick<Config, 'store'>, options: OpenStoreOptions = {}): Promise<Store> {
  const { log = silent, onFailed, alone = false, existing = false, dry = false, stopping } = options;
  const told = { log, ...(onFailed !== undefined && { onFailed }) };
  const path = fileOf(config);
  if (path !== undefined) {
    if (existing && !existsSync(path))
      throw new StoreError(`there is no ${path}: nothing has been kept in this store yet`);
    const { openSqliteStore } = await import('./store/sqlite/store.ts');
    return openSqliteStore({ path: dry && !existsSync(path) ? passingFile() : path, ...told });
  }
  const url = mongoUrl(config.store);
  const { reach, untilReached } = await import('./store/mongo/reach.ts');
  if (existing) await (await import('./store/mongo/check.ts')).hasToBeThere(url);
  else if (alone) await (await reach(url)).close();
  else await untilReached(url, { log, ...(stopping !== undefined && { stopping }) });
  const { openMongoStore } = await import('./store/mongo/store.ts');
  const { writeConcern, journal } = config.store;
  return openMongoStore({ url, writeConcern, journal: journal === 'on', alone, ...told });
}

function passingFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'longroom-dry-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'longroom.sqlite');
}

/** Looks at it without opening it: it may be in use. */
export async function checkStore(config: Pick<Config, 'store'>): Promise<StoreCheck> {
  const path = fileOf(config);
  if (path !== undefined) return (await import('./store/sqlite/check.ts')).checkSqliteStore(path);
  return (await import('./store/mongo/check.ts')).checkMongoStore(mongoUrl(config.store));
}

function fileOf({ store: { url } }: Pick<Config, 'store'>): string | undefined {
  return url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : undefined;
}
