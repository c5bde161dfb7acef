/** Taking away events that lie behind the snapshot and every reader of the feed. */
import type { AnyBulkWriteOperation, Db } from 'mongodb';
import type { StreamId } from '../event.ts';
import { inParts } from '../in-parts.ts';
import { asRead, type EventDocument, eventsIn, placeOf } from './event-documents.ts';
import type { Passed } from './feed.ts';
import { inOrder } from './keys.ts';
import { snapshotsIn } from './snapshots.ts';

/** Documents looked at by one step. */
const documentsAtOnce = 200;
/** Documents read whole and written again at once: each may hold 1 MiB. */
const rewrittenAtOnce = 16;

interface Step {
  readonly removed: number;
  /** How far it came; the same as before where it can go no further. */
  readonly reached: number;
}

/** One step, after all effects of commits so far are applied. */
export async function compactStep(
  database: Db,
  query: { readonly stream: StreamId; readonly through: number; readonly passed: Passed },
): Promise<{ readonly removed: number; readonly more: boolean }> {
  const stream = inOrder(query.stream);
  const [head, newest] = await Promise.all([
    snapshotsIn(database).findOne({ _id: stream }, { projection: { number: 1, compacted: 1 } }),
    eventsIn(database).findOne({ stream }, { sort: { first: -1 }, projection: { last: 1 } }),
  ]);
  if (head === null || newest === null) return { removed: 0, more: false };
  const mark = head.compacted ?? 0;
  const end = Math.min(query.through, head.number, newest.last - 1);
  if (end <= mark) return { removed: 0, more: false };
  const { removed, reached } = await removeBetween(database, { stream, mark, end, passed: query.passed });
  if (reached > mark) await snapshotsIn(database).updateOne({ _id: stream }, { $max: { compacted: reached } });
  return { removed, more: reached > mark && reached < end };
}

async function removeBetween(
  database: Db,
  within: { readonly stream: string; readonly mark: number; readonly end: number; readonly passed: Passed },
): Promise<Step> {
  const { stream, mark, end, passed } = within;
  const events = eventsIn(database);
  const entered = await events.findOne(
    { stream, first: { $lte: mark + 1 } },
    { sort: { first: -1 }, projection: { first: 1 } },
  );
  const documents = await events
    .find({ stream, first: { $gte: entered?.first ?? 1, $lte: end } })
    .sort({ first: 1 })
    .limit(documentsAtOnce)
    .project<Omit<EventDocument, 'stream' | 'until'>>({ 'events.payload': 0 })
    .toArray();
  const whole: string[] = [];
  const partly: string[] = [];
  let removed = 0;
  let reached = mark;
  for (const document of documents) {
    const to = Math.min(end, firstOpen(document, passed) - 1);
    const gone = document.events.filter(({ n, c }) => c && n > mark && n <= to).length;
    removed += gone;
    reached = Math.max(reached, Math.min(document.last, to));
    // The first document stays, so that the stream does not begin again.
    const all = gone === document.events.length && document.first > 1;
    if (gone > 0) (all ? whole : partly).push(document._id);
    if (to < document.last) break;
  }
  for (const ids of inParts(partly, rewrittenAtOnce)) {
    while (!(await removeWithin(database, { stream, ids, mark, to: reached })));
  }
  if (whole.length > 0) await events.deleteMany({ _id: { $in: whole }, stream });
  if (documents.length < documentsAtOnce && reached >= (documents.at(-1)?.last ?? end)) reached = end;
  return { removed, reached };
}

/** False where somebody was faster: an event of the same documents may be replaced meanwhile. */
async function removeWithin(
  database: Db,
  within: { readonly stream: string; readonly ids: readonly string[]; readonly mark: number; readonly to: number },
): Promise<boolean> {
  const { stream, ids, mark, to } = within;
  const found = await eventsIn(database)
    .find({ _id: { $in: ids }, stream })
    .project<Omit<EventDocument, 'effects'>>({ effects: 0 })
    .toArray();
  const writes = found.map((document) => {
    const events = document.events.filter(({ n, c }) => !(c && n > mark && n <= to));
    const update = { $set: { events, changes: (document.changes ?? 0) + 1 }, $unset: { effects: '' as const } };
    return { updateOne: { filter: asRead(document), update } } as AnyBulkWriteOperation<EventDocument>;
  });
  if (writes.length === 0) return true;
  const { matchedCount } = await eventsIn(database).bulkWrite(writes, { ordered: false });
  return matchedCount === writes.length;
}

/** The first number of the first commit in it that somebody has yet to read. */
function firstOpen({ _id, commits }: Pick<EventDocument, '_id' | 'commits'>, passed: Passed): number {
  const { epoch, sequence } = placeOf(_id);
  const open = commits.find((_, i) => !passed({ epoch, sequence: sequence + i }));
  return open?.first ?? Number.POSITIVE_INFINITY;
}
