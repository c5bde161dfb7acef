/**
 * Who is who: bare JIDs to person keys. Keys come from the store; those in use are remembered, so that most
 * stanzas need not wait. What waits is let go in the order in which it came.
 */
import type { Log } from '../ops/log.ts';
import { shared } from '../room/shared-text.ts';
import type { Person } from '../room/state.ts';
import type { PersonKey } from '../store/event.ts';
import type { Store } from '../store/port.ts';

/** People remembered at a time. */
const rememberedMax = 200_000;

export class People {
  readonly #store: Store;
  readonly #log: Log;
  readonly #known = new Map<string, Person>();
  readonly #knownByKey = new Map<PersonKey, Person>();
  #wanted = new Map<string, ((person: Person | undefined) => void)[]>();
  #asking: Promise<void> | undefined;

  constructor(env: { readonly store: Store; readonly log: Log }) {
    this.#store = env.store;
    this.#log = env.log;
  }

  /** The person, where nothing has to be waited for. */
  known(bare: string): Person | undefined {
    return this.#wanted.has(bare) ? undefined : this.#known.get(bare);
  }

  /** Calls back with the person, at once where it is known; with nothing while the store cannot tell. */
  resolve(bare: string, then: (person: Person | undefined) => void): void {
    const waiting = this.#wanted.get(bare);
    // Behind others that wait for the same person: a session's stanzas keep their order.
    if (waiting !== undefined) {
      waiting.push(then);
      return;
    }
    const person = this.#known.get(bare);
    if (person !== undefined) return then(person);
    this.#wanted.set(bare, [then]);
    this.#asking ??= this.#ask();
  }

  /** The bare JIDs of these keys, as far as there are any. Rejects as the store does. */
  async jids(keys: readonly PersonKey[]): Promise<ReadonlyMap<PersonKey, string>> {
    const found = new Map<PersonKey, string>();
    const missing = new Set<PersonKey>();
    for (const key of keys) {
      const person = this.#knownByKey.get(key);
      if (person === undefined) missing.add(key);
      else found.set(key, person.jid);
    }
    if (missing.size === 0) return found;
    for (const [key, jid] of await this.#store.people.jids([...missing])) found.set(key, jid);
    return found;
  }

  async #ask(): Promise<void> {
    // One turn later, so that all that came in this one are asked for together.
    await Promise.resolve();
    while (this.#wanted.size > 0) {
      const asked = [...this.#wanted.keys()];
      const keys = await this.#store.people.keys(asked).catch((error: unknown) => {
        this.#log.warn({ error }, 'people could not be looked up');
        return new Map<string, string>();
      });
      for (const bare of asked) this.#settle(bare, keys.get(bare));
    }
    this.#asking = undefined;
  }

  #settle(bare: string, key: string | undefined): void {
    const person = key === undefined ? undefined : { key, jid: shared(bare) };
    if (person !== undefined) this.#remember(person);
    const waiting = this.#wanted.get(bare) ?? [];
    this.#wanted.delete(bare);
    for (const then of waiting) {
      try {
        then(person);
      } catch (error) {
        this.#log.error({ error }, 'a stanza could not be handled');
      }
    }
  }

  #remember(person: Person): void {
    this.#known.set(person.jid, person);
    this.#knownByKey.set(person.key, person);
    if (this.#known.size <= rememberedMax) return;
    for (const oldest of this.#known.values()) {
      this.#known.delete(oldest.jid);
      this.#knownByKey.delete(oldest.key);
      return;
    }
  }
}
