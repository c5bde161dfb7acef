/**
 * A message for thousands is megabytes of copies. It leaves in slices, a few with each turn of the event loop and none
 * while the server is behind, and what other rooms say goes between them. A room's own words stay in order: what it
 * says behind a large message waits for that.
 */
import type { SplicedBytes } from '../wire/copies.ts';
import type { Spliced } from '../wire/splice.ts';
import type { Sending } from '../wire/stream.ts';

/** What leaves at once, and the size of a slice. */
const sliceCharacters = 262_144;
/** With so much waiting for the server, slices wait as well: what other rooms say has no more than this before it. */
const bufferedBytesMax = 1_048_576;
const slicesPerTurn = 2;
/** An address and what it costs, about. */
const addressCharacters = 40;

type Said =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'each'; readonly stanzas: readonly SplicedBytes[]; readonly to: string }
  | { readonly kind: 'copies'; readonly stanza: Spliced; readonly to: readonly string[]; from: number };

export interface LanesEnvironment {
  readonly stream: Sending;
  /** Bytes sent that the server has not taken. */
  bufferedBytes(): number;
}

export class Lanes {
  readonly #env: LanesEnvironment;
  /** Those in which something waits, in the order of their turns. */
  readonly #busy = new Set<Lane>();
  #planned = false;
  #hurried = false;

  constructor(env: LanesEnvironment) {
    this.#env = env;
  }

  open(): Lane {
    return new Lane(this.#env.stream, (lane) => {
      this.#busy.add(lane);
      this.#plan();
    });
  }

  /** Characters that wait in all of them, about. */
  get waiting(): number {
    let waiting = 0;
    for (const lane of this.#busy) waiting += lane.waiting;
    return waiting;
  }

  /** The server has taken what was sent. */
  drained(): void {
    if (this.#busy.size > 0) this.#plan();
  }

  /** From now on no slice waits for the server: how long it may take at the end is for the stream to say. */
  hurry(): void {
    this.#hurried = true;
    this.drained();
  }

  get #full(): boolean {
    return !this.#hurried && this.#env.bufferedBytes() > bufferedBytesMax;
  }

  #plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    setImmediate(() => {
      this.#planned = false;
      this.#advance();
    });
  }

  #advance(): void {
    for (let left = slicesPerTurn; left > 0 && !this.#full; left--) {
      const [lane] = this.#busy;
      if (lane === undefined) return;
      this.#busy.delete(lane);
      lane.advance();
      if (!lane.empty) this.#busy.add(lane);
    }
    if (this.#busy.size > 0 && !this.#full) this.#plan();
  }
}

/** The way out of one room. */
export class Lane implements Sending {
  readonly #stream: Sending;
  readonly #enqueued: (lane: Lane) => void;
  #queue: Said[] = [];
  #waiting = 0;
  #whenEmpty: (() => void)[] = [];

  constructor(stream: Sending, enqueued: (lane: Lane) => void) {
    this.#stream = stream;
    this.#enqueued = enqueued;
  }

  get empty(): boolean {
    return this.#queue.length === 0;
  }

  /** Characters, about. */
  get waiting(): number {
    return this.#waiting;
  }

  send(text: string): void {
    if (this.empty) this.#stream.send(text);
    else this.#enqueue({ kind: 'text', text });
  }

  sendEach(stanzas: readonly SplicedBytes[], to: string): void {
    if (this.empty) this.#stream.sendEach(stanzas, to);
    else this.#enqueue({ kind: 'each', stanzas, to });
  }

  sendCopies(stanza: Spliced, to: readonly string[]): void {
    if (this.empty && to.length <= copiesPerSlice(stanza)) return this.#stream.sendCopies(stanza, to);
    this.#enqueue({ kind: 'copies', stanza, to, from: 0 });
  }

  #enqueue(said: Said): void {
    this.#queue.push(said);
    this.#waiting += charactersOf(said);
    if (this.#queue.length === 1) this.#enqueued(this);
  }

  /** Sends the next slice, or what waits behind a large message. */
  advance(): void {
    const next = this.#queue[0];
    if (next === undefined) return;
    const before = charactersOf(next);
    const done = this.#sendSlice(next);
    this.#waiting -= done ? before : before - charactersOf(next);
    if (done) this.#queue.shift();
    if (this.empty) for (const then of this.#whenEmpty.splice(0)) then();
  }

  /** Says whether that was all of it. */
  #sendSlice(said: Said): boolean {
    switch (said.kind) {
      case 'text':
        this.#stream.send(said.text);
        return true;
      case 'each':
        this.#stream.sendEach(said.stanzas, said.to);
        return true;
      case 'copies': {
        const { stanza, to, from } = said;
        said.from = from + copiesPerSlice(stanza);
        this.#stream.sendCopies(stanza, to.slice(from, said.from));
        return said.from >= to.length;
      }
    }
  }

  /** What waits was for a stream that is gone. */
  clear(): void {
    this.#queue = [];
    this.#waiting = 0;
    for (const then of this.#whenEmpty.splice(0)) then();
  }

  /** Settles when nothing waits. */
  emptied(): Promise<void> {
    if (this.empty) return Promise.resolve();
    return new Promise((resolve) => this.#whenEmpty.push(resolve));
  }
}

function charactersPerCopy({ head, tail }: Spliced): number {
  return head.length + tail.length + addressCharacters;
}

function copiesPerSlice(stanza: Spliced): number {
  return Math.max(1, Math.floor(sliceCharacters / charactersPerCopy(stanza)));
}

function charactersOf(said: Said): number {
  switch (said.kind) {
    case 'text':
      return said.text.length;
    case 'each':
      return said.stanzas.reduce((sum, { head, tail }) => sum + head.length + tail.length + addressCharacters, 0);
    case 'copies':
      return (said.to.length - said.from) * charactersPerCopy(said.stanza);
  }
}
