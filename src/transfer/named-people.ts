/** Whom the texts of a section name: looked up where a word might be a key, told once each. */
import { inParts } from '../store/in-parts.ts';
import type { Store } from '../store/port.ts';
import type { PeopleLine } from './format.ts';
import { wordsIn } from './tokens.ts';

/** Keys asked for at a time. */
const batch = 500;
/** Words of a section that are remembered: beyond it somebody may be told twice. */
const rememberedMax = 200_000;
/** People looked at for how long their keys are: a store makes all of them alike. */
const pageOfPeople = 5_000;

export type KeyLengths = { readonly min: number; readonly max: number };

/** How long the keys of people are in this store; nothing is a key where there is nobody. */
export async function keyLengths(store: Store): Promise<KeyLengths> {
  let [min, max] = [Number.POSITIVE_INFINITY, 0];
  for (let after = ''; ; ) {
    const page = await store.transfer.people({ after, limit: pageOfPeople });
    for (const { key } of page) {
      min = Math.min(min, key.length);
      max = Math.max(max, key.length);
    }
    const last = page.at(-1);
    if (last === undefined) return { min, max };
    after = last.key;
  }
}

export class NamedPeople {
  readonly #store: Store;
  readonly #lengths: KeyLengths;
  #seen = new Set<string>();

  constructor(store: Store, lengths: KeyLengths) {
    this.#store = store;
    this.#lengths = lengths;
  }

  /** Those of these texts whom nobody has been told of yet. */
  async *in(texts: Iterable<string>): AsyncGenerator<PeopleLine> {
    const asked: string[] = [];
    for (const text of texts) {
      for (const word of wordsIn(text, this.#lengths)) {
        if (this.#seen.has(word)) continue;
        if (this.#seen.size >= rememberedMax) this.#seen = new Set();
        this.#seen.add(word);
        asked.push(word);
      }
    }
    for (const some of inParts(asked, batch)) {
      const found = await this.#store.people.jids(some);
      if (found.size > 0) yield { is: 'people', people: [...found] };
    }
  }
}
