/**
 * Snapshots: a document that names the parts, and the parts, in pieces that fit into documents. What is new is written
 * first, then named, and what is named no more is removed, so that there is a whole one at any moment.
 */
import type { Collection, Db } from 'mongodb';
import type { StreamId } from '../event.ts';
import { type Snapshot, type Store, StoreError } from '../port.ts';
import { isDuplicateKey } from './duplicates.ts';
import { documentId } from './event-documents.ts';
import { lastNumber } from './events.ts';
import { inOrder, outOfOrder } from './keys.ts';

/** Characters of a piece: at most three bytes each. */
const pieceLengthMax = 4_194_304;
/** Pieces written at once. */
const bytesAtOnce = 4_194_304;

interface NamedPart {
  readonly name: string;
  /** Where its pieces are. */
  readonly part: string;
  readonly chunks: number;
}

export interface SnapshotDocument {
  /** The stream, as `inOrder` writes it. */
  readonly _id: string;
  readonly number: number;
  /** Counts the times it was saved. */
  readonly version: number;
  readonly parts: readonly NamedPart[];
  /** Up to where the stream has been compacted. */
  readonly compacted?: number;
}

interface PieceDocument {
  readonly _id: string;
  readonly stream: string;
  readonly part: string;
  readonly content: string;
}

export function snapshotsIn(database: Db): Collection<SnapshotDocument> {
  return database.collection('snapshots');
}

function piecesIn(database: Db): Collection<PieceDocument> {
  return database.collection('snapshot_parts');
}

/** Tries until what was read is what is there. */
const attemptsMax = 20;

export async function readSnapshot(database: Db, stream: StreamId): Promise<Snapshot | undefined> {
  const _id = inOrder(stream);
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const head = await snapshotsIn(database).findOne({ _id });
    if (head === null) return undefined;
    const ids = head.parts.flatMap((part) => pieceIds(_id, part));
    const found = await piecesIn(database)
      .find({ _id: { $in: ids } })
      .project<Pick<PieceDocument, '_id' | 'content'>>({ content: 1 })
      .toArray();
    // One that was saved meanwhile has taken pieces away.
    if (found.length < ids.length) continue;
    const contents = new Map(found.map((piece) => [piece._id, piece.content]));
    const parts = head.parts.map((part) => [
      part.name,
      pieceIds(_id, part)
        .map((id) => contents.get(id) ?? '')
        .join(''),
    ]);
    return { number: head.number, parts: Object.fromEntries(parts) };
  }
  throw new StoreError(`the snapshot of ${stream} has not all its parts: restore a backup of snapshot_parts`);
}

function pieceIds(stream: string, { part, chunks }: NamedPart): string[] {
  return Array.from({ length: chunks }, (_, at) => pieceId(stream, part, at));
}

function pieceId(stream: string, part: string, at: number): string {
  return `${stream} ${part} ${at}`;
}

/** One at a time for each stream. */
export type InTurn = <T>(stream: StreamId, run: () => Promise<T>) => Promise<T>;

export class SnapshotWriter {
  readonly #database: Db;
  readonly #epoch: number;
  #tokens = 0;
  readonly #inTurn: InTurn;

  constructor(database: Db, epoch: number, inTurn: InTurn) {
    this.#inTurn = inTurn;
    this.#database = database;
    this.#epoch = epoch;
  }

  save(given: Parameters<Store['saveSnapshot']>[0]): Promise<void> {
    return this.#inTurn(given.stream, () => this.#save(given));
  }

