/** Jobs as they are kept: each in a stream of its own that has no events, only a snapshot. */
import type { PersonKey } from '../../store/event.ts';
import type { Store } from '../../store/port.ts';
import { personOf } from '../people-index.ts';
import { sideBySide } from '../side-by-side.ts';
import type { Job } from './job.ts';

const prefix = 'job:';
const batch = 500;
const readAtATime = 16;

interface StoredJob extends Omit<Job, 'key' | 'by'> {
  readonly by: PersonKey;
}

export class JobRecord {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Settles when it is durable. Rejects as the store does, as do the others. */
  async save({ key, by, ...rest }: Job): Promise<void> {
    const stored: StoredJob = { ...rest, by: by.key };
    const parts = { job: JSON.stringify(stored) };
    await this.#store.saveSnapshot({ stream: prefix + key, number: 0, parts });
  }

  async forget(key: string): Promise<void> {
    await this.#store.removeSnapshot(prefix + key);
  }

  /** All there are, in no order. */
  async all(): Promise<Job[]> {
    const jobs: Job[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await this.#store.snapshots.list({ prefix, ...(after !== undefined && { after }), limit: batch });
      const read = await sideBySide(page, readAtATime, (stream) => this.#read(stream));
      jobs.push(...read.filter((job) => job !== undefined));
      if (page.length < batch) return jobs;
      after = page.at(-1);
    }
  }

  async #read(stream: string): Promise<Job | undefined> {
    const text = (await this.#store.snapshot(stream))?.parts['job'];
    if (text === undefined) return undefined;
    const { by, ...rest } = JSON.parse(text) as StoredJob;
    return { ...rest, key: stream.slice(prefix.length), by: personOf(await this.#store.people.jids([by]), by) };
  }
}
