/** Who sent a stanza, for the router. */
import type { Person } from '../room/state.ts';
import type { Store } from '../store/port.ts';
import type { Jid } from '../wire/jid.ts';
import type { Element } from '../wire/xml.ts';
import { type Answering, refuse } from './iq.ts';
import type { People } from './people.ts';
import { storeAway } from './refusals.ts';

export interface SendersEnvironment extends Answering {
  readonly people: People;
  readonly store: Store;
}

export class Senders {
  readonly #env: SendersEnvironment;

  constructor(env: SendersEnvironment) {
    this.#env = env;
  }

  /**
   * Goes on with whoever sent the stanza, at once where they are known; while the store is away it is refused, or, where
   * that is said, what is to be done instead.
   */
  resolve(stanza: Element, from: Jid, then: (person: Person) => void, away?: () => void): void {
    const known = this.#env.people.known(from.bare);
    if (known !== undefined) return then(known);
    const done = this.#env.begin();
    this.#env.people.resolve(from.bare, (person) => {
      done();
      if (person === undefined) return away === undefined ? refuse(stanza, storeAway(), this.#env) : away();
      try {
        then(person);
      } catch (error) {
        this.#env.log.error({ from: from.full, to: stanza.attrs['to'], error }, 'a stanza could not be handled');
      }
    });
  }

  /** The same for whoever may only leave: who is in no room is not written down for that. */
  resolveInside(stanza: Element, from: Jid, then: (person: Person) => void, away?: () => void): void {
    const done = this.#env.begin();
    this.#env.store.sessions
      .streams(from.full)
      .then((streams) => streams.length > 0 && this.resolve(stanza, from, then, away))
      .catch((error: unknown) => {
        this.#env.log.warn({ from: from.full, error }, 'who leaves could not be looked up');
        away?.();
      })
      .finally(done);
  }

  /** Undefined while the store cannot tell. */
  person(bare: string): Promise<Person | undefined> {
    return new Promise((resolve) => this.#env.people.resolve(bare, resolve));
  }
}
