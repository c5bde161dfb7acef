/**
 * Who administers the service: people by address and the members of groups, as the configuration says, people that commands
 * have named beside them, and who types commands on its machine.
 */

import { deltaOf, isNothing } from '../../category/principal-set.ts';
import type { Administrator, Administrators } from '../../commands/operations.ts';
import { isGroup } from '../../principal-text.ts';
import type { Person } from '../../room/state.ts';
import type { Refusal } from '../../wire/error.ts';
import { isOperator } from '../operator.ts';
import type { ServiceRecord } from '../service-codec.ts';
import { lastAdministrator, tooManyOf } from './refusals.ts';
import { type HouseClock, stamp } from './stamp.ts';

const namedMax = 1_000;

export interface AdminsEnvironment extends HouseClock {
  readonly record: ServiceRecord;
  groupsOf(bare: string): readonly string[];
}

export class Admins implements Administrators {
  readonly #env: AdminsEnvironment;
  #people: ReadonlySet<string> = new Set();
  #groups: ReadonlySet<string> = new Set();

  constructor(principals: readonly string[], env: AdminsEnvironment) {
    this.#env = env;
    this.configure(principals);
  }

  /** Bare JIDs, and groups as `group:NAME`; in place of those the configuration had before. */
  configure(principals: readonly string[]): void {
    this.#people = new Set(principals.filter((one) => !isGroup(one)));
    this.#groups = new Set(principals.filter(isGroup));
  }

  /** Asked for every stanza. */
  has({ jid }: Pick<Person, 'jid'>): boolean {
    if (this.#people.has(jid) || this.#env.record.state.admins.has(jid) || isOperator(jid)) return true;
    if (this.#groups.size === 0) return false;
    for (const group of this.#env.groupsOf(jid)) if (this.#groups.has(group)) return true;
    return false;
  }

  list(): readonly Administrator[] {
    const named = [...this.#env.record.state.admins].filter((jid) => !this.#people.has(jid));
    return [
      ...Array.from([...this.#people, ...this.#groups], (jid): Administrator => ({ jid, source: 'config' })),
      ...named.map((jid): Administrator => ({ jid, source: 'command' })),
    ];
  }

  /** Those of the configuration may be among them. */
  async set({ actor, jids }: Parameters<Administrators['set']>[0]): Promise<Refusal | undefined> {
    const wanted = jids.filter((jid) => !this.#people.has(jid));
    if (wanted.length > namedMax) return tooManyOf('administrators', namedMax);
    if (wanted.length + this.#people.size + this.#groups.size === 0) return lastAdministrator();
    return await this.#env.record.change((state) => {
      const change = deltaOf(state.admins, { set: wanted });
      return isNothing(change) ? undefined : { kind: 'admins-changed', ...stamp(this.#env, state, actor), change };
    });
  }
}
