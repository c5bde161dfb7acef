/** Finds the addresses of people in a directory, by distinguished name and by login. */
import type { AddressPattern } from './address-pattern.ts';
import type { Directory, Entry } from './directory.ts';
import { dnKey } from './dn.ts';

export interface PeopleQuestion {
  readonly base: string;
  readonly filter: string;
  readonly jid: AddressPattern;
}

/** Who is looked for: keys of distinguished names, and logins. */
export interface Wanted {
  readonly keys: { has(key: string): boolean; readonly size: number };
  readonly logins: ReadonlySet<string>;
}

export interface People {
  /** Bare JIDs; none for somebody who is there and has none that could be one. */
  readonly byKey: ReadonlyMap<string, readonly string[]>;
  readonly byLogin: ReadonlyMap<string, readonly string[]>;
}

/** The login of RFC 2307, which `memberUid` names. */
const loginAttribute = 'uid';
/** An entry with more is no person's. */
const addressesMax = 10;

/** Everybody below the base is looked at, those who are wanted are kept: a question for each would take hours. */
export async function findPeople(directory: Directory, question: PeopleQuestion, wanted: Wanted): Promise<People> {
  const { base, filter, jid } = question;
  const byKey = new Map<string, readonly string[]>();
  const byLogin = new Map<string, readonly string[]>();
  if (wanted.keys.size === 0 && wanted.logins.size === 0) return { byKey, byLogin };
  const attributes = [...new Set([jid.attribute, loginAttribute])];
  for await (const page of directory.search({ base, scope: 'sub', filter, attributes })) {
    for (const entry of page) {
      const key = dnKey(entry.dn) ?? '';
      const logins = (entry.attributes.get(loginAttribute) ?? []).filter((login) => wanted.logins.has(login));
      if (!wanted.keys.has(key) && logins.length === 0) continue;
      const addresses = addressesOf(entry, jid);
      if (wanted.keys.has(key)) byKey.set(key, addresses);
      for (const login of logins) byLogin.set(login, [...(byLogin.get(login) ?? []), ...addresses]);
    }
  }
  return { byKey, byLogin };
}

/** Values have no order in a directory, so where there are several, all of them are this person's. */
function addressesOf(entry: Entry, jid: AddressPattern): string[] {
  const values = entry.attributes.get(jid.attribute) ?? [];
  const addresses = values.slice(0, addressesMax).map((value) => jid.addressOf(value));
  return addresses.filter((address) => address !== undefined);
}
