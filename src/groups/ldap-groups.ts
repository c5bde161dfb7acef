/** Reads group entries of a directory: what each is called and whom it names, by distinguished name or by login. */

import { preparedGroupName } from '../principal-text.ts';
import type { Directory, Entry } from './directory.ts';
import { dnKey } from './dn.ts';
import { GroupSourceError, groupsMax, membersMax } from './source.ts';
import { Turns } from './turns.ts';

export interface GroupEntry {
  /** Key of its distinguished name. */
  readonly key: string;
  /** An entry may have several. */
  readonly names: readonly string[];
  /** Keys of the distinguished names of people and, where groups are nested, of groups. */
  readonly members: readonly string[];
  /** Logins (`memberUid` of a POSIX group). */
  readonly logins: readonly string[];
}

export interface GroupEntries {
  readonly entries: readonly GroupEntry[];
  /** All keys of members. */
  readonly keys: { has(key: string): boolean; readonly size: number };
  /** All logins. */
  readonly logins: ReadonlySet<string>;
  /** Groups left out: no name that a group can have here. */
  readonly nameless: number;
  /** Values that are no distinguished name. */
  readonly malformed: number;
}

export interface GroupsQuestion {
  readonly base: string;
  readonly filter: string;
  /** The attribute with the name. */
  readonly name: string;
}

/** `groupOfNames` and Active Directory, `groupOfUniqueNames`. */
const memberAttributes = ['member', 'uniquemember'];
const loginAttribute = 'memberuid';

export async function readGroupEntries(directory: Directory, question: GroupsQuestion): Promise<GroupEntries> {
  const reader = new GroupReader(directory, question);
  const attributes = [question.name, 'member', 'uniqueMember', 'memberUid'];
  const { base, filter } = question;
  for await (const page of directory.search({ base, scope: 'sub', filter, attributes })) {
    for (const entry of page) await reader.read(entry);
  }
  return reader;
}

class GroupReader implements GroupEntries {
  readonly entries: GroupEntry[] = [];
  nameless = 0;
  malformed = 0;
  readonly #directory: Directory;
  readonly #nameAttribute: string;
  /** The same person in many groups is one text in memory. */
  readonly keys = new Map<string, string>();
  readonly logins = new Set<string>();
  readonly #turns = new Turns();
  #members = 0;

  constructor(directory: Directory, { name }: GroupsQuestion) {
    this.#directory = directory;
    this.#nameAttribute = name.toLowerCase();
  }

  async read(entry: Entry): Promise<void> {
    const key = dnKey(entry.dn);
    const names = (entry.attributes.get(this.#nameAttribute) ?? [])
      .map(preparedGroupName)
      .filter((name) => name !== undefined);
    if (key === undefined || names.length === 0) {
      this.nameless += 1;
      return;
    }
    if (this.entries.length >= groupsMax) throw tooMany(`${groupsMax} groups`);
    const members: string[] = [];
    for (const attribute of memberAttributes) {
      for await (const values of valuesOf(this.#directory, entry, attribute)) await this.#take(values, members);
    }
    const logins = entry.attributes.get(loginAttribute) ?? [];
    this.#count(logins.length);
    for (const login of logins) this.logins.add(login);
    this.entries.push({ key, names, members, logins });
  }

  async #take(values: readonly string[], into: string[]): Promise<void> {
    this.#count(values.length);
    for (const value of values) {
      if (this.#turns.isOver()) await this.#turns.next();
      // A unique member may carry a bit string behind its name (RFC 4517 §3.3.21).
      const key = dnKey(value.replace(/#'[01]*'B$/, ''));
      if (key === undefined) this.malformed += 1;
      else into.push(this.#once(key));
    }
  }

  #once(key: string): string {
    const known = this.keys.get(key);
    if (known !== undefined) return known;
    this.keys.set(key, key);
    return key;
  }

  #count(more: number): void {
    this.#members += more;
    if (this.#members > membersMax) throw tooMany(`${membersMax} members`);
  }
}

/**
 * All values of an attribute. Active Directory gives those of a large group in ranges (MS-ADTS §3.1.1.3.1.3.3): the
 * first comes as `member;range=0-1499`, the others are asked for, and the last one ends with `*`.
 */
async function* valuesOf(directory: Directory, entry: Entry, attribute: string): AsyncIterable<readonly string[]> {
  yield entry.attributes.get(attribute) ?? [];
  let range = rangeIn(entry, attribute);
  while (range !== undefined) {
    yield range.values;
    if (range.next === undefined) return;
    const { next } = range;
    range = undefined;
    const wanted = [`${attribute};range=${next}-*`];
    const again = { base: entry.dn, scope: 'base', filter: '(objectClass=*)', attributes: wanted } as const;
    for await (const page of directory.search(again)) range ??= page[0] && rangeIn(page[0], attribute);
    if (range?.first !== next) throw new GroupSourceError(`the directory did not give all members of ${entry.dn}`);
  }
}

interface Range {
  readonly first: number;
  /** Where the next one begins; undefined at the end. */
  readonly next: number | undefined;
  readonly values: readonly string[];
}

function rangeIn(entry: Entry, attribute: string): Range | undefined {
  for (const [name, values] of entry.attributes) {
    const [, first, last] = /^[^;]+;range=(\d{1,9})-(\d{1,9}|\*)$/.exec(name) ?? [];
    if (!name.startsWith(`${attribute};`) || first === undefined || last === undefined) continue;
    return { first: Number(first), next: last === '*' ? undefined : Number(last) + 1, values };
  }
  return undefined;
}

function tooMany(what: string): GroupSourceError {
  return new GroupSourceError(`there are more than ${what} in the directory; narrow ldap.groupsFilter`);
}
