/** What people know of where they are, from what they were sent. */
import type { Element } from '../../../src/wire/xml.ts';
import { statuses } from '../../world.ts';
import { type Animal, animals, type Person } from './model.ts';
import { jidOf } from './stanzas.ts';

/** `perhaps`: they have asked to enter, and not been answered. */
export type Belief = 'out' | 'perhaps' | 'in';

export class Beliefs {
  readonly #beliefs = new Map<string, Belief>();
  readonly #tried = new Set<string>();

  of(person: Person, animal: Animal): Belief {
    return this.#beliefs.get(`${person} ${animal}`) ?? 'out';
  }

  set(person: Person, animal: Animal, belief: Belief): void {
    this.#beliefs.set(`${person} ${animal}`, belief);
    if (belief === 'perhaps') this.#tried.add(`${person} ${animal}`);
  }

  /** Whether they have ever asked to enter: what was said before a kill may be said again after it. */
  hasTried(person: Person, animal: Animal): boolean {
    return this.#tried.has(`${person} ${animal}`);
  }

  /** Rooms they are in, or may be. */
  rooms(person: Person): ReadonlySet<Animal> {
    return new Set(animals.filter((animal) => this.of(person, animal) !== 'out'));
  }

  asks(person: Person, animal: Animal): void {
    if (this.of(person, animal) === 'out') this.set(person, animal, 'perhaps');
  }

  /** The room they were taken out of by this, if it is that. */
  hears(person: Person, stanza: Element): Animal | undefined {
    if (stanza.name !== 'presence') return undefined;
    const animal = animals.find((one) => stanza.attrs['from']?.startsWith(jidOf(one)));
    if (animal === undefined) return undefined;
    const { type } = stanza.attrs;
    if (type === 'error') {
      if (this.of(person, animal) === 'perhaps') this.set(person, animal, 'out');
      return undefined;
    }
    const codes = statuses(stanza);
    if (!codes.includes(110) || codes.includes(303)) return undefined;
    const wasIn = this.of(person, animal) === 'in';
    this.set(person, animal, type === 'unavailable' ? 'out' : 'in');
    return type === 'unavailable' && wasIn ? animal : undefined;
  }
}
