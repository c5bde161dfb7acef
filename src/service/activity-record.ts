/**
 * Who wants to hear of activity, written down: a client that has asked does not know that we were away, so it would wait
 * for ever. One part of a snapshot for each session, in a stream that has no events.
 */
import type { Log } from '../ops/log.ts';
import type { Party } from '../room/request.ts';
import type { PersonKey } from '../store/event.ts';
import { inParts } from '../store/in-parts.ts';
import type { Store } from '../store/port.ts';

const stream = 'activity';
const batch = 500;

export class ActivityRecord {
  readonly #store: Store;
  readonly #log: Log;
  #changed = new Map<string, PersonKey | null>();
  #saving = false;

  constructor({ store, log }: { readonly store: Store; readonly log: Log }) {
    this.#store = store;
    this.#log = log;
  }

  save({ session, person }: Party): void {
    this.#change(session, person.key);
  }

  forget(session: string): void {
    this.#change(session, null);
  }

  /** Everybody who was there when last something was written. */
  async all(): Promise<Party[]> {
    const written = Object.entries((await this.#store.snapshot(stream))?.parts ?? {});
    const parties: Party[] = [];
    for (const some of inParts(written, batch)) {
      const jids = await this.#store.people.jids(some.map(([, key]) => key));
      for (const [session, key] of some) {
        const jid = jids.get(key);
        if (jid !== undefined) parties.push({ session, person: { key, jid } });
      }
    }
    return parties;
  }

  #change(session: string, key: PersonKey | null): void {
    this.#changed.set(session, key);
    if (this.#saving) return;
    this.#saving = true;
    this.#saveAll()
      .catch((error: unknown) => {
        this.#log.warn(
          { error },
          'who wants to hear of activity could not be saved; it is tried again when somebody else asks',
        );
      })
      .finally(() => {
        this.#saving = false;
      });
  }

  async #saveAll(): Promise<void> {
    // What changes while some of it is being saved is saved together.
    while (this.#changed.size > 0) {
      const saving = this.#changed;
      this.#changed = new Map();
      try {
        await this.#store.saveSnapshot({ stream, number: 0, parts: Object.fromEntries(saving) });
      } catch (error) {
        // With the next change.
        this.#changed = new Map([...saving, ...this.#changed]);
        throw error;
      }
    }
  }
}
