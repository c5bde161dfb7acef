/** Which words of the file stand for something else here: keys of people, and of categories. */
import type { PersonKey } from '../store/event.ts';
import { type Store, StoreError } from '../store/port.ts';
import { withWordsReplaced } from './tokens.ts';

export class WordsHere {
  readonly #store: Store;
  readonly #dry: boolean;
  readonly #categories = new Map<string, string>();
  /** Of this section, with those of the categories. */
  #here = new Map<string, string>();

  constructor(store: Store, dry: boolean) {
    this.#store = store;
    this.#dry = dry;
  }

  /** A category of the file is this one here. */
  category(key: string, here: string): void {
    if (key === here) return;
    this.#categories.set(key, here);
    this.#here.set(key, here);
  }

  /** Each section tells its people anew. */
  beginSection(): void {
    this.#here = new Map(this.#categories);
  }

  /** They are known here from now on, each with the key they have here, or that of the file. */
  async people(people: readonly (readonly [PersonKey, jid: string])[]): Promise<void> {
    const { people: here, transfer } = this.#store;
    const known = await here.known(people.map(([, jid]) => jid));
    const unknown = people.filter(([, jid]) => !known.has(jid));
    for (const [key, jid] of people) this.#is(key, known.get(jid) ?? key);
    if (unknown.length === 0 || this.#dry) return;
    const taken = await here.jids(unknown.map(([key]) => key));
    const free = unknown.filter(([key]) => !taken.has(key));
    await transfer.restorePeople(free.map(([key, jid]) => ({ key, jid })));
    if (taken.size === 0) return;
    const others = unknown.filter(([key]) => taken.has(key));
    const made = await here.keys(others.map(([, jid]) => jid));
    for (const [key, jid] of others) this.#is(key, made.get(jid) ?? missing(jid));
  }

  #is(key: PersonKey, here: PersonKey): void {
    if (key !== here) this.#here.set(key, here);
  }

  word(word: string): string {
    return this.#here.get(word) ?? word;
  }

  text(text: string): string {
    return withWordsReplaced(text, this.#here);
  }
}

function missing(jid: string): never {
  throw new StoreError(`${jid} could be given no key`);
}
