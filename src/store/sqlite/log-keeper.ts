/**
 * Sees to it that the write-ahead log is copied into the file: beside the commits, by another thread
 * (log-copier.ts). Only where a log grows in spite of that is the rest copied here, so that it can begin anew.
 */

import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { describeFailure } from './failure.ts';
import type { FromLogCopier } from './protocol.ts';

/** Pages in the log from which they are copied even while there is work. */
const logPagesMax = 4_096;
/** With so many pages, commits wait until the last of them is copied: only then can the log begin anew. */
const logPagesBound = 4 * logPagesMax;
/** So few are copied here when nothing comes, in a few milliseconds and without another thread. */
const logPagesFew = 512;
const batchesPerLook = 16;
const idleMs = 500;

const script = new URL(import.meta.url.endsWith('.ts') ? './log-copier.ts' : './log-copier.js', import.meta.url);

export class LogKeeper {
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #warn: (text: string) => void;
  readonly #size;
  readonly #copyRest;
  #copier: Worker | undefined;
  #copying = false;
  #warned = false;
  #batches = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: {
    readonly database: DatabaseSync;
    readonly path: string;
    readonly warn: (text: string) => void;
  }) {
    this.#database = parts.database;
    this.#path = parts.path;
    this.#warn = parts.warn;
    this.#size = this.#database.prepare('PRAGMA wal_checkpoint(NOOP)');
    this.#copyRest = this.#database.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  }

  /** A batch was written and answered. */
  grown(): void {
    this.#batches += 1;
    if (this.#batches % batchesPerLook === 0 && this.#pages() >= logPagesMax) this.#copy();
    this.#timer ??= setTimeout(() => this.#idle(), idleMs);
    this.#timer.refresh();
  }

  /** Calls back when the file is nobody's but the caller's. */
  stop(then: () => void): void {
    clearTimeout(this.#timer);
    if (this.#copier === undefined) return then();
    this.#copier.once('exit', then);
    this.#copier.postMessage('close');
  }

  #idle(): void {
    this.#timer = undefined;
    if (this.#pages() > logPagesFew) this.#copy();
    else if (!this.#copying) this.#copyHere();
  }

  #copyHere(): void {
    try {
      this.#copyRest.get();
      this.#warned = false;
    } catch (error) {
      this.#trouble(describeFailure(error, this.#path));
    }
  }

  #trouble(text: string): void {
    if (!this.#warned) this.#warn(text);
    this.#warned = true;
  }

  #pages(): number {
    const pages = this.#size.get();
    return Number(pages?.log) - Number(pages?.checkpointed);
  }

  #copy(): void {
    if (this.#copying) return;
    this.#copying = true;
    this.#copier ??= this.#start();
    this.#copier.postMessage('copy');
  }

  #start(): Worker {
    const copier = new Worker(script, { workerData: this.#path, name: 'log copier' });
    copier.on('message', (message: FromLogCopier) => this.#copied(message.trouble));
    copier.on('error', (error) => this.#copied(error instanceof Error ? error.message : String(error)));
    copier.on('exit', () => {
      this.#copier = undefined;
      this.#copying = false;
    });
    return copier;
  }

  #copied(trouble: string | undefined): void {
    this.#copying = false;
    if (trouble !== undefined) this.#trouble(trouble);
    else if (Number(this.#size.get()?.log) >= logPagesBound) this.#copyHere();
  }
}
