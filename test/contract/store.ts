/**
 * The contract of the store port, as a function of an adapter: every sentence of src/store/port.ts
 * and commit.ts is a test that each adapter passes. A new adapter is done when this suite is.
 */

import type { StoreAdapter } from './place.ts';
import { auditLaws } from './store-audit.ts';
import { commitLaws } from './store-commits.ts';
import { directoryLaws } from './store-directory.ts';
import { feedLaws } from './store-feed.ts';
import { modelLaws } from './store-model.ts';
import { readingLaws } from './store-reading.ts';
import { searchLaws } from './store-search.ts';
import { shownLaws } from './store-shown.ts';
import { snapshotLaws } from './store-snapshots.ts';
import { transferLaws } from './store-transfer.ts';
import { writerLaws } from './store-writers.ts';

export function storeContract(adapter: StoreAdapter): void {
  commitLaws(adapter);
  writerLaws(adapter);
  readingLaws(adapter);
  feedLaws(adapter);
  auditLaws(adapter);
  snapshotLaws(adapter);
  directoryLaws(adapter);
  shownLaws(adapter);
  searchLaws(adapter);
  transferLaws(adapter);
  modelLaws(adapter);
}
