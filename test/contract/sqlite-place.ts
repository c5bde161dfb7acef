/** Fresh SQLite stores for tests, each in a folder of its own. */

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../../src/store/port.ts';
import { openSqliteStore, type SqliteStoreOptions } from '../../src/store/sqlite/store.ts';
import { temporaryFolder } from '../servers/child.ts';
import type { Place } from './place.ts';

/** Of this process. It goes when the process ends, however that ends: a run that is broken off leaves nothing. */
const parent = await temporaryFolder('store');
// Some tests open a store as another user, who has to get there.
chmodSync(parent, 0o711);

/** A folder that `remove` takes away again with all that is in it. */
export function freshFolder(): { readonly folder: string; readonly path: string; remove(): void } {
  const folder = mkdtempSync(join(parent, 'place-'));
  return { folder, path: join(folder, 'store.sqlite'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * The first store holds no lock on the file, so that the contract can have it taken over: as when the lock
 * was lost, on a file system that does not keep locks.
 */
export function arriveAtSqlite(): Promise<Place> {
  return arrive({});
}

/** Events are put in their places nearly at once, a few with each transaction, and not after thousands. */
export function arriveAtRestlessSqlite(): Promise<Place> {
  return arrive({ gatheredMax: 2 });
}

async function arrive(faults: NonNullable<SqliteStoreOptions['faults']>): Promise<Place> {
  const { path, remove } = freshFolder();
  const open = () => openSqliteStore({ path, exclusive: false, faults });
  const stores: Store[] = [];
  const opened = async () => {
    const store = await open();
    stores.push(store);
    return store;
  };
  return {
    store: await opened(),
    async reopen() {
      await Promise.all(stores.map((store) => store.close()));
      return opened();
    },
    takeOver: opened,
    async leave() {
      await Promise.all(stores.map((store) => store.close()));
      remove();
    },
  };
}
