/** Owners and admins in the owner's form: full lists of addresses (XEP-0045 §10.2, §15.5.3). */
import { type ManagerLists, managersMax } from '../room/manager-lists.ts';
import type { Person } from '../room/state.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { type Form, fieldRefusal, jidsField } from '../wire/form.ts';
import type { FormField } from '../wire/form-build.ts';
import { storeAway } from './refusals.ts';

const fields = {
  admins: { name: 'muc#roomconfig_roomadmins', label: 'Admins of the room' },
  owners: { name: 'muc#roomconfig_roomowners', label: 'Owners of the room' },
} as const;

type List = keyof typeof fields;
const lists = Object.keys(fields) as List[];

export function managerFields(managers: ManagerLists<string>): FormField[] {
  return lists.flatMap((list) => {
    const values = managers[list];
    return values === undefined ? [] : [{ kind: 'jid-multi' as const, ...fields[list], values }];
  });
}

/** The bare addresses a form gives: full lists, so that one without an address means nobody. */
export function readManagers(form: Form): ManagerLists<string> | Refusal {
  const managers: { [L in List]?: readonly string[] } = {};
  for (const list of lists) {
    const { name } = fields[list];
    const jids = jidsField(form, name, { jidsMax: managersMax });
    if (isRefusal(jids)) return jids;
    if (jids === undefined) continue;
    if (jids.some(({ local }) => local === undefined)) return fieldRefusal(name, 'made of addresses of people');
    managers[list] = [...new Set(jids.map(({ bare }) => bare))];
  }
  return managers;
}

/** The people behind the addresses; a refusal while the store cannot tell. */
export async function peopleOf(
  managers: ManagerLists<string>,
  person: (bare: string) => Promise<Person | undefined>,
): Promise<ManagerLists<Person> | Refusal> {
  const found: { [L in List]?: readonly Person[] } = {};
  for (const list of lists) {
    const people: Person[] = [];
    for (const bare of managers[list] ?? []) {
      const known = await person(bare);
      if (known === undefined) return storeAway();
      people.push(known);
    }
    if (managers[list] !== undefined) found[list] = people;
  }
  return found;
}
