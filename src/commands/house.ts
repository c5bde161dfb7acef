/**
 * What commands may ask of the house around the rooms: categories, groups, policies, add-ins, settings, long work and the
 * audit. Whether somebody may is asked before; `actor` is who stands in the record. What is typed (names, principals) is
 * checked here. All that is changed is durable when a promise settles; a refusal has changed nothing.
 */
import type { CategoryWish } from '../category/change.ts';
import type { CategoryTraits } from '../category/events.ts';
import type { Federation, PolicyRight } from '../category/policy.ts';
import type { ListWish } from '../category/principal-set.ts';
import type { Addin, RoomCategory } from '../room/directory.ts';
import type { Person } from '../room/state.ts';
import type { Refusal } from '../wire/error.ts';
import type { Holds } from './holds.ts';
import type { RetentionDesk } from './retention.ts';

interface ByActor {
  readonly actor: Person;
}

/** A category as it is at the moment. Its lists may be long: `size` first. */
export interface CategoryFacts extends CategoryTraits {
  readonly key: string;
  /** Rooms that say nothing else are in it; it cannot be removed. */
  readonly isDefault: boolean;
  readonly allowed: CategoryList;
  readonly denied: CategoryList;
  readonly creators: CategoryList;
}

export interface CategoryList extends Iterable<string> {
  readonly size: number;
  has(principal: string): boolean;
}

/** What a change would take away. */
export interface CategoryEffects {
  /** Rooms that were looked at, and those that would lose somebody. */
  readonly rooms: number;
  readonly affected: number;
  readonly entries: number;
  readonly occupants: number;
  /** Not all rooms could be looked at: it is at least so much. */
  readonly atLeast: boolean;
}

/** What came of a change, and under which key what follows in the rooms can be watched (`Jobs.find`). */
export interface CategoryDone {
  readonly category: CategoryFacts;
  readonly job?: string;
}

export interface Categories {
  /** Those in whose scope somebody is, by name; all of them for an administrator of the service. */
  visibleTo(person: Person): readonly CategoryFacts[];
  /** By key, or by name whatever its case; only among those that are visible to somebody. */
  find(text: string, person: Person): CategoryFacts | undefined;
  /** As rooms see it: to ask a room who would have to leave it there (`ask-review`). Undefined where there is none. */
  asRoomsSee(key: string): RoomCategory | undefined;
  create(wish: ByActor & { readonly wish: CategoryWish & { readonly name: string } }): Promise<CategoryFacts | Refusal>;
  countEffects(wish: { readonly key: string; readonly wish: CategoryWish }): Promise<CategoryEffects | Refusal>;
  change(wish: ByActor & { readonly key: string; readonly wish: CategoryWish }): Promise<CategoryDone | Refusal>;
  /** Refused while there is a room in it. */
  remove(wish: ByActor & { readonly key: string }): Promise<Refusal | undefined>;
}

/** Where a group comes from: made by a command, or from outside (`config`, `ldap`), where alone it can be changed. */
export interface GroupFacts {
  readonly name: string;
  readonly source: string;
  readonly members: number;
}

/** How a source of groups outside of this service is. */
export interface GroupSourceFacts {
  /** `config` or `ldap`. */
  readonly source: string;
  readonly groups: number;
  /** Counted once for each group they are in. */
  readonly members: number;
  /** When its groups were last read in full, in milliseconds since 1970; absent for never. */
  readonly lastGoodAt?: number | undefined;
  /** Why the last try failed; its groups are then those of the last good one. */
  readonly problem?: string | undefined;
}

export interface Groups {
  /** Reads the groups from outside again, now; settles with how each source is. None where there are none. */
  refresh(): Promise<readonly GroupSourceFacts[]>;
  /** By name. Of a name that is used twice, the one from outside, which holds. */
  list(): readonly GroupFacts[];
  /** Bare JIDs and domains; undefined where there is no such group. */
  membersOf(name: string): Iterable<string> | undefined;
  groupsOf(bare: string): readonly string[];
  create(wish: ByActor & { readonly name: string; readonly members?: readonly string[] }): Promise<Refusal | undefined>;
  change(wish: ByActor & { readonly name: string; readonly members: ListWish }): Promise<Refusal | undefined>;
  remove(wish: ByActor & { readonly name: string }): Promise<Refusal | undefined>;
}

