/** Moving events between stores: going through the streams, and writing them as another store had them. */
import type { Db } from 'mongodb';
import type { StreamId } from '../event.ts';
import { eventsIn, seals } from './event-documents.ts';
import { inOrder, outOfOrder } from './keys.ts';
import { snapshotsIn } from './snapshots.ts';

/** Streams that have events or a snapshot, by name. */
export async function listStreams(
  database: Db,
  { after, limit }: { readonly after?: StreamId; readonly limit: number },
): Promise<readonly StreamId[]> {
  if (limit <= 0) return [];
  const from = after === undefined ? '' : inOrder(after);
  const [begun, kept] = await Promise.all([
    streamsWithEvents(database, from, limit),
    withSnapshot(database, from, limit),
  ]);
  const names = new Set(
    [...begun, ...kept].toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))),
  );
  return [...names].slice(0, limit).map(outOfOrder);
}

/** A stream is found by its first document, which stays: of the others only the index is passed. */
async function streamsWithEvents(database: Db, from: string, limit: number): Promise<readonly string[]> {
  const found: string[] = [];
  for (let after = from; found.length < limit; ) {
    const wanted = limit - found.length;
    const some = await eventsIn(database)
      .find({ stream: { $gt: after }, first: 1 })
      .sort({ stream: 1 })
      .limit(wanted)
      .project<{ readonly stream: string }>({ _id: 0, stream: 1 })
      .toArray();
    const seal = some.findIndex(({ stream }) => stream.startsWith(seals.begin));
    found.push(...(seal < 0 ? some : some.slice(0, seal)).map(({ stream }) => stream));
    if (seal < 0 && some.length < wanted) break;
    after = seal < 0 ? (some.at(-1)?.stream ?? after) : seals.end;
  }
  return found;
}

async function withSnapshot(database: Db, from: string, limit: number): Promise<readonly string[]> {
  const found = await snapshotsIn(database)
    .find({ _id: { $gt: from } })
    .sort({ _id: 1 })
    .limit(limit)
    .project<{ readonly _id: string }>({ _id: 1 })
    .toArray();
  return found.map(({ _id }) => _id);
}
