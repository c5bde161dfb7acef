/** The record of the service, as it is stored. */

import { nameKey } from '../category/name.ts';
import type { PolicyRight } from '../category/policy.ts';
import { PrincipalSet } from '../category/principal-set.ts';
import type { PersonKey } from '../store/event.ts';
import type { Block } from './blocked-list.ts';
import { type HoldPart, holdEvent, holdParts } from './holds-codec.ts';
import { type PeopleIndex, personOf } from './people-index.ts';
import { asItIs, type Body, type EventRow, type EventRows, nameIn, recordEvents } from './record-events.ts';
import {
  type AdminsChanged,
  addinKey,
  applyServiceEvent,
  type CategoryListed,
  emptyServiceState,
  type GroupEvent,
  type PolicyChanged,
  type ServiceEvent,
  type ServiceState,
} from './service-events.ts';
import type { KeyOf, Parts, RecordCodec, StreamRecord } from './stream-record.ts';

export type ServiceRecord = StreamRecord<ServiceState, ServiceEvent>;

export const serviceStream = 'service';

/** A block as it is stored: people stand by their key. */
interface BlockPart {
  readonly whom: PersonKey;
  readonly by: PersonKey;
  readonly at: number;
  readonly reason?: string;
}

const blocks = {
  encode({ whom, by, at, reason }: Block): BlockPart {
    return { whom: whom.key, by: by.key, at, ...(reason !== undefined && { reason }) };
  },
  decode({ whom, by, ...rest }: BlockPart, people: PeopleIndex): Block {
    return { whom: personOf(people, whom), by: personOf(people, by), ...rest };
  },
  keys: ({ whom, by }: BlockPart): PersonKey[] => [whom, by],
};

const keysOfBlocks = ({ before, after }: Body): PersonKey[] =>
  [before, after].flatMap((part) => (part === undefined ? [] : blocks.keys(part as BlockPart)));

const groupEvent: EventRow<GroupEvent> = {
  names: ({ members: { added, removed } }) => [...added, ...removed],
  encode: ({ name, members: { added, removed } }, keyOf) => ({
    name,
    added: added.map(keyOf),
    removed: removed.map(keyOf),
  }),
  keys: ({ added, removed }) => [...(added as PersonKey[]), ...(removed as PersonKey[])],
  decode({ name, added, removed }, people) {
    const nameOf = nameIn(people);
    const members = { added: (added as PersonKey[]).map(nameOf), removed: (removed as PersonKey[]).map(nameOf) };
    return { name: name as string, members };
  },
};

const policyChanged: EventRow<PolicyChanged> = {
  names: ({ principal }) => [principal],
  encode: ({ right, principal, before, after }, keyOf) => ({ right, principal: keyOf(principal), before, after }),
  keys: ({ principal }) => [principal as PersonKey],
  decode({ principal, right, ...rest }, people) {
    return { right: right as PolicyRight, principal: nameIn(people)(principal as PersonKey), ...rest };
  },
};

const adminsChanged: EventRow<AdminsChanged> = {
  names: ({ change: { added, removed } }) => [...added, ...removed],
  encode: ({ change: { added, removed } }, keyOf) => ({ added: added.map(keyOf), removed: removed.map(keyOf) }),
  keys: ({ added, removed }) => [...(added as PersonKey[]), ...(removed as PersonKey[])],
  decode({ added, removed }, people) {
    const nameOf = nameIn(people);
    return { change: { added: (added as PersonKey[]).map(nameOf), removed: (removed as PersonKey[]).map(nameOf) } };
  },
};

/** What a category is, and who made it, is in its own stream. */
const listing: EventRow<CategoryListed> = { ...asItIs, housekeeping: true };

const rows: EventRows<ServiceEvent> = {
  blocked: {
    encode: ({ before, after }) => ({
      ...(before && { before: blocks.encode(before) }),
      after: blocks.encode(after),
    }),
    keys: keysOfBlocks,
    decode: ({ before, after }, people) => ({
      ...(before !== undefined && { before: blocks.decode(before as BlockPart, people) }),
      after: blocks.decode(after as BlockPart, people),
    }),
  },
  unblocked: {
    encode: ({ before }) => ({ before: blocks.encode(before) }),
    keys: keysOfBlocks,
    decode: ({ before }, people) => ({ before: blocks.decode(before as BlockPart, people) }),
  },
  'group-created': groupEvent,
  'group-changed': groupEvent,
  'group-removed': groupEvent,
  'policy-changed': policyChanged,
  'federation-changed': asItIs,
  'addin-changed': asItIs,
  'settings-changed': asItIs,
  'admins-changed': adminsChanged,
  announced: asItIs,
  'category-listed': listing,
  'category-unlisted': listing,
  'rooms-reviewed': { ...asItIs, housekeeping: true },
  'hold-created': holdEvent,
  'hold-released': holdEvent,
  'holds-followed': { ...asItIs, housekeeping: true },
};

