/** A house around the rooms without a service: what commands ask of it, in memory, with the rules of `src/category`. */
import {
  applyCategoryEvent,
  type Category,
  defaultCategory,
  emptyCategory,
  usualTraits,
} from '../../src/category/category.ts';
import { type CategoryWish, changeOf, draftedLists } from '../../src/category/change.ts';
import { type Federation, isPermitted, type PolicyRight } from '../../src/category/policy.ts';
import { deltaOf, type ListWish, PrincipalSet } from '../../src/category/principal-set.ts';
import { CategoryView } from '../../src/category/room-category.ts';
import type { House } from '../../src/commands/asking.ts';
import type {
  Addins,
  AuditEntry,
  Categories,
  CategoryEffects,
  Groups,
  JobFacts,
  Policies,
  ServiceSettings,
  ServiceSettingValues,
} from '../../src/commands/house.ts';
import type { Administrator, PartHealth } from '../../src/commands/operations.ts';
import { everyone, groupText } from '../../src/principal-text.ts';
import { peopleThere } from '../../src/service/operations/people-there.ts';
import { roomsInBrief } from '../../src/service/operations/rooms-in-brief.ts';
import { usage } from '../../src/service/operations/usage.ts';
import type { Store } from '../../src/store/port.ts';
import { isRefusal, type Refusal, refusal } from '../../src/wire/error.ts';
import { memoryStore } from '../memory-store.ts';
import { madeUpKeeping } from './made-up-keeping.ts';
import { madeUpRooms } from './made-up-rooms.ts';

const now = Date.UTC(2026, 0, 31);
export const root = { key: 'root', jid: 'root@localhost' };

export interface MadeUpHouse extends House {
  readonly store: Store;
  /** What a count of effects answers; which wishes were counted. */
  effects: CategoryEffects;
  readonly counted: CategoryWish[];
  readonly jobsKnown: JobFacts[];
  readonly audited: AuditEntry[];
  readonly said: string[];
  storeHealth: PartHealth;
  readonly federationNow: Federation;
}

export function madeUpHouse(admins: ReadonlySet<string> = new Set([root.jid])): MadeUpHouse {
  const store = memoryStore();
  const groups = madeUpGroups();
  const parts = {
    store,
    effects: { rooms: 0, affected: 0, entries: 0, occupants: 0, atLeast: false },
    counted: [] as CategoryWish[],
    jobsKnown: [] as JobFacts[],
    audited: [] as AuditEntry[],
    said: [] as string[],
    storeHealth: { kind: 'up' } as PartHealth,
    federationNow: 'off' as Federation,
  };
  const categories = madeUpCategories(groups, parts, admins);
  return Object.assign(parts, {
    categories,
    groups,
    policies: madeUpPolicies(groups, parts, admins),
    addins: madeUpAddins(),
    settings: madeUpSettings(),
    jobs: {
      list: () => parts.jobsKnown,
      find: (key: string) => parts.jobsKnown.find((job) => job.key === key),
      ended: async (key: string) => parts.jobsKnown.find((job) => job.key === key),
      async cancel({ key }: { readonly key: string }) {
        const at = parts.jobsKnown.findIndex((job) => job.key === key);
        if (at === -1) return gone();
        parts.jobsKnown.splice(at, 1);
        return undefined;
      },
    },
    audit: {
      async read({ from, limit }: { readonly from?: string; readonly limit: number }) {
        const begin = Number(from ?? 0);
        const end = begin + limit;
        return {
          entries: parts.audited.slice(begin, end),
          ...(end < parts.audited.length && { next: String(end) }),
        };
      },
    },
    blocks: madeUpBlocks(),
    ...madeUpKeeping(now),
    ...madeUpRooms,
    people: peopleThere({ store, users: ['localhost'] }),
    rooms: roomsInBrief(store),
    usage: usage({ store, now: () => now }),
    health: async () => ({ server: { kind: 'up' } as const, store: parts.storeHealth }),
    probe: { run: async () => ({ server: 1.25, store: 0.5, read: 0.25 }) },
    administrators: madeUpAdministrators(admins),
    announcements: {
      count: async () => ({ rooms: 3, complete: true }),
      async send({ text }: { readonly text: string }) {
        parts.said.push(text);
        return { job: 'j3' };
      },
    },
  });
}

const gone = (): Refusal => refusal('item-not-found', 'cancel', 'It is not there.');

