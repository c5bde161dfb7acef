/**
 * One stream as lines: as it is at one moment, while the service goes on. What follows the snapshot is read together with it;
 * what lies before it changes no more, save that messages may be taken back and are then gone here, too.
 */

import { isRoomStream, roomKeyOf } from '../service/room-loader.ts';
import type { StoredEvent, StreamId } from '../store/event.ts';
import { type Snapshot, type Store, StoreError } from '../store/port.ts';
import { categoryOf, isCategoryStream } from './categories.ts';
import { eventLine, partCharactersMax, type SectionLine, type StreamHead } from './format.ts';
import type { NamedPeople } from './named-people.ts';

/** Events read at a time. */
const batch = 250;
/** Events after a snapshot that are kept while those before it are written; a room that is in use has fewer. */
const tailMax = 20_000;
/** A snapshot that is saved meanwhile makes reading begin again. */
const attempts = 20;

export async function* streamSection(store: Store, stream: StreamId, people: NamedPeople): AsyncGenerator<SectionLine> {
  const room = isRoomStream(stream) ? await store.rooms.findByKey(roomKeyOf(stream)) : undefined;
  const { snapshot, tail, last } = await momentOf(store, stream);
  const category = isCategoryStream(stream) ? await categoryOf(store, stream) : undefined;
  const before = snapshot?.number ?? 0;
  const head: StreamHead = {
    is: 'stream',
    ...{ stream, last },
    ...(snapshot && { snapshot: before }),
    ...(room && { room }),
    ...(category && { category }),
  };
  yield head;
  for (const [part, text] of Object.entries(snapshot?.parts ?? {})) yield* partLines(part, text, people);
  yield* eventsBetween(store, { stream, after: 0, before: before + 1 }, people);
  yield* eventLines(tail, people);
  const written = tail.at(-1)?.number ?? before;
  if (written < last) yield* wholeEvents(store, { stream, after: written, before: last + 1 }, people);
}

interface Moment {
  readonly snapshot: Snapshot | undefined;
  /** The events after it, the first of them where they are very many. */
  readonly tail: readonly StoredEvent[];
  readonly last: number;
}

/** The snapshot and the events after it, of which none is missing. */
async function momentOf(store: Store, stream: StreamId): Promise<Moment> {
  for (let left = attempts; left > 0; left -= 1) {
    const snapshot = await store.snapshot(stream);
    const tail: StoredEvent[] = [];
    let [at, isWhole] = [snapshot?.number ?? 0, true];
    for (let some: readonly StoredEvent[] = []; tail.length < tailMax; ) {
      some = await store.read({ stream, after: at, order: 'ascending', limit: batch });
      for (const event of some) {
        isWhole &&= event.number === at + 1;
        at = event.number;
      }
      tail.push(...some);
      if (some.length < batch) break;
    }
    if (!isWhole) continue;
    const last = tail.length < tailMax ? at : await store.lastNumber(stream);
    return { snapshot, tail, last };
  }
  throw tooQuick(stream);
}

function tooQuick(stream: StreamId): StoreError {
  return new StoreError(`${stream} changes faster than it can be read: export again with --resume in a quieter hour`);
}

interface Stretch {
  readonly stream: StreamId;
  readonly after: number;
  readonly before: number;
}

async function* eventsBetween(store: Store, stretch: Stretch, people: NamedPeople): AsyncGenerator<SectionLine> {
  let { after } = stretch;
  while (after < stretch.before - 1) {
    const some = await store.read({ ...stretch, after, order: 'ascending', limit: batch });
    yield* eventLines(some, people);
    const last = some.at(-1);
    if (last === undefined || some.length < batch) return;
    after = last.number;
  }
}

/** The same where no event may be missing: they are beyond the snapshot. */
async function* wholeEvents(store: Store, stretch: Stretch, people: NamedPeople): AsyncGenerator<SectionLine> {
  let { after } = stretch;
  for await (const line of eventsBetween(store, stretch, people)) {
    if (line.is === 'event') {
      if (line.number !== after + 1) throw tooQuick(stretch.stream);
      after = line.number;
    }
    yield line;
  }
  if (after !== stretch.before - 1) throw tooQuick(stretch.stream);
}

async function* eventLines(events: readonly StoredEvent[], people: NamedPeople): AsyncGenerator<SectionLine> {
  yield* people.in(events.flatMap(({ person, payload }) => (person === undefined ? [payload] : [person, payload])));
  for (const event of events) yield eventLine(event);
}

async function* partLines(part: string, text: string, people: NamedPeople): AsyncGenerator<SectionLine> {
  yield* people.in([text]);
  for (let from = 0; ; from += partCharactersMax) {
    const more = from + partCharactersMax < text.length;
    yield { is: 'part', part, text: text.slice(from, from + partCharactersMax), ...(more && { more }) };
    if (!more) return;
  }
}
