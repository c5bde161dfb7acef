/** What is asked of the database before commits are written: only about those that are not simply the next of a stream in use. */
import type { Db } from 'mongodb';
import { archiveIdHint } from '../archive-id.ts';
import type { Commit, CommitOutcome } from '../commit.ts';
import type { StoredEvent, StreamId } from '../event.ts';
import { inParts } from '../in-parts.ts';
import { restoredBetween } from '../restored.ts';
import { archiveIdKey, archiveIdsIn, eventsIn, placeOf } from './event-documents.ts';
import { streamOf, type Waiting, type WaitingCommit, type WaitingRestore } from './queue.ts';
import type { StreamEnd, StreamEnds } from './streams.ts';

/** Questions asked at the same time. */
const askedAtOnce = 32;
const idsAtOnce = 1_000;

/** Where those streams end that are written to and not known; one that begins with its first number is taken at its word. */
export async function loadEnds(
  ends: StreamEnds,
  items: readonly Waiting[],
): Promise<readonly (readonly [StreamId, StreamEnd])[]> {
  const unknown = new Set<StreamId>();
  for (const item of items) {
    const stream = streamOf(item);
    const begins = item.kind === 'commit' && item.commit.first === 1 && !ends.isDoubted(stream);
    // An archive id that is used already may be its own: then it is not the first time.
    if (!(begins && foreignIds(item).length === 0) && ends.get(stream) === undefined) unknown.add(stream);
  }
  const found: (readonly [StreamId, StreamEnd])[] = [];
  for (const some of inParts([...unknown], askedAtOnce)) {
    found.push(...(await Promise.all(some.map(async (stream) => [stream, await ends.load(stream)] as const))));
  }
  return found;
}

export interface ForeignId {
  readonly id: string;
  readonly n: number;
}

/** Archive ids that do not tell where their events are. */
export function foreignIds(
  item: Pick<WaitingCommit, 'kind' | 'commit'> | Pick<WaitingRestore, 'kind' | 'events'>,
): readonly ForeignId[] {
  const found: ForeignId[] = [];
  const events: readonly { readonly archiveId?: string; readonly number?: number }[] =
    item.kind === 'commit' ? item.commit.events : item.events;
  for (const [i, { archiveId, number }] of events.entries()) {
    if (archiveId === undefined) continue;
    const n = number ?? (item.kind === 'commit' ? item.commit.first + i : 0);
    if (archiveIdHint(archiveId) !== n) found.push({ id: archiveId, n });
  }
  return found;
}

/** Which of the archive ids in these are used already; right once all effects of commits before are applied. */
export async function usedArchiveIds(database: Db, items: readonly Waiting[]): Promise<Set<string>> {
  const keys = items.flatMap((item) => foreignIds(item).map(({ id }) => archiveIdKey(streamOf(item), id)));
  const used = new Set<string>();
  for (const some of inParts(keys, idsAtOnce)) {
    const found = await archiveIdsIn(database)
      .find({ _id: { $in: some } })
      .toArray();
    for (const { _id, gone } of found) if (gone === undefined) used.add(_id);
  }
  return used;
}

/** What became of a commit whose first number the stream has already. */
export async function alreadyWritten(
  database: Db,
  { commit, end, epoch }: { readonly commit: Commit; readonly end: StreamEnd; readonly epoch: number },
): Promise<CommitOutcome> {
  const there = await eventsIn(database).findOne(
    { stream: end.key, first: { $lte: commit.first } },
    { sort: { first: -1 }, projection: { commits: 1, 'events.n': 1 } },
  );
  const { epoch: writer = 0, sequence = 0 } = there === null ? {} : placeOf(there._id);
  if (there === null || writer !== epoch || !there.events.some(({ n }) => n === commit.first)) {
    return { kind: 'stale', text: `another writer has written to ${commit.stream}: read it again from the store` };
  }
  const place = there.commits.findIndex(({ id, first }) => id === commit.id && first === commit.first);
  if (place >= 0) return { kind: 'committed', sequence: sequence + place };
  return {
    kind: 'refused',
    text: `number ${commit.first} of ${commit.stream} is taken: read it again from the store`,
  };
}

/** Why events up to the end of the stream cannot be restored, or nothing: they have to be there. */
export async function missingOfRestored(
  database: Db,
  {
    stream,
    events,
    end,
  }: { readonly stream: StreamId; readonly events: readonly StoredEvent[]; readonly end: StreamEnd },
): Promise<string | undefined> {
  const wanted = events.filter(({ number }) => number <= end.last);
  const [oldest] = wanted;
  const newest = wanted.at(-1);
  if (oldest === undefined || newest === undefined) return undefined;
  const there = new Set<number>();
  const entered = await eventsIn(database).findOne(
    { stream: end.key, first: { $lte: oldest.number } },
    { sort: { first: -1 }, projection: { first: 1 } },
  );
  const found = eventsIn(database)
    .find({ stream: end.key, first: { $gte: entered?.first ?? 1, $lte: newest.number } })
    .project<{ readonly events: readonly { readonly n: number }[] }>({ 'events.n': 1 });
  for await (const document of found) for (const { n } of document.events) there.add(n);
  const between = wanted.find(({ number }) => !there.has(number));
  return between && restoredBetween(stream, between.number, end.last);
}
