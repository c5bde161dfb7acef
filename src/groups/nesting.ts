/** Who is in which group, once the members of groups within groups count as well. */
import type { GroupEntry } from './ldap-groups.ts';
import type { People } from './ldap-people.ts';
import { GroupSourceError, membersMax } from './source.ts';
import { Turns } from './turns.ts';

export interface Unfolded {
  readonly groups: ReadonlyMap<string, ReadonlySet<string>>;
  /** Members named by a group itself that are neither a person nor a group that was found. */
  readonly unknown: number;
  /** People named by a group itself who have no address that could be a JID. */
  readonly withoutAddress: number;
  /** Groups that lie deeper within others than is followed. */
  readonly tooDeep: number;
}

/** Groups within groups are followed this far. */
const depthMax = 20;
/** Looks at members, over all groups. */
const stepsMax = 20_000_000;

/** Groups that contain each other in a circle have the same members. */
export async function unfold(entries: readonly GroupEntry[], people: People, nested: boolean): Promise<Unfolded> {
  const unfolding = new Unfolding(entries, people, nested);
  for (const entry of entries) await unfolding.add(entry);
  return unfolding;
}

class Unfolding implements Unfolded {
  readonly groups = new Map<string, Set<string>>();
  unknown = 0;
  withoutAddress = 0;
  tooDeep = 0;
  readonly #byKey: ReadonlyMap<string, GroupEntry>;
  readonly #people: People;
  readonly #nested: boolean;
  readonly #turns = new Turns();
  #steps = 0;
  #members = 0;

  constructor(entries: readonly GroupEntry[], people: People, nested: boolean) {
    this.#byKey = new Map(entries.map((entry) => [entry.key, entry]));
    this.#people = people;
    this.#nested = nested;
  }

  async add(entry: GroupEntry): Promise<void> {
    const members = new Set<string>();
    const seen = new Set([entry.key]);
    let level = [entry];
    for (let depth = 0; level.length > 0; depth += 1) {
      if (depth > depthMax) {
        this.tooDeep += level.length;
        break;
      }
      const below: GroupEntry[] = [];
      for (const group of level) await this.#look(group, { members, seen, below, own: depth === 0 });
      level = below;
    }
    for (const name of entry.names) await this.#keep(name, members);
  }

  async #look(
    group: GroupEntry,
    into: { members: Set<string>; seen: Set<string>; below: GroupEntry[]; own: boolean },
  ): Promise<void> {
    for (const key of group.members) {
      await this.#step();
      const inner = this.#byKey.get(key);
      if (inner === undefined) this.#person(this.#people.byKey.get(key), into);
      else if (this.#nested && !into.seen.has(key)) {
        into.seen.add(key);
        into.below.push(inner);
      }
    }
    for (const login of group.logins) {
      await this.#step();
      this.#person(this.#people.byLogin.get(login), into);
    }
  }

  #person(addresses: readonly string[] | undefined, into: { members: Set<string>; own: boolean }): void {
    for (const address of addresses ?? []) into.members.add(address);
    if (!into.own) return;
    if (addresses === undefined) this.unknown += 1;
    else if (addresses.length === 0) this.withoutAddress += 1;
  }

  /** Entries of the same name are one group. */
  async #keep(name: string, members: ReadonlySet<string>): Promise<void> {
    const known = this.groups.get(name) ?? new Set();
    const before = known.size;
    for (const member of members) {
      known.add(member);
      if (this.#turns.isOver()) await this.#turns.next();
    }
    this.groups.set(name, known);
    this.#members += known.size - before;
    if (this.#members > membersMax) {
      throw new GroupSourceError(`groups have more than ${membersMax} members in all; narrow ldap.groupsFilter`);
    }
  }

  /** Waits a turn now and then: this may be long, and rooms speak meanwhile. */
  async #step(): Promise<void> {
    this.#steps += 1;
    if (this.#steps > stepsMax) {
      throw new GroupSourceError('groups lie within each other too often; narrow ldap.groupsFilter or set ldap.nested');
    }
    if (this.#turns.isOver()) await this.#turns.next();
  }
}
