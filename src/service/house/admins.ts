/** Who administers the service: people by address, the members of groups, and who types commands on its machine. */
import { isGroup } from '../../category/principal.ts';
import type { Person } from '../../room/state.ts';
import { isOperator } from '../operator.ts';

export class Admins {
  readonly #groupsOf: (bare: string) => readonly string[];
  #people: ReadonlySet<string> = new Set();
  #groups: ReadonlySet<string> = new Set();

  constructor(principals: readonly string[], groupsOf: (bare: string) => readonly string[]) {
    this.#groupsOf = groupsOf;
    this.set(principals);
  }

  /** Bare JIDs, and groups as `group:NAME`; in place of those before. */
  set(principals: readonly string[]): void {
    this.#people = new Set(principals.filter((one) => !isGroup(one)));
    this.#groups = new Set(principals.filter(isGroup));
  }

  /** Asked for every stanza. */
  has({ jid }: Pick<Person, 'jid'>): boolean {
    if (this.#people.has(jid) || isOperator(jid)) return true;
    if (this.#groups.size === 0) return false;
    for (const group of this.#groupsOf(jid)) if (this.#groups.has(group)) return true;
    return false;
  }
}
