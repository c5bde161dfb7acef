/**
 * The lists of a room: what it says of people and domains. A room may have a hundred thousand of them, so that
 * nothing asked at every entry, and no change of one of them, may look at all.
 */

import { isDomain, isGroup } from '../principal-text.ts';
import { affiliationFrom } from './facts.ts';
import { nickKey } from './nick-key.ts';
import type { Facts, Person } from './state.ts';

export interface Entry {
  readonly person: Person;
  readonly facts: Facts;
}

const nobody: readonly Person[] = [];

export class AccessList {
  readonly #below: AccessList | undefined;
  /** By bare JID, or domain; undefined where the list below has one that is taken out here. */
  readonly #entries = new Map<string, Entry | undefined>();
  /** Who has a nickname reserved, by its folded form. Made with the first. */
  #holders: Map<string, readonly Person[]> | undefined;
  #size: number;
  #owners: number;
  #domains: number;
  #groups: number;
  #presenters: number;
  #wordsPerNick: number;

  constructor(below?: AccessList) {
    this.#below = below;
    this.#size = below?.size ?? 0;
    this.#owners = below?.owners ?? 0;
    this.#domains = below === undefined ? 0 : below.#domains;
    this.#groups = below === undefined ? 0 : below.#groups;
    this.#presenters = below?.presenters ?? 0;
    this.#wordsPerNick = below?.wordsPerNick ?? 0;
  }

  /** The same lists, to be changed without changing these; costs what is changed in it. */
  draft(): AccessList {
    return new AccessList(this);
  }

  get size(): number {
    return this.#size;
  }

  /** How many owners the room has. */
  get owners(): number {
    return this.#owners;
  }

  /** Whether there is one that is about more than one person: about a domain or a group. */
  get hasShared(): boolean {
    return this.#domains + this.#groups > 0;
  }

  get hasGroups(): boolean {
    return this.#groups > 0;
  }

  get presenters(): number {
    return this.#presenters;
  }

  get(jid: string): Entry | undefined {
    const own = this.#entries.get(jid);
    return own === undefined && this.#below !== undefined && !this.#entries.has(jid) ? this.#below.get(jid) : own;
  }

  /** Everybody whom this nickname is reserved for. */
  holdersOf(nick: string): readonly Person[] {
    return this.#holding(nickKey(nick));
  }

  /** The same by the folded nickname. */
  holdersOfKey(key: string): readonly Person[] {
    return this.#holding(key);
  }

  /** Of how many words a reserved nickname may be; 0 where there is none. */
  get wordsPerNick(): number {
    return this.#wordsPerNick;
  }

  set(entry: Entry): void {
    this.delete(entry.person.jid);
    this.#entries.set(entry.person.jid, entry);
    this.#size += 1;
    this.#count(entry, 1);
  }

  delete(jid: string): void {
    const entry = this.get(jid);
    if (entry === undefined) return;
    if (this.#below?.get(jid) === undefined) this.#entries.delete(jid);
    else this.#entries.set(jid, undefined);
    this.#size -= 1;
    this.#count(entry, -1);
  }

  *values(): Generator<Entry> {
    for (const entry of this.#below?.values() ?? []) if (!this.#entries.has(entry.person.jid)) yield entry;
    for (const entry of this.#entries.values()) if (entry !== undefined) yield entry;
  }

  #count({ person, facts }: Entry, by: 1 | -1): void {
    if (facts.manager === 'owner') this.#owners += by;
    if (facts.presenter) this.#presenters += by;
    if (isGroup(person.jid)) this.#groups += by;
    else if (isDomain(person.jid)) this.#domains += by;
    if (facts.nick === undefined) return;
    const key = nickKey(facts.nick);
    this.#wordsPerNick = Math.max(this.#wordsPerNick, key.split(/\s+/).length);
    const others = this.#holding(key).filter(({ jid }) => jid !== person.jid);
    this.#holders ??= new Map();
    if (by === 1) this.#holders.set(key, others.concat(person));
    else if (others.length > 0 || this.#below !== undefined) this.#holders.set(key, others);
    else this.#holders.delete(key);
  }

  #holding(key: string): readonly Person[] {
    const own = this.#holders?.get(key);
    if (own !== undefined || this.#below === undefined) return own ?? nobody;
    return this.#below.#holding(key);
  }
}

/** Nobody is a presenter any more. Gives those who are not on the lists, or otherwise than they were, for that. */
export function withoutPresenters(entries: AccessList): Person[] {
  if (entries.presenters === 0) return [];
  const changed: Person[] = [];
  for (const { person, facts } of [...entries.values()]) {
    if (!facts.presenter) continue;
    const { presenter: _, ...rest } = facts;
    if (Object.keys(rest).length === 0) entries.delete(person.jid);
    else entries.set({ person, facts: rest });
    if (!isGroup(person.jid) && affiliationFrom(rest) !== affiliationFrom(facts)) changed.push(person);
  }
  return changed;
}
