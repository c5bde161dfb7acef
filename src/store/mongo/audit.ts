/** The index of audited events: a document for each of them, and none for any other. */
import type { Db, Filter } from 'mongodb';
import { type AuditMark, type AuditPage, type AuditQuery, auditPlace, noAuditPlace, readAuditPlace } from '../audit.ts';
import type { StoredEvent, StreamId } from '../event.ts';
import { type Store, StoreError } from '../port.ts';
import { type AuditDocument, auditIn } from './documents.ts';
import type { MongoWork } from './work.ts';

/** Where an audited event is. */
export interface AuditedAt {
  readonly stream: StreamId;
  readonly number: number;
  /** `_id` of the document that holds it. */
  readonly document: string;
}

/** The events at these places, in their order; without those that are not there. */
export type ReadAudited = (places: readonly AuditedAt[]) => Promise<readonly StoredEvent[]>;

export function auditOn(work: MongoWork, readAudited: ReadAudited): Store['audit'] {
  return async (query) => {
    const mark = query.before === undefined ? undefined : readAuditPlace(query.before);
    if (query.before !== undefined && mark === undefined) throw new StoreError(noAuditPlace);
    if (query.limit < 1) return { events: [] };
    return work.readSettled(() => readPage(work.database, { query, mark, readAudited }));
  };
}

async function readPage(
  database: Db,
  wish: { readonly query: AuditQuery; readonly mark: AuditMark | undefined; readonly readAudited: ReadAudited },
): Promise<AuditPage> {
  const { query, mark, readAudited } = wish;
  // One more than is wanted tells whether there is more.
  const marks = await auditIn(database)
    .find(narrowed(query, mark))
    .sort({ at: -1, _id: -1 })
    .limit(query.limit + 1)
    .toArray();
  const page = marks.slice(0, query.limit);
  const events = await readAudited(page);
  const last = page.at(-1);
  if (marks.length <= query.limit || last === undefined) return { events };
  return { events, place: auditPlace({ at: last.at, nth: last._id }) };
}

function narrowed(
  { stream, person, since = 0, until = Number.MAX_SAFE_INTEGER }: AuditQuery,
  mark: AuditMark | undefined,
): Filter<AuditDocument> {
  return {
    ...(stream !== undefined && { stream: { $eq: stream } }),
    ...(person !== undefined && { person: { $eq: person } }),
    // Also where a place says it already: this is where the reading of the index begins.
    at: { $gte: since, $lt: mark === undefined ? until : Math.min(until, mark.at + 1) },
    ...(mark !== undefined && { $or: [{ at: { $lt: mark.at } }, { at: { $eq: mark.at }, _id: { $lt: mark.nth } }] }),
  };
}

/** What the next audited event is counted as; right only after all effects of commits so far. */
export async function nextAudit(database: Db): Promise<number> {
  const [newest] = await auditIn(database).find().sort({ _id: -1 }).limit(1).toArray();
  return (newest?._id ?? 0) + 1;
}
