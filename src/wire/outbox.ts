/**
 * What leaves: stanzas given in one turn of the event loop are written together, and the bytes that the
 * kernel has not taken yet are counted.
 */
import { Pages, type SplicedBytes } from './copies.ts';
import type { Spliced } from './splice.ts';

/** Writes and says when the kernel has taken it; called in order. */
export type WriteBytes = (bytes: Buffer, taken: () => void) => void;

export interface OutboxLimits {
  readonly lowBytes: number;
  readonly bytesMax: number;
}

export interface OutboxEvents {
  /** A write was taken, and what is left is below the low mark. */
  drained(): void;
  /** More is waiting than `bytesMax`. */
  overflowed(): void;
}

export class Outbox {
  readonly #limits: OutboxLimits;
  readonly #events: OutboxEvents;
  readonly #pages = new Pages();
  #connection: { readonly write: WriteBytes } | undefined;
  #turnEnd: NodeJS.Immediate | undefined;
  #untakenBytes = 0;
  #written = 0;
  #taken = 0;
  #waiting: { readonly upTo: number; readonly settle: () => void }[] = [];

  constructor(limits: OutboxLimits, events: OutboxEvents) {
    this.#limits = limits;
    this.#events = events;
  }

  get bufferedBytes(): number {
    return this.#untakenBytes + this.#pages.bytes;
  }

  attach(write: WriteBytes): void {
    this.#connection = { write };
  }

  /** Forgets all that was not taken: a stream that comes back is another stream. */
  detach(): void {
    this.#connection = undefined;
    for (const page of this.#endTurn()) this.#pages.done(page);
    this.#untakenBytes = 0;
    this.#taken = this.#written;
    this.#settle();
  }

  send(text: string): void {
    if (this.#connection === undefined || text === '') return;
    this.#pages.text(text);
    this.#added();
  }

  sendCopies(stanza: Spliced, to: readonly string[]): void {
    if (this.#connection === undefined || to.length === 0) return;
    this.#pages.copies(stanza, to);
    this.#added();
  }

  sendEach(stanzas: readonly SplicedBytes[], to: string): void {
    if (this.#connection === undefined || stanzas.length === 0) return;
    this.#pages.each(stanzas, to);
    this.#added();
  }

  #added(): void {
    this.#turnEnd ??= setImmediate(() => this.writeTurn());
    if (this.bufferedBytes > this.#limits.bytesMax) this.#events.overflowed();
  }

  /** Writes what this turn has gathered so far. */
  writeTurn(): void {
    const pages = this.#endTurn();
    for (const page of pages) this.#write(page);
  }

  #write(bytes: Buffer): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    this.#untakenBytes += bytes.length;
    this.#written += 1;
    connection.write(bytes, () => {
      this.#pages.done(bytes);
      if (this.#connection !== connection) return;
      this.#taken += 1;
      this.#untakenBytes -= bytes.length;
      this.#settle();
      if (this.bufferedBytes <= this.#limits.lowBytes) this.#events.drained();
    });
  }

  flush(): Promise<void> {
    this.writeTurn();
    if (this.#taken === this.#written) return Promise.resolve();
    return new Promise((settle) => this.#waiting.push({ upTo: this.#written, settle }));
  }

  #endTurn(): Buffer[] {
    clearImmediate(this.#turnEnd);
    this.#turnEnd = undefined;
    return this.#pages.take();
  }

  #settle(): void {
    if (this.#waiting.length === 0) return;
    const reached = this.#waiting.filter((flush) => flush.upTo <= this.#taken);
    this.#waiting = this.#waiting.filter((flush) => flush.upTo > this.#taken);
    for (const flush of reached) flush.settle();
  }
}
