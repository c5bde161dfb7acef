import { readFileSync } from 'node:fs';
import test from 'ava';
import { collectionRows, indexRows } from '../../../src/store/mongo/indexes.ts';
import { withMadeParts } from '../../../src/store/mongo/reference.ts';

test('docs/store.md tells the collections, indexes and shard keys as they are', (t) => {
  const page = readFileSync(new URL('../../../docs/store.md', import.meta.url), 'utf8');
  t.is(page, withMadeParts(page), 'run: npm run docs');
  for (const { why } of indexRows) t.true(page.includes(why), why);
  for (const { holds } of collectionRows) t.true(page.includes(holds), holds);
});

test('every index belongs to a collection of the list, and is unique by its fields or by _id', (t) => {
  const names = collectionRows.map(({ name }) => name);
  t.is(new Set(names).size, names.length);
  for (const { collection } of indexRows) t.true(names.includes(collection), collection);
});
