/** Looks at a database: are its indexes those of the list, and how large are its collections. */
import type { Db } from 'mongodb';
import type { StoreCheck, StorePart } from '../check.ts';
import { StoreError } from '../port.ts';
import { databaseNameOf, hostsOf } from './address.ts';
import { collectionRows, type FoundIndex, indexesOf, indexRows, keysText } from './indexes.ts';
import { migrations, versionOf } from './layout.ts';
import { reach } from './reach.ts';

/** @throws StoreError where it does not answer */
export async function checkMongoStore(url: string): Promise<StoreCheck> {
  const client = await reach(url);
  try {
    return await checkDatabase(client.db(databaseNameOf(url)), hostsOf(url));
  } finally {
    await client.close();
  }
}

/** @throws StoreError where nothing has been kept there yet */
export async function hasToBeThere(url: string): Promise<void> {
  const client = await reach(url);
  try {
    const database = client.db(databaseNameOf(url));
    if ((await versionOf(database)) === undefined) {
      throw new StoreError(`nothing has been kept in the database ${database.databaseName} at ${hostsOf(url)} yet`);
    }
  } finally {
    await client.close();
  }
}

async function checkDatabase(database: Db, hosts: string): Promise<StoreCheck> {
  const layout = await versionOf(database);
  const where = `MongoDB at ${hosts}, database ${database.databaseName}`;
  if (layout === undefined) {
    const problem = `the database ${database.databaseName} has no store yet: the first start of Longroom makes it`;
    return { store: where, parts: [], problems: [problem] };
  }
  const parts: StorePart[] = [];
  const problems = aboutLayout(layout);
  for (const { name } of collectionRows) {
    const found = await indexesOf(database, name);
    problems.push(...differences(name, found));
    parts.push({ name, ...(await sizesOf(database, name)), indexes: found.length + 1 });
  }
  return { store: `${where}, layout ${layout}`, ...sumOf(parts), parts, problems };
}

function aboutLayout(layout: number): string[] {
  const known = migrations.length;
  if (layout > known) return [`this database was made by a newer Longroom (layout ${known} is known): update Longroom`];
  return layout < known
    ? [`this database has an older layout than ${known}: the next start of Longroom changes it`]
    : [];
}

function differences(collection: string, found: readonly FoundIndex[]): string[] {
  const wanted = indexRows.filter((row) => row.collection === collection);
  const missing = wanted.filter(({ keys }) => !found.some((one) => one.keys === keysText(keys)));
  const unknown = found.filter(({ keys }) => !wanted.some((row) => keysText(row.keys) === keys));
  const loose = found.filter((one) => !one.unique && !unknown.includes(one));
  return [
    ...missing.map(
      ({ keys, why }) =>
        `the index of ${collection} (${keysText(keys)}) is missing (${why}): db.${collection}.createIndex(${JSON.stringify(keys)}, {"unique":true}), or start Longroom again`,
    ),
    ...loose.map(
      ({ name, keys }) =>
        `the index of ${collection} (${keys}) is not unique: db.${collection}.dropIndex(${JSON.stringify(name)}), and start Longroom again`,
    ),
    ...unknown.map(
      ({ name, keys }) =>
        `the index of ${collection} (${keys}) is not one of Longroom's, and every write pays for it: db.${collection}.dropIndex(${JSON.stringify(name)})`,
    ),
  ];
}

async function sizesOf(database: Db, name: string): Promise<Pick<StorePart, 'entries' | 'bytes' | 'indexBytes'>> {
  const entries = await database.collection(name).estimatedDocumentCount();
  try {
    const { storageSize, totalIndexSize } = await database.command({ collStats: name });
    return {
      entries,
      ...(typeof storageSize === 'number' && { bytes: storageSize }),
      ...(typeof totalIndexSize === 'number' && { indexBytes: totalIndexSize }),
    };
  } catch {
    // The user may not ask, or the server does not know.
    return { entries };
  }
}

function sumOf(parts: readonly StorePart[]): { readonly bytes?: number } {
  if (parts.some(({ bytes }) => bytes === undefined)) return {};
  return { bytes: parts.reduce((sum, { bytes = 0, indexBytes = 0 }) => sum + bytes + indexBytes, 0) };
}
