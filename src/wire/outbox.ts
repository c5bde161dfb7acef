/**
 * What leaves: text given in one turn of the event loop is one write to the socket, and the bytes that the
 * kernel has not taken yet are counted.
 */

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
  #connection: { readonly write: WriteBytes } | undefined;
  #turn = '';
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
    return this.#untakenBytes + this.#turn.length;
  }

  attach(write: WriteBytes): void {
    this.#connection = { write };
  }

  /** Forgets all that was not taken: a stream that comes back is another stream. */
  detach(): void {
    this.#connection = undefined;
    this.#endTurn();
    this.#untakenBytes = 0;
    this.#taken = this.#written;
    this.#settle();
  }

  send(text: string): void {
    if (this.#connection === undefined || text === '') return;
    this.#turn += text;
    this.#turnEnd ??= setImmediate(() => this.writeTurn());
    if (this.bufferedBytes > this.#limits.bytesMax) this.#events.overflowed();
  }

  /** Writes what this turn has gathered so far. */
  writeTurn(): void {
    const text = this.#endTurn();
    const connection = this.#connection;
    if (connection === undefined || text === '') return;
    const bytes = Buffer.from(text, 'utf8');
    this.#untakenBytes += bytes.length;
    this.#written += 1;
    connection.write(bytes, () => {
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

  #endTurn(): string {
    clearImmediate(this.#turnEnd);
    this.#turnEnd = undefined;
    const text = this.#turn;
    this.#turn = '';
    return text;
  }

  #settle(): void {
    const reached = this.#waiting.filter((flush) => flush.upTo <= this.#taken);
    this.#waiting = this.#waiting.filter((flush) => flush.upTo > this.#taken);
    for (const flush of reached) flush.settle();
  }
}
