/**
 * Named groups: those made by commands, which lie in the record of the service, and those from outside (the configuration,
 * a directory), which are told anew whenever they change. Where both have a name, the one from outside holds.
 */

import { readListWish } from '../../category/change.ts';
import { GroupMembers, type OutsideGroupMap } from '../../category/group-members.ts';
import { readGroupName } from '../../category/principal.ts';
import { deltaOf, isNothing, type ListWish, noDelta, PrincipalSet } from '../../category/principal-set.ts';
import { listFull } from '../../category/refusals.ts';
import type { GroupFacts, GroupSourceFacts, Groups } from '../../commands/house.ts';
import { isGroup, isPerson } from '../../principal-text.ts';
import type { Person } from '../../room/state.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import { domainOf } from '../../wire/jid.ts';
import type { ServiceRecord } from '../service-codec.ts';
import type { GroupEvent, ServiceEvent } from '../service-events.ts';
import { groupElsewhere, groupTaken, noGroupInGroup, noSuchGroup, tooManyOf } from './refusals.ts';
import type { HouseClock } from './stamp.ts';
import { stamp } from './stamp.ts';

const groupsMax = 10_000;
const membersMax = 100_000;

export interface HouseGroupsEnvironment extends HouseClock {
  readonly record: ServiceRecord;
  /** From outside, as they are at the start. */
  readonly outside: OutsideGroupMap;
  /** Left out where nothing comes from outside. */
  readonly refresh?: (() => Promise<readonly GroupSourceFacts[]>) | undefined;
  /** Somebody may have left a group, or come into one. */
  changed(): void;
}

export class HouseGroups implements Groups {
  readonly #env: HouseGroupsEnvironment;
  readonly #index = new GroupMembers();
  #outside: OutsideGroupMap;

  constructor(env: HouseGroupsEnvironment) {
    this.#env = env;
    this.#outside = env.outside;
    for (const [name, members] of env.record.state.groups) this.#index.put(name, members);
    for (const [name, { members }] of env.outside) this.#index.put(name, members);
  }

  /** All that come from outside from now on. */
  setOutside(groups: OutsideGroupMap): void {
    const names = new Set([...this.#outside.keys(), ...groups.keys()]);
    this.#outside = groups;
    let changed = false;
    for (const name of names) {
      const members = groups.get(name)?.members ?? this.#env.record.state.groups.get(name);
      if (this.#index.put(name, members)) changed = true;
    }
    if (changed) this.#env.changed();
  }

  /** What has just been written holds for who is asked for from now on. */
  applied(event: ServiceEvent): void {
    if (event.kind !== 'group-created' && event.kind !== 'group-changed' && event.kind !== 'group-removed') return;
    const { name, members, kind } = event;
    if (this.#outside.has(name)) return;
    if (kind === 'group-changed') this.#index.change(name, members);
    else this.#index.put(name, this.#env.record.state.groups.get(name));
    this.#env.changed();
  }

  groupsOf(bare: string): readonly string[] {
    return this.#index.groupsOf(bare);
  }

  membersOf(name: string): Iterable<string> | undefined {
    return this.#index.membersOf(name);
  }

  async refresh(): Promise<readonly GroupSourceFacts[]> {
    return (await this.#env.refresh?.()) ?? [];
  }

  list(): readonly GroupFacts[] {
    const facts = Array.from(this.#outside, ([name, { members, source }]) => ({ name, source, members: members.size }));
    for (const [name, members] of this.#env.record.state.groups) {
      if (!this.#outside.has(name)) facts.push({ name, source: 'command', members: members.size });
    }
    return facts.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async create(wish: { readonly actor: Person; readonly name: string; readonly members?: readonly string[] }) {
    const name = readGroupName(wish.name);
    if (isRefusal(name)) return name;
    const members = readMembers({ add: wish.members ?? [] });
    if (isRefusal(members)) return members;
    return await this.#change('group-created', { name, actor: wish.actor }, members);
  }

  async change({ actor, name, members: typed }: { actor: Person; name: string; members: ListWish }) {
    const members = readMembers(typed);
    return isRefusal(members) ? members : await this.#change('group-changed', { name, actor }, members);
  }

  async remove({ actor, name }: { readonly actor: Person; readonly name: string }) {
    return await this.#change('group-removed', { name, actor }, { set: [] });
  }

  #change(
    kind: GroupEvent['kind'],
    { name: typed, actor }: { readonly name: string; readonly actor: Person },
    wish: ListWish,
  ): Promise<Refusal | undefined> {
    const name = typed.trim().normalize('NFC');
    return this.#env.record.change((state) => {
      const outside = this.#outside.get(name);
      if (outside !== undefined) return groupElsewhere(name, outside.source);
      const before = state.groups.get(name);
      if (kind === 'group-created' && before !== undefined) return groupTaken(name);
      if (kind !== 'group-created' && before === undefined) return noSuchGroup();
      if (kind === 'group-created' && state.groups.size >= groupsMax) return tooManyOf('groups', groupsMax);
      const members =
        before === undefined && wish.add?.length === 0 ? noDelta : deltaOf(before ?? new PrincipalSet(), wish);
      if ((before?.size ?? 0) + members.added.length - members.removed.length > membersMax) return listFull(membersMax);
      if (kind === 'group-changed' && isNothing(members)) return undefined;
      return { kind, ...stamp(this.#env, state, actor), name, members };
    });
  }
}

/** Members are people and domains: groups in groups would make nobody sure of who is in one. */
function readMembers(wish: ListWish): ListWish | Refusal {
  const read = readListWish(wish);
  if (isRefusal(read)) return read;
  const named = [...(read.set ?? []), ...(read.add ?? [])];
  return named.every((one) => !isGroup(one) && (isPerson(one) || domainOf(one) === one) && one !== '*')
    ? read
    : noGroupInGroup();
}
