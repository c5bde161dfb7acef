/**
 * A batch of commits as two flat arrays: handing over a hundred small objects to another thread costs
 * more than writing them, handing over one list of texts and one of numbers does not.
 */

import type { Commit, NewEvent } from '../port.ts';

export interface PackedCommits {
  readonly count: number;
  readonly texts: readonly string[];
  readonly numbers: Float64Array<ArrayBuffer>;
}

const compactable = 1;
const withPerson = 2;
const withArchiveId = 4;
const withOrdinal = 8;

export function packCommits(commits: readonly Commit[]): PackedCommits {
  const texts: string[] = [];
  const numbers: number[] = [];
  for (const commit of commits) packCommit(commit, texts, numbers);
  return { count: commits.length, texts, numbers: Float64Array.from(numbers) };
}

function packCommit(commit: Commit, texts: string[], numbers: number[]): void {
  const replace = commit.replace ?? [];
  const entered = commit.entered ?? [];
  const left = commit.left ?? [];
  texts.push(commit.stream);
  numbers.push(commit.first, commit.id, commit.events.length, replace.length, entered.length, left.length);
  for (const event of commit.events) packEvent(event, texts, numbers);
  for (const { number, payload } of replace) {
    numbers.push(number);
    texts.push(payload);
  }
  for (const session of entered) texts.push(session);
  for (const session of left) texts.push(session);
}

function packEvent(event: NewEvent, texts: string[], numbers: number[]): void {
  let marks = event.compactable ? compactable : 0;
  texts.push(event.kind, event.payload);
  if (event.person !== undefined) {
    marks |= withPerson;
    texts.push(event.person);
  }
  if (event.archiveId !== undefined) {
    marks |= withArchiveId;
    texts.push(event.archiveId);
  }
  if (event.ordinal !== undefined) marks |= withOrdinal;
  numbers.push(marks, event.version, event.at, event.ordinal ?? 0);
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
    const text = this.#packed.texts[this.#text++];
    if (text === undefined) throw new Error('a batch of commits ends too early');
    return text;
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
  const events = times(counts.events, () => unpackEvent(reader));
  const replace = times(counts.replace, () => ({ number: reader.number(), payload: reader.text() }));
  const entered = times(counts.entered, () => reader.text());
  const left = times(counts.left, () => reader.text());
  return { stream, first, id, events, replace, entered, left };
}

function unpackEvent(reader: Reader): NewEvent {
  const kind = reader.text();
  const payload = reader.text();
  const marks = reader.number();
  const version = reader.number();
  const at = reader.number();
  const ordinal = reader.number();
  return {
    kind,
    version,
    at,
    ...(marks & withPerson ? { person: reader.text() } : undefined),
    ...(marks & withArchiveId ? { archiveId: reader.text() } : undefined),
    ...(marks & withOrdinal ? { ordinal } : undefined),
    ...(marks & compactable ? { compactable: true } : undefined),
    payload,
  };
}
