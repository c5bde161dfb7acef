/** In the store people stand by their key; here keys become people again. */
import type { Person } from '../room/state.ts';
import type { PersonKey } from '../store/event.ts';

/** Resolves a person key; people who were erased stand under a name that nobody has. */
export type PeopleIndex = ReadonlyMap<PersonKey, string>;

export function personOf(people: PeopleIndex, key: PersonKey): Person {
  return { key, jid: people.get(key) ?? `${key}@erased.invalid` };
}
