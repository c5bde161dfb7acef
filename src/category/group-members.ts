/** Who is in which group: groups by name, and by member, so that asking costs a look-up however large they are. */

import { groupText } from '../principal-text.ts';
import { domainOf } from '../wire/jid.ts';
import type { ListDelta, Principals } from './principal-set.ts';

const none: readonly string[] = [];

/** A group as it is told from elsewhere: its members are bare JIDs and whole domains. */
export interface OutsideGroup {
  readonly members: ReadonlySet<string>;
  /** Where it comes from: `config` or `ldap`. */
  readonly source: string;
}

export type OutsideGroupMap = ReadonlyMap<string, OutsideGroup>;

/** What somebody is in by themselves, together with what their domain is in. */
interface Joined {
  readonly ofDomain: readonly string[];
  readonly all: readonly string[];
}

export class GroupMembers {
  readonly #members = new Map<string, Principals | ReadonlySet<string>>();
  /** By somebody's own groups: asked for several times for each stanza, and people may be in hundreds. */
  readonly #joined = new WeakMap<readonly string[], Joined>();
  /** Groups as principals, by member. The arrays are given away, and so are never changed. */
  readonly #groups = new Map<string, readonly string[]>();

  membersOf(name: string): Iterable<string> | undefined {
    return this.#members.get(name);
  }

  groupsOf(bare: string): readonly string[] {
    if (this.#groups.size === 0) return none;
    const own = this.#groups.get(bare);
    const ofDomain = this.#groups.get(domainOf(bare));
    if (own === undefined) return ofDomain ?? none;
    return ofDomain === undefined || ofDomain === own ? own : this.#join(own, ofDomain);
  }

  #join(own: readonly string[], ofDomain: readonly string[]): readonly string[] {
    const known = this.#joined.get(own);
    if (known?.ofDomain === ofDomain) return known.all;
    const all = [...new Set([...own, ...ofDomain])];
    this.#joined.set(own, { ofDomain, all });
    return all;
  }

  /** The group is this one from now on, or none any more; costs what there is in both. Whether anything changed. */
  put(name: string, members: Principals | ReadonlySet<string> | undefined): boolean {
    const before = this.#members.get(name);
    const added = [...(members ?? [])].filter((member) => before?.has(member) !== true);
    const removed = [...(before ?? [])].filter((member) => members?.has(member) !== true);
    this.change(name, { added, removed });
    if (members === undefined) this.#members.delete(name);
    else this.#members.set(name, members);
    return added.length > 0 || removed.length > 0 || (members === undefined) !== (before === undefined);
  }

  /** Its list has been changed so; costs what was changed. */
  change(name: string, { added, removed }: ListDelta): void {
    const group = groupText(name);
    for (const member of removed) {
      const left = (this.#groups.get(member) ?? none).filter((one) => one !== group);
      if (left.length === 0) this.#groups.delete(member);
      else this.#groups.set(member, left);
    }
    for (const member of added) this.#groups.set(member, [...(this.#groups.get(member) ?? none), group]);
  }
}