export interface PolicyRule {
  readonly right: PolicyRight;
  readonly principal: string;
  readonly allowed: boolean;
}

export interface Policies {
  rules(): readonly PolicyRule[];
  /** What a rule comes to for one person, groups, domain, federation and all. */
  isPermitted(right: PolicyRight, bare: string): boolean;
  /** `allowed` left out: no rule of its own any more; for `*`, what the configuration says. */
  set(
    wish: ByActor & { readonly right: PolicyRight; readonly principal: string; readonly allowed?: boolean },
  ): Promise<Refusal | undefined>;
  federation(): { readonly value: Federation; readonly from: 'config' | 'command' };
  /** Left out: what the configuration says. */
  setFederation(wish: ByActor & { readonly value?: Federation }): Promise<Refusal | undefined>;
}

export interface Addins {
  list(): readonly Addin[];
  find(name: string): Addin | undefined;
  /** Registers it, or gives it another address. Its name is one for all cases. */
  set(wish: ByActor & { readonly name: string; readonly url: string }): Promise<Refusal | undefined>;
  remove(wish: ByActor & { readonly name: string }): Promise<Refusal | undefined>;
}

/** What commands set over the configuration; what is not there is as the configuration has it. */
export interface ServiceSettingValues {
  /** Messages of its history that a room shows who enters and says nothing of how many. */
  readonly defaultHistory?: number;
  /** Sessions above which a room is large; 0 for never. */
  readonly largeRoomsAbove?: number;
  /** Where rooms are made and run on the web, for clients to show. */
  readonly roomManagementUrl?: string;
}

export type ServiceSettingsWish = {
  /** `null`: as the configuration has it. */
  readonly [K in keyof ServiceSettingValues]: ServiceSettingValues[K] | null;
};

export interface ServiceSettings {
  values(): ServiceSettingValues;
  set(wish: ByActor & { readonly values: ServiceSettingsWish }): Promise<Refusal | undefined>;
}

export interface JobFacts {
  readonly key: string;
  /** What it does, and to what, in words. */
  readonly title: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly done: number;
  /** Absent while nobody knows. */
  readonly total?: number;
  readonly by: Person;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt?: number;
  /** What came of it, or why nothing did. */
  readonly result?: string;
}

export interface Jobs {
  /** Those that run, and the last that ended; the newest first. */
  list(): readonly JobFacts[];
  find(key: string): JobFacts | undefined;
  /** Settles when it has ended, at once where it has. */
  ended(key: string): Promise<JobFacts | undefined>;
  /** Ends it before it is done: what is done stays done. */
  cancel(wish: ByActor & { readonly key: string }): Promise<Refusal | undefined>;
}

/** One change, as data that can be shown: values are text, and nothing secret is among them. */
export interface AuditEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: string;
  /** A room's address, `category:NAME` or `service`. */
  readonly where: string;
  /** The kind of change, for programs: it stays. */
  readonly what: string;
  /** The same for people. */
  readonly title: string;
  readonly before: AuditValues;
  readonly after: AuditValues;
}

export type AuditValues = Readonly<Record<string, string>>;

export interface AuditQuery {
  /** What an earlier answer gave as `next`. */
  readonly from?: string;
  readonly limit: number;
  /** A room's address, the name of a category, or `service`. */
  readonly where?: string;
  /** Only what this person did: a bare JID. */
  readonly by?: string;
  /** Milliseconds since 1970. */
  readonly since?: number;
  readonly until?: number;
}

export interface Audit {
  /** The newest first. */
  read(query: AuditQuery): Promise<{ readonly entries: readonly AuditEntry[]; readonly next?: string } | Refusal>;
}

/** All of it, as commands get it. */
export interface House {
  readonly holds: Holds;
  readonly retention: RetentionDesk;
  readonly categories: Categories;
  readonly groups: Groups;
  readonly policies: Policies;
  readonly addins: Addins;
  readonly settings: ServiceSettings;
  readonly jobs: Jobs;
  readonly audit: Audit;
}
