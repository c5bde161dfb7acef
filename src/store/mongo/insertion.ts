/** One attempt to write documents of the record, and what is known after it. */
import type { Db, Document, WriteConcern } from 'mongodb';
import { MongoServerError } from 'mongodb';
import { type EventDocument, eventsIn, isSeal } from './event-documents.ts';
import { describeFailure, fateOf } from './failure.ts';

const duplicateKey = 11000;

export type Attempt =
  /** So many of them are durable; the next one, where there is one, is not. */
  | {
      readonly kind: 'written';
      readonly count: number;
      readonly failed?: { readonly code: number; readonly text: string };
    }
  | { readonly kind: 'unsent' | 'unknown' | 'refused'; readonly text: string };

export interface WriteTerms {
  readonly writeConcern: WriteConcern | Document;
  /** What is read with it can not be rolled back. */
  readonly readConcern: 'majority' | 'local';
}

export async function insertDocuments(
  database: Db,
  documents: readonly EventDocument[],
  { writeConcern }: WriteTerms,
): Promise<Attempt> {
  try {
    const reply = await database.command({ insert: 'events', documents, ordered: true, writeConcern });
    return attemptOf(reply, documents.length);
  } catch (error) {
    const reply = error instanceof MongoServerError ? error['result'] : undefined;
    if (isReply(reply)) return attemptOf(reply, documents.length);
    return { kind: fateOf(error), text: describeFailure(error) };
  }
}

function isReply(reply: unknown): reply is Document {
  return typeof reply === 'object' && reply !== null && 'writeConcernError' in reply;
}

function attemptOf(reply: Document, length: number): Attempt {
  const { writeConcernError, writeErrors, n } = reply;
  // It was written, and may be lost: it is written again until that is certain.
  if (writeConcernError) return { kind: 'unknown', text: describeFailure(new MongoServerError(writeConcernError)) };
  const [failed] = Array.isArray(writeErrors) ? writeErrors : [];
  if (failed === undefined && typeof n === 'number' && n < length) {
    return { kind: 'unknown', text: `MongoDB has written ${n} of ${length} documents, and does not say why` };
  }
  if (failed === undefined) return { kind: 'written', count: length };
  const error = new MongoServerError(failed);
  if (error.code !== duplicateKey && fateOf(error) === 'unknown') {
    return { kind: 'unknown', text: describeFailure(error) };
  }
  return {
    kind: 'written',
    count: Number(failed.index),
    failed: { code: Number(failed.code), text: describeFailure(error) },
  };
}

export function isDuplicate({ code }: { readonly code: number }): boolean {
  return code === duplicateKey;
}

export type Found =
  /** So many of them, from the first on, are there and durable. */
  | { readonly kind: 'own'; readonly count: number }
  /** The first is there, and may yet be lost. */
  | { readonly kind: 'undecided' }
  /** Its place is taken: by whoever has taken over, or by nobody one knows. */
  | { readonly kind: 'sealed' | 'foreign' }
  /** It is not there. */
  | { readonly kind: 'absent' };

/** What is at the places of these documents. */
export async function findDocuments(
  database: Db,
  documents: readonly EventDocument[],
  { readConcern }: WriteTerms,
): Promise<Found> {
  const durable = await readAt(database, documents, readConcern);
  let count = 0;
  for (const document of documents) {
    const found = durable.get(document._id);
    if (found === undefined || !isSame(found, document)) break;
    count += 1;
  }
  if (count > 0) return { kind: 'own', count };
  const [first] = documents;
  if (first === undefined) return { kind: 'absent' };
  const there = (await readAt(database, [first], 'local')).get(first._id);
  if (there === undefined) return { kind: 'absent' };
  if (isSame(there, first)) return { kind: 'undecided' };
  return { kind: isSeal(there) ? 'sealed' : 'foreign' };
}

type Place = Pick<EventDocument, '_id' | 'stream' | 'commits'>;

async function readAt(
  database: Db,
  documents: readonly EventDocument[],
  readConcern: 'majority' | 'local',
): Promise<Map<string, Place>> {
  const found = await eventsIn(database)
    .find<Place>(
      { _id: { $in: documents.map(({ _id }) => _id) } },
      {
        projection: { stream: 1, commits: 1 },
        ...(readConcern === 'majority' && { readConcern: { level: 'majority' } }),
      },
    )
    .toArray();
  return new Map(found.map((one) => [one._id, one]));
}

function isSame(found: Place, own: EventDocument): boolean {
  return (
    found.stream === own.stream &&
    found.commits.length === own.commits.length &&
    found.commits.every(({ id, first }, i) => id === own.commits[i]?.id && first === own.commits[i]?.first)
  );
}
