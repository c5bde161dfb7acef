/**
 * A batch of commits as one text and one list of numbers: handing over a hundred small objects to another thread, or
 * a list of their texts, costs more than writing them.
 */

import type { Commit, Replacement } from '../commit.ts';
import type { NewEvent } from '../event.ts';

export interface PackedCommits {
  readonly count: number;
  /** All texts, one behind the other; how long each is stands where it is read, among the numbers. */
  readonly text: string;
  readonly numbers: Float64Array<ArrayBuffer>;
}

const compactable = 1;
const withPerson = 2;
const withArchiveId = 4;
const withOrdinal = 8;
const audited = 16;

export function packCommits(commits: readonly Commit[]): PackedCommits {
  const texts: string[] = [];
  const numbers: number[] = [];
  const pack: Pack = { texts, numbers };
  for (const commit of commits) packCommit(commit, pack);
  return { count: commits.length, text: texts.join(''), numbers: Float64Array.from(numbers) };
}

interface Pack {
  readonly texts: string[];
  readonly numbers: number[];
}

function packText(text: string, { texts, numbers }: Pack): void {
  texts.push(text);
  numbers.push(text.length);
}

function packCommit(commit: Commit, pack: Pack): void {
  const { numbers } = pack;
  const replace = commit.replace ?? [];
  const entered = commit.entered ?? [];
  const left = commit.left ?? [];
  const affiliated = commit.affiliated ?? [];
  const unaffiliated = commit.unaffiliated ?? [];
  const visited = commit.visited ?? [];
  packText(commit.stream, pack);
  numbers.push(commit.first, commit.id, commit.events.length, replace.length, entered.length, left.length);
  numbers.push(affiliated.length, unaffiliated.length, visited.length, commit.described === undefined ? 0 : 1);
  for (const event of commit.events) packEvent(event, pack);
  for (const { number, payload, unarchived } of replace) {
    numbers.push(number, unarchived ? 1 : 0);
    packText(payload, pack);
  }
  for (const session of entered) packText(session, pack);
  for (const session of left) packText(session, pack);
  for (const person of affiliated) packText(person, pack);
  for (const person of unaffiliated) packText(person, pack);
  for (const person of visited) packText(person, pack);
  // Rare, and many small things: as JSON.
  if (commit.described !== undefined) packText(JSON.stringify(commit.described), pack);
}

function packEvent(event: NewEvent, pack: Pack): void {
  let marks = event.compactable ? compactable : 0;
  if (event.person !== undefined) marks |= withPerson;
  if (event.archiveId !== undefined) marks |= withArchiveId;
  if (event.ordinal !== undefined) marks |= withOrdinal;
  if (event.audited) marks |= audited;
  pack.numbers.push(marks, event.version, event.at, event.ordinal ?? 0);
  packText(event.kind, pack);
  packText(event.payload, pack);
  if (event.person !== undefined) packText(event.person, pack);
  if (event.archiveId !== undefined) packText(event.archiveId, pack);
}

/** The commits as they were given; what was absent is absent again. */
export function unpackCommits(packed: PackedCommits): Commit[] {
  const reader = new Reader(packed);
  return Array.from({ length: packed.count }, () => unpackCommit(reader));
}

class Reader {
  readonly #packed: PackedCommits;
  #text = 0;
  #number = 0;

  constructor(packed: PackedCommits) {
    this.#packed = packed;
  }

  text(): string {
    const start = this.#text;
    this.#text += this.number();
    return this.#packed.text.slice(start, this.#text);
  }

  number(): number {
    const number = this.#packed.numbers[this.#number++];
    if (number === undefined) throw new Error('a batch of commits ends too early');
    return number;
  }
}

function times<T>(count: number, next: () => T): T[] {
  const made: T[] = [];
  for (let i = 0; i < count; i++) made.push(next());
  return made;
}

function unpackCommit(reader: Reader): Commit {
  const stream = reader.text();
  const first = reader.number();
  const id = reader.number();
  const counts = { events: reader.number(), replace: reader.number(), entered: reader.number(), left: reader.number() };
  const people = { affiliated: reader.number(), unaffiliated: reader.number(), visited: reader.number() };
  const described = reader.number();
  const events = times(counts.events, () => unpackEvent(reader));
  const replace = times(counts.replace, () => unpackReplacement(reader));
  const entered = times(counts.entered, () => reader.text());
  const left = times(counts.left, () => reader.text());
  const affiliated = times(people.affiliated, () => reader.text());
  const unaffiliated = times(people.unaffiliated, () => reader.text());
  const visited = times(people.visited, () => reader.text());
  return {
    ...{ stream, first, id, events, replace, entered, left, affiliated, unaffiliated, visited },
    ...(described > 0 && { described: JSON.parse(reader.text()) as NonNullable<Commit['described']> }),
  };
}

function unpackReplacement(reader: Reader): Replacement {
  const number = reader.number();
  const unarchived = reader.number() === 1;
  return { number, payload: reader.text(), ...(unarchived && { unarchived }) };
}

function unpackEvent(reader: Reader): NewEvent {
  const marks = reader.number();
  const version = reader.number();
  const at = reader.number();
  const ordinal = reader.number();
  const kind = reader.text();
  const payload = reader.text();
  return {
    kind,
    version,
    at,
    ...(marks & withPerson ? { person: reader.text() } : undefined),
    ...(marks & withArchiveId ? { archiveId: reader.text() } : undefined),
    ...(marks & withOrdinal ? { ordinal } : undefined),
    ...(marks & compactable ? { compactable: true } : undefined),
    ...(marks & audited ? { audited: true } : undefined),
    payload,
  };
}
