/**
 * What ought to hold, in as few words as possible: who is in scope of which room, who belongs to it, who may be in it. It
 * knows nothing of the code it is compared with.
 */

export const animals = ['wolf', 'lynx', 'hare'] as const;
/** Rooms: the word stands in the address, the name, each nickname and all that is said in it, and nowhere else. */
export type Animal = (typeof animals)[number];

export const persons = ['ann@localhost', 'bea@localhost', 'cid@branch.example', 'dan@other.example'] as const;
export type Person = (typeof persons)[number];

export const groups = ['group:desk', 'group:rivals'] as const;
export type Group = (typeof groups)[number];

export const domains = ['localhost', 'branch.example', 'other.example'] as const;

/** Who may stand in a list of a category, or of a room but for everyone. */
export const principals = [...persons, ...domains, ...groups, '*'] as const;
export type Principal = (typeof principals)[number];

export const privacies = ['open', 'closed', 'secret'] as const;
export type Privacy = (typeof privacies)[number];

export const facts = ['manager', 'member', 'outcast'] as const;
export type Fact = (typeof facts)[number];

export interface CategoryModel {
  allowed: readonly Principal[];
  denied: readonly Principal[];
}

/** What stands on the lists of somebody: certainly, and perhaps, where a review may or may not have taken it away. */
export interface Listed {
  certain: Set<Fact>;
  perhaps: Set<Fact>;
}

export interface RoomModel {
  category: number;
  privacy: Privacy;
  auditorium: boolean;
  disabled: boolean;
  lists: Map<string, Listed>;
}

export interface Model {
  readonly categories: CategoryModel[];
  readonly groups: Record<Group, readonly Person[]>;
  /** Whether somebody may use the service, where something is said of them. */
  readonly policies: Map<Principal, boolean>;
  readonly blocked: Set<Person>;
  readonly rooms: Record<Animal, RoomModel>;
}

export function copyOf(model: Model): Model {
  return structuredClone(model);
}

export function groupsOf({ groups: known }: Model, person: Person): Group[] {
  return groups.filter((group) => known[group].includes(person));
}

function namesOf(model: Model, person: Person): string[] {
  return [person, person.slice(person.indexOf('@') + 1), ...groupsOf(model, person)];
}

function isNamed(list: readonly Principal[], model: Model, person: Person): boolean {
  return [...namesOf(model, person), '*'].some((name) => (list as readonly string[]).includes(name));
}

/** The most that is said of somebody: person, groups (where no wins), domain, everyone. */
export function mayUse(model: Model, person: Person): boolean {
  const { policies, blocked } = model;
  if (blocked.has(person)) return false;
  const own = policies.get(person);
  if (own !== undefined) return own;
  const byGroups = groupsOf(model, person).flatMap((group) => policies.get(group) ?? []);
  if (byGroups.length > 0) return byGroups.every((allowed) => allowed);
  const domain = person.slice(person.indexOf('@') + 1) as Principal;
  return policies.get(domain) ?? policies.get('*') ?? true;
}

/** Of each category, by its number. */
export const categoryNames = ['Everything', 'Traders', 'Analysts'] as const;

export function inScope(model: Model, person: Person, animal: Animal): boolean {
  return isOfCategory(model, person, model.rooms[animal].category);
}

export function isOfCategory(model: Model, person: Person, number: number): boolean {
  const category = model.categories[number];
  if (category === undefined || !mayUse(model, person)) return false;
  return isNamed(category.allowed, model, person) && !isNamed(category.denied, model, person);
}

/** A person's own ban decides, then their own place, then a ban of many; else all of it holds. */
export function factsOf(model: Model, person: Person, animal: Animal, which: 'certain' | 'most'): Set<Fact> {
  const { lists } = model.rooms[animal];
  const of = (name: string): Set<Fact> => {
    const listed = lists.get(name);
    if (listed === undefined) return new Set();
    return which === 'certain' ? listed.certain : new Set([...listed.certain, ...listed.perhaps]);
  };
  const [own = new Set<Fact>(), ...shared] = namesOf(model, person).map(of);
  if (own.has('outcast')) return new Set(['outcast']);
  const placed = own.has('manager') || own.has('member');
  // What is only perhaps there may not keep a ban of many away.
  if (!placed && shared.some((one) => one.has('outcast'))) return new Set(['outcast']);
  const all = [own, ...shared].flatMap((one) => [...one]);
  return new Set(all.filter((fact) => fact !== 'outcast'));
}

/** Whether the room is there for somebody at all; `inside`: they are in it. */
export function sees(model: Model, person: Person, animal: Animal, inside: boolean): boolean {
  if (!inScope(model, person, animal)) return false;
  if (model.rooms[animal].privacy !== 'secret' || inside) return true;
  const held = factsOf(model, person, animal, 'most');
  return held.has('manager') || held.has('member');
}

/** Whether they may be in it, and read and write. `most`: whether they possibly may. */
export function admits(model: Model, person: Person, animal: Animal, which: 'certain' | 'most'): boolean {
  const { privacy, disabled } = model.rooms[animal];
  if (disabled || !inScope(model, person, animal)) return false;
  const held = factsOf(model, person, animal, which);
  return !held.has('outcast') && (privacy === 'open' || held.has('member'));
}

/** After a category or a group has changed, whatever of a room's lists it does not cover may go: bans stay. */
export function loosen(model: Model): void {
  for (const animal of animals) {
    const { lists, category } = model.rooms[animal];
    const scope = model.categories[category];
    for (const [name, listed] of lists) {
      if (scope === undefined || listed.certain.has('outcast') || covers(model, scope, name)) continue;
      for (const fact of listed.certain) listed.perhaps.add(fact);
      listed.certain.clear();
    }
  }
}

function covers(model: Model, scope: CategoryModel, name: string): boolean {
  const { allowed, denied } = scope;
  const isPerson = name.includes('@');
  if (isPerson) return isNamed(allowed, model, name as Person) && !isNamed(denied, model, name as Person);
  const names = (list: readonly string[]): boolean => list.includes(name) || list.includes('*');
  return names(allowed) && !names(denied);
}

/** What stands there from now on is certain. */
export function write(room: RoomModel, name: string, change: Partial<Record<Fact, boolean>>): void {
  const listed: Listed = room.lists.get(name) ?? { certain: new Set(), perhaps: new Set() };
  room.lists.set(name, listed);
  for (const [fact, there] of Object.entries(change) as [Fact, boolean][]) {
    listed.perhaps.delete(fact);
    if (there) listed.certain.add(fact);
    else listed.certain.delete(fact);
  }
  if (change.outcast) {
    listed.certain = new Set(['outcast']);
    listed.perhaps.clear();
  } else if (change.manager || change.member) listed.certain.delete('outcast');
}

export function firstModel(): Model {
  const room = (category: number, privacy: Privacy): RoomModel => ({
    ...{ category, privacy, auditorium: false, disabled: false },
    lists: new Map([['ann@localhost', { certain: new Set<Fact>(['manager', 'member']), perhaps: new Set<Fact>() }]]),
  });
  return {
    categories: [0, 1, 2].map(() => ({ allowed: ['*'], denied: [] })),
    groups: { 'group:desk': [], 'group:rivals': [] },
    policies: new Map(),
    blocked: new Set(),
    rooms: { wolf: room(0, 'open'), lynx: room(1, 'closed'), hare: room(2, 'secret') },
  };
}