function madeUpCategories(
  groups: Groups,
  parts: { effects: CategoryEffects; readonly counted: CategoryWish[] },
  admins: ReadonlySet<string>,
): Categories {
  const all = new Map<string, Category>();
  const index = {
    groupsOf: (bare: string) => groups.groupsOf(bare),
    membersOf: (name: string) => groups.membersOf(name),
  };
  const viewOf = (category: Category) =>
    new CategoryView(category, { ...index, mayUse: () => true, mayMakeRooms: () => true });
  const facts = (category: Category) => ({ ...category, isDefault: category.key === defaultCategory });
  const visible = ({ jid }: { readonly jid: string }) =>
    [...all.values()]
      .filter((category) => admins.has(jid) || viewOf(category).inScope(jid))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  const put = (category: Category, wish: CategoryWish): Refusal | undefined => {
    const name = wish.name?.toLowerCase();
    const holder = [...all.values()].find((other) => other.name.toLowerCase() === name);
    if (holder !== undefined && holder !== category) return refusal('conflict', 'cancel', 'The name is taken.');
    const change = changeOf(category, wish, index);
    if (isRefusal(change)) return change;
    applyCategoryEvent(category, { kind: 'category-changed', at: now, by: root, ...change });
    all.set(category.key, category);
    return undefined;
  };
  put(emptyCategory(defaultCategory), { ...usualTraits, name: 'General', allowed: { add: ['localhost'] } });
  return {
    visibleTo: (person) => visible(person).map(facts),
    find(text, person) {
      const wanted = text.toLowerCase();
      const found = visible(person).find(({ key, name }) => key === text || name.toLowerCase() === wanted);
      return found && facts(found);
    },
    asRoomsSee(key) {
      const category = all.get(key);
      return category && viewOf(category);
    },
    async create({ wish }) {
      const category = emptyCategory(`k${all.size}`);
      return put(category, wish) ?? facts(category);
    },
    async countEffects({ key, wish }) {
      const category = all.get(key);
      if (category === undefined) return gone();
      const change = changeOf(category, wish, index);
      if (isRefusal(change)) return change;
      draftedLists(category, change.lists);
      parts.counted.push(wish);
      return parts.effects;
    },
    async change({ key, wish }) {
      const category = all.get(key);
      if (category === undefined) return gone();
      return put(category, wish) ?? { category: facts(category), job: 'j1' };
    },
    async remove({ key }) {
      return all.delete(key) ? undefined : gone();
    },
  };
}

function madeUpGroups(): Groups {
  const own = new Map<string, PrincipalSet>();
  const ldap = new Map([['traders', new PrincipalSet(['tom@localhost', 'tina@localhost'])]]);
  const membersOf = (name: string) => ldap.get(name) ?? own.get(name);
  return {
    refresh: async () => [{ source: 'ldap', groups: ldap.size, members: 2, lastGoodAt: now, problem: 'It is away.' }],
    list: () =>
      [...own, ...ldap].map(([name, set]) => ({
        name,
        members: set.size,
        source: ldap.has(name) ? 'ldap' : 'command',
      })),
    membersOf,
    groupsOf: (bare) =>
      [...own, ...ldap].flatMap(([name, set]) =>
        set.has(bare) || set.has(bare.slice(bare.indexOf('@') + 1)) ? [groupText(name)] : [],
      ),
    async create({ name, members: first = [] }) {
      if (membersOf(name) !== undefined) return refusal('conflict', 'cancel', 'The name is taken.');
      own.set(name, new PrincipalSet(first));
      return undefined;
    },
    async change({ name, members: wish }: { readonly name: string; readonly members: ListWish }) {
      const set = own.get(name);
      set?.apply(deltaOf(set, wish));
      return set === undefined ? gone() : undefined;
    },
    async remove({ name }) {
      return own.delete(name) ? undefined : gone();
    },
  };
}

function madeUpPolicies(groups: Groups, parts: { federationNow: Federation }, admins: ReadonlySet<string>): Policies {
  const rules: Record<PolicyRight, Map<string, boolean>> = { use: new Map(), create: new Map() };
  return {
    rules: () =>
      (['use', 'create'] as const).flatMap((right) =>
        Array.from(rules[right], ([principal, allowed]) => ({ right, principal, allowed })),
      ),
    isPermitted: (right, bare) =>
      admins.has(bare) ||
      isPermitted(rules[right], bare, { groupsOf: groups.groupsOf, otherwise: () => bare.endsWith('@localhost') }),
    async set({ right, principal, allowed }) {
      if (allowed === undefined) rules[right].delete(principal);
      else rules[right].set(principal, allowed);
      return undefined;
    },
    federation: () => ({ value: parts.federationNow, from: 'command' }),
    async setFederation({ value }) {
      parts.federationNow = value ?? 'off';
      return undefined;
    },
  };
}

function madeUpAddins(): Addins {
  const all = new Map<string, string>();
  return {
    list: () => Array.from(all, ([name, url]) => ({ name, url })),
    find(name) {
      const url = all.get(name);
      return url === undefined ? undefined : { name, url };
    },
    async set({ name, url }) {
      all.set(name, url);
      return undefined;
    },
    async remove({ name }) {
      return all.delete(name) ? undefined : gone();
    },
  };
}

function madeUpSettings(): ServiceSettings {
  const values: Record<string, string | number> = {};
  return {
    values: () => ({ ...values }) as ServiceSettingValues,
    async set({ values: wish }) {
      for (const [name, value] of Object.entries(wish)) {
        if (value === null) delete values[name];
        else if (value !== undefined) values[name] = value;
      }
      return undefined;
    },
  };
}

function madeUpBlocks(): House['blocks'] {
  const all = new Map<string, string>();
  return {
    async block({ jid }) {
      if (jid === root.jid) return refusal('not-allowed', 'cancel', 'Administrators cannot be blocked.');
      all.set(jid, jid);
      return undefined;
    },
    async unblock({ jid }) {
      return all.delete(jid) ? undefined : gone();
    },
    blocked: () => Array.from(all.keys(), (jid) => ({ whom: { key: jid, jid }, by: root, at: now })),
  };
}

function madeUpAdministrators(admins: ReadonlySet<string>): House['administrators'] {
  let own: readonly string[] = [];
  const configured = [...admins];
  return {
    list: () => [
      ...configured.map((jid): Administrator => ({ jid, source: 'config' })),
      ...own.map((jid): Administrator => ({ jid, source: 'command' })),
    ],
    async set({ jids }) {
      own = jids.filter((jid) => !admins.has(jid) && jid !== everyone);
      return undefined;
    },
  };
}