interface ServicePart extends Pick<ServiceState, 'at'> {
  readonly blocked: readonly BlockPart[];
}

/** What a snapshot older than it is does not have. */
interface HousePart extends Pick<ServiceState, 'settings' | 'narrowed' | 'reviewed'> {
  readonly federation?: ServiceState['federation'];
  readonly groups: readonly (readonly [string, readonly PersonKey[]])[];
  readonly use: readonly (readonly [PersonKey, boolean])[];
  readonly create: readonly (readonly [PersonKey, boolean])[];
  /** Absent in a snapshot of a version that knew of none. */
  readonly admins?: readonly PersonKey[];
  readonly addins: readonly { readonly name: string; readonly url: string }[];
  readonly categories: readonly string[];
}

/** Absent in a snapshot of a version that knew of none. */
interface HoldsPart extends Pick<ServiceState, 'released' | 'letGo'> {
  readonly holds: readonly HoldPart[];
}

export const serviceCodec: RecordCodec<ServiceState, ServiceEvent> = {
  empty: emptyServiceState,
  apply: applyServiceEvent,
  ...recordEvents<ServiceEvent>(rows),
  snapshot: { names: namesInState, encode: encodeState, keys: keysInParts, fill: fillState },
};

function namesInState({ groups, policies, admins }: ServiceState): string[] {
  return [
    ...admins,
    ...[...groups.values()].flatMap((members) => [...members]),
    ...policies.use.keys(),
    ...policies.create.keys(),
  ];
}

function encodeState(state: ServiceState, keyOf: KeyOf): Parts {
  const { at, blocked, groups, policies, federation, addins, settings, admins, categories, narrowed, reviewed } = state;
  const service: ServicePart = { at, blocked: Array.from(blocked.values(), blocks.encode) };
  const rulesOf = (rules: ReadonlyMap<string, boolean>) =>
    Array.from(rules, ([name, may]) => [keyOf(name), may] as const);
  const house: HousePart = {
    groups: Array.from(groups, ([name, members]) => [name, [...members].map(keyOf)] as const),
    use: rulesOf(policies.use),
    create: rulesOf(policies.create),
    ...(federation !== undefined && { federation }),
    admins: [...admins].map(keyOf),
    addins: [...addins.values()],
    settings,
    categories: [...categories],
    narrowed,
    reviewed,
  };
  const { released, letGo } = state;
  const holds: HoldsPart = { holds: Array.from(state.holds.values(), holdParts.encode), released, letGo };
  return { service: JSON.stringify(service), house: JSON.stringify(house), holds: JSON.stringify(holds) };
}

interface ServiceParts {
  readonly service?: ServicePart;
  readonly house?: HousePart;
  readonly holds?: HoldsPart;
}

function readParts(parts: Parts): ServiceParts {
  const { service, house, holds } = parts as Readonly<Record<keyof ServiceParts, string | undefined>>;
  return {
    ...(service !== undefined && { service: JSON.parse(service) as ServicePart }),
    ...(house !== undefined && { house: JSON.parse(house) as HousePart }),
    ...(holds !== undefined && { holds: JSON.parse(holds) as HoldsPart }),
  };
}

function keysInParts(parts: Parts): PersonKey[] {
  const { service, house, holds } = readParts(parts);
  const rules = [...(house?.use ?? []), ...(house?.create ?? [])].map(([key]) => key);
  return [
    ...(service?.blocked ?? []).flatMap(blocks.keys),
    ...(house?.groups ?? []).flatMap(([, members]) => members),
    ...(house?.admins ?? []),
    ...(holds?.holds ?? []).flatMap(holdParts.keys),
    ...rules,
  ];
}

function fillState(state: ServiceState, parts: Parts, people: PeopleIndex): void {
  const { service, house, holds } = readParts(parts);
  const nameOf = nameIn(people);
  state.at = service?.at ?? 0;
  for (const block of service?.blocked ?? []) state.blocked.set(blocks.decode(block, people));
  for (const part of holds?.holds ?? []) state.holds.set(nameKey(part.name), holdParts.decode(part, people));
  state.released = holds?.released ?? 0;
  state.letGo = holds?.letGo ?? 0;
  if (house === undefined) return;
  for (const [name, members] of house.groups) state.groups.set(name, new PrincipalSet(members.map(nameOf)));
  for (const right of ['use', 'create'] as const) {
    for (const [key, may] of house[right]) state.policies[right].set(nameOf(key), may);
  }
  state.admins.apply({ added: (house.admins ?? []).map(nameOf), removed: [] });
  for (const addin of house.addins) state.addins.set(addinKey(addin.name), addin);
  for (const key of house.categories) state.categories.add(key);
  state.federation = house.federation;
  state.settings = house.settings;
  state.narrowed = house.narrowed;
  state.reviewed = house.reviewed;
}
