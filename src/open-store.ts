/** Opens the store that the configuration names. */
import type { Config } from './config/schema.ts';
import type { Store, StoreError } from './store/port.ts';
import { openSqliteStore, type StoreLog } from './store/sqlite/store.ts';

export interface OpenStoreOptions {
  readonly log?: StoreLog;
  readonly onFailed?: (error: StoreError) => void;
  /** Refuse while another process uses it, instead of taking over: for commands that work offline. */
  readonly alone?: boolean;
}

/** @throws StoreError (by rejecting) in one line that says what to do. */
export function openStore(config: Config, { log, onFailed }: OpenStoreOptions = {}): Promise<Store> {
  return openSqliteStore({
    path: config.store.url.slice('sqlite:'.length),
    ...(log && { log }),
    ...(onFailed && { onFailed }),
  });
}
