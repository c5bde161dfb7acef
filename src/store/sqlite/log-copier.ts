/**
 * A thread that copies the write-ahead log into the file, so that neither the copying nor its syncs hold up a
 * commit. It has a connection of its own, and asks for nothing that a writer would have to wait for.
 */

import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { describeFailure } from './failure.ts';
import type { FromLogCopier } from './protocol.ts';

const path = String(workerData);
const database = new DatabaseSync(path, { enableForeignKeyConstraints: false });
const copy = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');

function copied(): FromLogCopier {
  try {
    copy.get();
    return {};
  } catch (error) {
    return { trouble: describeFailure(error, path) };
  }
}

parentPort?.on('message', (message: 'copy' | 'close') => {
  if (message === 'copy') {
    parentPort?.postMessage(copied());
    return;
  }
  database.close();
  parentPort?.close();
});
