/**
 * Load on a store: some streams that always have a few commits ahead of the last answer, as rooms do. What is refused
 * is given again with the same number and the same text; a refusal that was none is noticed.
 */
import type { CommitOutcome } from '../../src/store/commit.ts';
import type { StoredEvent } from '../../src/store/event.ts';
import { type Store, StoreError } from '../../src/store/port.ts';
import { commit, event } from './given.ts';

const aheadMax = 5;
const againMilliseconds = 20;

type LoadedStore = Pick<Store, 'commit' | 'lastNumber'>;

export interface LoadOptions {
  readonly streams: number;
  /** Hears of every answer. */
  readonly answered?: (outcome: CommitOutcome, stream: string, number: number) => void;
}

export class StoreLoad {
  /** What was answered `committed`, per stream the last number. */
  readonly committed = new Map<string, number>();
  /** Texts of refusals, and how often. */
  readonly refusals = new Map<string, number>();
  readonly surprises: string[] = [];
  readonly #store: LoadedStore;
  readonly #answered: LoadOptions['answered'];
  readonly #ended: Promise<unknown>;
  #goingOn = true;
  #commits = 0;
  #heard = new Set<() => void>();

  constructor(store: LoadedStore, { streams, answered }: LoadOptions) {
    this.#store = store;
    this.#answered = answered;
    this.#ended = Promise.all(Array.from({ length: streams }, (_, i) => this.#write(`room:${i}`)));
  }

  static text(stream: string, number: number): string {
    return `${stream} ${number}`;
  }

  get commits(): number {
    return this.#commits;
  }

  /** Settles when so many more have been committed. */
  async committedMore(count: number): Promise<void> {
    const wanted = this.#commits + count;
    while (this.#commits < wanted) await this.#next();
  }

  /** Settles when something has been refused that was given after this was called. */
  async refusedAgain(): Promise<void> {
    const count = (): number => [...this.refusals.values()].reduce((sum, one) => sum + one, 0);
    const before = count();
    while (count() === before) await this.#next();
  }

  /** Gives nothing new and settles when everything has been answered. */
  async stop(): Promise<void> {
    this.#goingOn = false;
    await this.#ended;
  }

  async #next(): Promise<void> {
    await new Promise<void>((resolve) => this.#heard.add(resolve));
  }

  async #write(stream: string): Promise<void> {
    let number = (await this.#patiently(() => this.#store.lastNumber(stream))) + 1;
    const underWay: Promise<boolean>[] = [];
    while (this.#goingOn || underWay.length > 0) {
      while (this.#goingOn && underWay.length < aheadMax) {
        underWay.push(this.#commit(stream, number));
        number += 1;
      }
      const first = number - underWay.length;
      if (await underWay.shift()) continue;
      // What follows a refused commit is refused as well; all of it is given again.
      await Promise.all(underWay.splice(0));
      await new Promise((resolve) => setTimeout(resolve, againMilliseconds));
      number = (await this.#patiently(() => this.#store.lastNumber(stream))) + 1;
      if (number > first) this.surprises.push(`${StoreLoad.text(stream, first)} was refused, and the stream has it`);
    }
  }

  async #patiently<T>(reading: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await reading();
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        await new Promise((resolve) => setTimeout(resolve, againMilliseconds));
      }
    }
  }

  async #commit(stream: string, number: number): Promise<boolean> {
    const text = StoreLoad.text(stream, number);
    const outcome = await this.#store.commit(commit(stream, number, [event(text)], { entered: [`${text}@x/1`] }));
    if (outcome.kind === 'committed') {
      const last = this.committed.get(stream) ?? number - 1;
      if (last !== number - 1) this.surprises.push(`${text} was committed after ${last}`);
      this.committed.set(stream, number);
      this.#commits += 1;
    } else if (outcome.kind === 'refused') {
      this.refusals.set(outcome.text, (this.refusals.get(outcome.text) ?? 0) + 1);
    } else this.surprises.push(`${text}: stale: ${outcome.text}`);
    this.#answered?.(outcome, stream, number);
    const heard = [...this.#heard];
    this.#heard.clear();
    for (const hear of heard) hear();
    return outcome.kind !== 'refused';
  }
}

/** What is wrong with what a store holds, in words, where so much of each stream was committed. */
export async function lossesIn(store: Store, committed: ReadonlyMap<string, number>): Promise<string[]> {
  const faults: string[] = [];
  const listed = await store.sessions.list({ limit: 10_000_000 });
  const sessions = new Set(listed.map(({ session }) => session));
  for (const [stream, last] of committed) {
    const events = await store.read({ stream, order: 'ascending', limit: 10_000_000 });
    if (events.length < last) faults.push(`${stream} ends at ${events.length}, ${last} was committed`);
    faults.push(...wrongPlaces(stream, events));
    for (let number = 1; number <= last; number++) {
      if (!sessions.has(`${StoreLoad.text(stream, number)}@x/1`)) faults.push(`no session of ${stream} ${number}`);
    }
  }
  return [...faults, ...(await wrongInFeed(store))].slice(0, 20);
}

function wrongPlaces(stream: string, events: readonly StoredEvent[]): string[] {
  return events.flatMap(({ number, payload }, i) =>
    number === i + 1 && payload === JSON.stringify(StoreLoad.text(stream, number))
      ? []
      : [`${stream}: in place ${i + 1} is ${number} ${payload}`],
  );
}

/** In the feed each event stands once, and those of a stream in their order. */
async function wrongInFeed(store: Store): Promise<string[]> {
  const { events } = await store.feed({ after: {}, limit: 10_000_000 });
  const faults: string[] = [];
  const last = new Map<string, number>();
  for (const { stream, number } of events) {
    const before = last.get(stream) ?? 0;
    if (number !== before + 1) faults.push(`the feed has ${stream} ${number} after ${before}`);
    last.set(stream, number);
  }
  for (const [stream, number] of last) {
    const stored = await store.lastNumber(stream);
    if (stored !== number) faults.push(`the feed has ${stream} up to ${number}, the stream ${stored}`);
  }
  return faults;
}
