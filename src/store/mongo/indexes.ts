/**
 * All collections and all indexes, each with its reason: what a start makes, what `longroom store check` compares with,
 * and what docs/store.md tells. There are no others, and every one is unique (it ends in `_id` where it would not be
 * by itself): that costs nothing, and some servers have only such ones.
 */
import type { Db } from 'mongodb';

export interface CollectionRow {
  readonly name: string;
  /** What a document of it is. */
  readonly holds: string;
  /** What its `_id` is, and what is read by that. */
  readonly id: string;
  /** What it is divided by over the shards; absent where it stays on one. */
  readonly shardKey?: Readonly<Record<string, 1>>;
}

export const collectionRows: readonly CollectionRow[] = [
  { name: 'layout', holds: 'the version of this layout', id: 'always layout' },
  { name: 'writers', holds: 'an opening of the store', id: 'the epoch: each claims the next' },
  {
    name: 'events',
    holds: 'what one stream committed at once: its events, and what must follow from them',
    id: 'epoch and page: the feed, and the fence against a writer of before',
    shardKey: { stream: 1, first: 1 },
  },
  {
    name: 'archive_ids',
    holds: 'an archive id that does not tell where its event is (most do)',
    id: 'stream and archive id: the event that has it',
    shardKey: { _id: 1 },
  },
  { name: 'snapshots', holds: 'which parts make the snapshot of a stream', id: 'the stream', shardKey: { _id: 1 } },
  {
    name: 'snapshot_parts',
    holds: 'a piece of a part, at most 4 MiB',
    id: 'stream, part and place: a part in one reading',
    shardKey: { _id: 1 },
  },
  { name: 'rooms', holds: 'a room as lists show it', id: 'the address: lists in its order' },
  { name: 'people', holds: 'a person or domain', id: 'the key that stands in events' },
  {
    name: 'sessions',
    holds: 'that a session is in a room',
    id: 'session and stream: the rooms of a session, and sessions in order',
    shardKey: { _id: 1 },
  },
  {
    name: 'memberships',
    holds: 'that a person belongs to a room, or did',
    id: 'person and where the stream began: the rooms of a person, in that order',
    shardKey: { _id: 1 },
  },
  { name: 'audit', holds: 'where an audited event is', id: 'counts up: what is newest' },
  { name: 'checkpoints', holds: 'how far a reader of the feed has come', id: 'the name of the reader' },
];

export interface IndexRow {
  readonly collection: string;
  readonly keys: Readonly<Record<string, 1>>;
  /** What it is there for. */
  readonly why: string;
}

export const indexRows: readonly IndexRow[] = [
  {
    collection: 'events',
    keys: { stream: 1, first: 1 },
    why: 'no two commits begin with the same number of a stream; pages of history are one range of it',
  },
  { collection: 'people', keys: { jid: 1 }, why: 'one key for each address; keys of the people in a request' },
  { collection: 'rooms', keys: { key: 1, _id: 1 }, why: 'a room by its key; single rooms beside a list' },
  {
    collection: 'rooms',
    keys: { shown: 1, _id: 1, category: 1 },
    why: 'pages and the count of the list of everybody, without reading rooms that are not in it',
  },
  {
    collection: 'rooms',
    keys: { category: 1, shown: 1, _id: 1 },
    why: 'pages and counts of categories: their ranges are merged in order',
  },
  { collection: 'audit', keys: { at: 1, _id: 1 }, why: 'the audit, newest first' },
  { collection: 'audit', keys: { stream: 1, at: 1, _id: 1 }, why: 'the audit of one room' },
  { collection: 'audit', keys: { person: 1, at: 1, _id: 1 }, why: 'what one person did' },
];

/** An index as it is there; `keys` as text, such as `stream, first`. */
export interface FoundIndex {
  readonly name: string;
  readonly keys: string;
  readonly unique: boolean;
}

export function keysText(keys: Readonly<Record<string, unknown>>): string {
  return Object.entries(keys)
    .map(([name, direction]) => (direction === 1 ? name : `${name} ${String(direction)}`))
    .join(', ');
}

/** Without the one of `_id`, which every collection has. */
export async function indexesOf(database: Db, collection: string): Promise<readonly FoundIndex[]> {
  const there = await database.listCollections({ name: collection }, { nameOnly: true }).toArray();
  if (there.length === 0) return [];
  const found = await database.collection(collection).listIndexes().toArray();
  return found
    .map(({ name, key, unique }) => ({ name: String(name), keys: keysText(key), unique: unique === true }))
    .filter(({ keys }) => keys !== '_id');
}

/**
 * Makes the indexes that are not there, one after the other.
 * @param announce told before one is made, in one line
 */
export async function ensureIndexes(database: Db, announce: (line: string) => void): Promise<void> {
  for (const { name } of collectionRows) {
    const wanted = indexRows.filter(({ collection }) => collection === name);
    if (wanted.length === 0) continue;
    const there = new Set((await indexesOf(database, name)).map(({ keys }) => keys));
    for (const { keys } of wanted) {
      if (there.has(keysText(keys))) continue;
      const documents = await database.collection(name).estimatedDocumentCount();
      if (documents > 0) announce(`an index of ${name} is made (${keysText(keys)}); ${documents} documents are read`);
      // However long that takes: elsewhere a silent server is given up.
      await database.collection(name).createIndex(keys, { unique: true, timeoutMS: 0 });
    }
  }
}
