/** Messages of one size into streams of a store: what a benchmark gives it, and how long each took to be durable. */
import { archiveId } from '../src/store/archive-id.ts';
import type { NewEvent } from '../src/store/event.ts';
import type { Store } from '../src/store/port.ts';

export const payloadBytes = 400;

export interface Load {
  readonly streams: number;
  /** Commits of one stream that are under way at once. */
  readonly ahead: number;
  /** Messages of one commit. */
  readonly events: number;
}

function message(number: number, ordinal: number): NewEvent {
  const body = 'x'.repeat(payloadBytes - 20);
  const random = `${number}`.padStart(11, '0');
  const archive = { archiveId: archiveId({ number, random }), ordinal };
  return { kind: 'posted', version: 1, at: number, person: 'AbCdEfGhIjKl', ...archive, payload: `{"body":"${body}"}` };
}

export interface Posted {
  readonly messages: number;
  readonly tookMs: number;
  /** Milliseconds until each commit was answered. */
  readonly waits: readonly number[];
}

/** Every stream has so much under way and gives the next when it is answered, as rooms do. */
export class Posting {
  readonly #store: Store;
  readonly #load: Load;
  /** The next number of each stream. */
  readonly #next: number[];
  #commits = 0;

  constructor(store: Store, load: Load) {
    this.#store = store;
    this.#load = load;
    this.#next = Array.from({ length: load.streams }, () => 1);
  }

  async run(seconds: number): Promise<Posted> {
    const waits: number[] = [];
    const startMs = performance.now();
    const endMs = startMs + seconds * 1_000;
    const posters = Array.from({ length: this.#load.streams * this.#load.ahead }, (_, place) =>
      this.#post(place % this.#load.streams, endMs, waits),
    );
    await Promise.all(posters);
    return { messages: waits.length * this.#load.events, tookMs: performance.now() - startMs, waits };
  }

  async #post(stream: number, endMs: number, waits: number[]): Promise<void> {
    const { events: count } = this.#load;
    while (performance.now() < endMs) {
      const first = this.#next[stream] ?? 1;
      this.#next[stream] = first + count;
      const givenMs = performance.now();
      const events = Array.from({ length: count }, (_, at) => message(first + at, first + at));
      const outcome = await this.#store.commit({ stream: `room:${stream}`, first, id: ++this.#commits, events });
      if (outcome.kind !== 'committed') throw new Error(outcome.text);
      waits.push(performance.now() - givenMs);
    }
  }
}
