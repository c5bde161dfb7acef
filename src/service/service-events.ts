/**
 * What is written of the service itself, in the stream `service`: who is blocked, groups, policies, add-ins, settings, and
 * which categories there are. Each event says what was before and what is after, who did it and when, so that it can be
 * read without any other.
 */

import { nameKey } from '../category/name.ts';
import type { Federation, PolicyRight } from '../category/policy.ts';
import { type ListDelta, PrincipalSet } from '../category/principal-set.ts';
import type { ServiceSettingValues } from '../commands/house.ts';
import type { Hold } from '../room/holds.ts';
import type { Person } from '../room/state.ts';
import { type Block, BlockedList } from './blocked-list.ts';

interface Stamp {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: Person;
}

export interface Blocked extends Stamp {
  readonly kind: 'blocked';
  /** Where only the reason is another one. */
  readonly before?: Block;
  readonly after: Block;
}

export interface Unblocked extends Stamp {
  readonly kind: 'unblocked';
  readonly before: Block;
}

export interface GroupEvent extends Stamp {
  readonly kind: 'group-created' | 'group-changed' | 'group-removed';
  readonly name: string;
  readonly members: ListDelta;
}

/** Absent before or after: there is no such rule. */
export interface PolicyChanged extends Stamp {
  readonly kind: 'policy-changed';
  readonly right: PolicyRight;
  readonly principal: string;
  readonly before?: boolean;
  readonly after?: boolean;
}

/** Absent before or after: what the configuration says. */
export interface FederationChanged extends Stamp {
  readonly kind: 'federation-changed';
  readonly before?: Federation;
  readonly after?: Federation;
}

/** Absent before or after: there is none of this name. */
export interface AddinChanged extends Stamp {
  readonly kind: 'addin-changed';
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
}

/** What is another one now; what is not there is as the configuration has it. */
export interface SettingsChanged extends Stamp {
  readonly kind: 'settings-changed';
  readonly before: ServiceSettingValues;
  readonly after: ServiceSettingValues;
}

/** Who administers the service beside those of the configuration. */
export interface AdminsChanged extends Stamp {
  readonly kind: 'admins-changed';
  readonly change: ListDelta;
}

/** Something was said in rooms that somebody was in. */
export interface Announced extends Stamp {
  readonly kind: 'announced';
  readonly text: string;
  /** Key of the category whose rooms they were; of all where it is left out. */
  readonly category?: string;
  readonly rooms: number;
  readonly job: string;
}

export interface CategoryListed extends Stamp {
  readonly kind: 'category-listed' | 'category-unlisted';
  readonly key: string;
}

export interface HoldCreated extends Stamp {
  readonly kind: 'hold-created';
  readonly hold: Hold;
}

export interface HoldReleased extends Stamp {
  readonly kind: 'hold-released';
  readonly hold: Hold;
}

/** What had been kept for holds alone that were released up to this event is gone. */
export interface HoldsFollowed extends Stamp {
  readonly kind: 'holds-followed';
  readonly through: number;
}

/** All rooms have followed the events up to this one. */
export interface RoomsReviewed extends Stamp {
  readonly kind: 'rooms-reviewed';
  readonly through: number;
}

export type ServiceEvent =
  | Blocked
  | Unblocked
  | GroupEvent
  | PolicyChanged
  | FederationChanged
  | AddinChanged
  | SettingsChanged
  | AdminsChanged
  | Announced
  | CategoryListed
  | HoldCreated
  | HoldReleased
  | HoldsFollowed
  | RoomsReviewed;

/** All that is known of the service: what its events come to. */
export interface ServiceState {
  /** Of the last event, as in a room. */
  number: number;
  at: number;
  readonly blocked: BlockedList;
  /** Made by commands, by name. */
  readonly groups: Map<string, PrincipalSet>;
  readonly policies: Readonly<Record<PolicyRight, Map<string, boolean>>>;
  federation: Federation | undefined;
  /** By name in one case. */
  readonly addins: Map<string, { readonly name: string; readonly url: string }>;
  settings: ServiceSettingValues;
  /** Bare JIDs, beside those of the configuration. */
  readonly admins: PrincipalSet;
  /** Keys. */
  readonly categories: Set<string>;
  /** The last event that may keep somebody out, and up to which one all rooms have followed. */
  narrowed: number;
  reviewed: number;
  /** Legal holds that were not released, by name in one case. */
  readonly holds: Map<string, Hold>;
  /** The last event that released one, and up to which one rooms have let go of what it kept. */
  released: number;
  letGo: number;
}

export function emptyServiceState(): ServiceState {
  return {
    number: 0,
    at: 0,
    blocked: new BlockedList(),
    groups: new Map(),
    policies: { use: new Map(), create: new Map() },
    federation: undefined,
    addins: new Map(),
    settings: {},
    admins: new PrincipalSet(),
    categories: new Set(),
    narrowed: 0,
    reviewed: 0,
    holds: new Map(),
    released: 0,
    letGo: 0,
  };
}

/** Add-ins have one name for all cases. */
export function addinKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

export function applyServiceEvent(state: ServiceState, event: ServiceEvent): void {
  state.number += 1;
  state.at = event.at;
  switch (event.kind) {
    case 'blocked':
      return state.blocked.set(event.after);
    case 'unblocked':
      return state.blocked.delete(event.before.whom.jid);
    case 'group-created':
    case 'group-changed':
    case 'group-removed':
      state.narrowed = state.number;
      return applyGroup(state.groups, event);
    case 'policy-changed':
      state.narrowed = state.number;
      return put(state.policies[event.right], event.principal, event.after);
    case 'federation-changed':
      state.narrowed = state.number;
      state.federation = event.after;
      return;
    case 'addin-changed': {
      const { name, after } = event;
      return put(state.addins, addinKey(name), after === undefined ? undefined : { name, url: after });
    }
    case 'settings-changed':
      state.settings = settingsAfter(state.settings, event);
      return;
    case 'admins-changed':
      state.narrowed = state.number;
      return state.admins.apply(event.change);
    case 'category-listed':
      state.categories.add(event.key);
      return;
    case 'category-unlisted':
      state.categories.delete(event.key);
      return;
    case 'hold-created':
      state.holds.set(nameKey(event.hold.name), event.hold);
      return;
    case 'hold-released':
      state.holds.delete(nameKey(event.hold.name));
      state.released = state.number;
      return;
    case 'holds-followed':
      state.letGo = Math.max(state.letGo, event.through);
      return;
    case 'announced':
      return;
    case 'rooms-reviewed':
      state.reviewed = Math.max(state.reviewed, event.through);
      return;
  }
}

function applyGroup(groups: ServiceState['groups'], { kind, name, members }: GroupEvent): void {
  if (kind === 'group-removed') {
    groups.delete(name);
    return;
  }
  const group = groups.get(name) ?? new PrincipalSet();
  group.apply(members);
  groups.set(name, group);
}

function put<V>(map: Map<string, V>, key: string, value: V | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}

function settingsAfter(settings: ServiceSettingValues, { before, after }: SettingsChanged): ServiceSettingValues {
  const kept = Object.entries(settings).filter(([name]) => !Object.hasOwn(before, name));
  return { ...Object.fromEntries(kept), ...after };
}
