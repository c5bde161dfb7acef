/** Which layout a database has, and how an older one becomes the one of today. */
import type { Collection, Db } from 'mongodb';
import { StoreError } from '../port.ts';
import { isDuplicateKey } from './duplicates.ts';
import { collectionRows, ensureIndexes } from './indexes.ts';

interface LayoutDocument {
  readonly _id: 'layout';
  /** How many migrations it has been through. */
  readonly version: number;
}

export interface Migration {
  /** Ends the sentence "the database is changed: ..." */
  readonly does: string;
  /** Ends as well when a part of it was done before: it may be broken off at any place, and is then done again. */
  run(database: Db): Promise<void>;
}

/** Forward, in order. A released one is never changed: whoever needs another layout appends one. */
export const migrations: readonly Migration[] = [
  { does: 'its collections and indexes are made', run: (database) => ensureIndexes(database, () => undefined) },
];

export interface LayoutOptions {
  /** Told in one line what is about to be done that may take long. */
  readonly announce?: (line: string) => void;
  /** For tests only. */
  readonly migrations?: readonly Migration[];
}

/**
 * Brings the database to the layout of this program; done already, it costs a few readings.
 * @throws StoreError where a newer program has been here, or a database is another program's
 */
export async function ensureLayout(database: Db, options: LayoutOptions = {}): Promise<void> {
  const { announce = () => undefined, migrations: steps = migrations } = options;
  const layout: Collection<LayoutDocument> = database.collection('layout');
  const version = (await versionOf(database)) ?? (await begin(database, layout));
  if (version > steps.length) throw new StoreError(newer(database, version, steps.length));
  for (const [at, { does, run }] of steps.entries()) {
    if (at < version) continue;
    if (version > 0) announce(`the database is changed from layout ${at} to ${at + 1}: ${does}`);
    await run(database);
    // Only forwards: another start may have been faster.
    await layout.updateOne({ _id: 'layout', version: { $lt: at + 1 } }, { $set: { version: at + 1 } });
  }
  await ensureIndexes(database, announce);
}

/** Undefined where nothing has been made yet. */
export async function versionOf(database: Db): Promise<number | undefined> {
  const found = await database.collection<LayoutDocument>('layout').findOne({ _id: 'layout' });
  return found?.version;
}

function newer({ databaseName }: Db, version: number, known: number): string {
  return (
    `the database ${databaseName} was made by a newer Longroom (layout ${version}, this one knows ${known}): ` +
    'update Longroom, or restore a backup of before; nothing has been changed'
  );
}

async function begin(database: Db, layout: Collection<LayoutDocument>): Promise<number> {
  for (const { name } of collectionRows) {
    if ((await database.collection(name).findOne({}, { projection: { _id: 1 } })) === null) continue;
    // Another start may have been faster: what is there is its.
    const version = await versionOf(database);
    if (version !== undefined) return version;
    throw new StoreError(
      `the database ${database.databaseName} has a collection ${name} of another program: name another database in store.url`,
    );
  }
  try {
    await layout.insertOne({ _id: 'layout', version: 0 });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  return 0;
}