  remove(stream: StreamId): Promise<void> {
    return this.#inTurn(stream, async () => {
      if ((await lastNumber(this.#database, stream)) > 0) {
        throw new StoreError(`the snapshot of ${stream} stays: it stands for events`);
      }
      const _id = inOrder(stream);
      await snapshotsIn(this.#database).deleteOne({ _id });
      await this.#removePieces(_id, []);
    });
  }

  async #save({ stream, number, parts }: Parameters<Store['saveSnapshot']>[0]): Promise<void> {
    if (number > 0 && number > (await lastNumber(this.#database, stream))) {
      throw new StoreError(`a snapshot of ${stream} names event ${number}, which is not written`);
    }
    const _id = inOrder(stream);
    const given = Object.entries(parts);
    const made = given.flatMap(([name, content]) => (content === null ? [] : [this.#cut(_id, name, content)]));
    let written = false;
    for (;;) {
      const head = await snapshotsIn(this.#database).findOne({ _id });
      if (head !== null && number < head.number) return;
      if (!written) await this.#writePieces(made.flatMap(({ pieces }) => pieces));
      written = true;
      const kept = (head?.parts ?? []).filter(({ name }) => !given.some(([other]) => other === name));
      const named = [...kept, ...made.map(({ named }) => named)];
      if (!(await this.#name(_id, { head, number, parts: named }))) continue;
      const replaced = head !== null && kept.length < head.parts.length;
      if (replaced || head === null) await this.#removePieces(_id, named);
      return;
    }
  }

  #cut(stream: string, name: string, content: string) {
    this.#tokens += 1;
    const part = documentId(this.#epoch, this.#tokens);
    const pieces = cut(content).map((piece, at) => ({ _id: pieceId(stream, part, at), stream, part, content: piece }));
    return { named: { name, part, chunks: pieces.length }, pieces };
  }

  async #writePieces(pieces: readonly PieceDocument[]): Promise<void> {
    let some: PieceDocument[] = [];
    let bytes = 0;
    for (const piece of pieces) {
      some.push(piece);
      bytes += piece.content.length;
      if (bytes < bytesAtOnce) continue;
      await piecesIn(this.#database).insertMany(some);
      some = [];
      bytes = 0;
    }
    if (some.length > 0) await piecesIn(this.#database).insertMany(some);
  }

  /** False where somebody else has saved one meanwhile. */
  async #name(
    _id: string,
    to: { readonly head: SnapshotDocument | null; readonly number: number; readonly parts: readonly NamedPart[] },
  ): Promise<boolean> {
    const { head, number, parts } = to;
    if (head !== null) {
      const update = { $set: { number, parts, version: head.version + 1 } };
      const { matchedCount } = await snapshotsIn(this.#database).updateOne({ _id, version: head.version }, update);
      return matchedCount === 1;
    }
    try {
      await snapshotsIn(this.#database).insertOne({ _id, number, version: 1, parts });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Also what a crash has left. What a later writer has written is not touched: it may be about to name it. */
  async #removePieces(stream: string, named: readonly NamedPart[]): Promise<void> {
    await piecesIn(this.#database).deleteMany({
      _id: { $gte: `${stream} `, $lt: `${stream}!` },
      stream,
      part: { $nin: named.map(({ part }) => part), $lt: documentId(this.#epoch + 1, 0) },
    });
  }
}

/** In pieces that are whole characters. */
function cut(content: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < content.length || from === 0; ) {
    let to = Math.min(from + pieceLengthMax, content.length);
    if (to < content.length && (content.charCodeAt(to - 1) & 0xfc00) === 0xd800) to -= 1;
    pieces.push(content.slice(from, to));
    if (to === content.length) break;
    from = to;
  }
  return pieces;
}

/** Streams that have a snapshot, by name. */
export async function listSnapshots(
  database: Db,
  { prefix, after, limit }: { readonly prefix: string; readonly after?: StreamId; readonly limit: number },
): Promise<readonly StreamId[]> {
  if (limit <= 0) return [];
  const from = inOrder(prefix);
  const found = await snapshotsIn(database)
    .find({ _id: { $gte: from, ...(after !== undefined && { $gt: inOrder(after) }) } })
    .sort({ _id: 1 })
    .limit(limit)
    .project<{ readonly _id: string }>({ _id: 1 })
    .toArray();
  // Those that begin so come first.
  return found.filter(({ _id }) => _id.startsWith(from)).map(({ _id }) => outOfOrder(_id));
}
