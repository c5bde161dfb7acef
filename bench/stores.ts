/**
 * Stores side by side: messages a second beside the server's own one-by-one rate, pages at any depth, starts, changes of lists:
 *   node bench/stores.ts [--only posts,pages,starts,changes] [--small] [STORE ...]
 * A STORE is `sqlite` (files in the temporary folder), `sqlite:FOLDER` (a folder on the disk that is meant), `mongodb` (the server
 * that the tests use) or a `mongodb://` address; its database is left alone, others are made beside it and dropped. Without any:
 * `sqlite mongodb`. There is a table and a file for each part. Sizes are those that are aimed at, unless it is to be small (`--messages`, `--rooms`, `--entries`, ...).
 */
import { parseArgs } from 'node:util';
import type { Row } from './access/timing.ts';
import { report } from './result-file.ts';
import { measureChanges } from './stores/changes.ts';
import { mongoPlaces } from './stores/mongo-place.ts';
import { measurePages } from './stores/pages.ts';
import type { Places } from './stores/place.ts';
import { measurePosts } from './stores/posts.ts';
import { sqlitePlaces } from './stores/sqlite-place.ts';
import { measureStarts } from './stores/starts.ts';

interface Sizes {
  readonly rounds: number;
  readonly seconds: number;
  readonly messages: number;
  /** Events of one document or transaction of the long room. */
  readonly eventsPerCommit: number;
  readonly pages: number;
  readonly rooms: number;
  readonly sessions: number;
  readonly entries: number;
}

const full: Sizes = {
  rounds: 5,
  seconds: 3,
  messages: 1_000_000,
  eventsPerCommit: 20,
  pages: 2_000,
  rooms: 100_000,
  sessions: 20_000,
  entries: 2_000_000,
};
const small: Sizes = {
  rounds: 3,
  seconds: 1,
  messages: 20_000,
  eventsPerCommit: 20,
  pages: 50,
  rooms: 2_000,
  sessions: 1_000,
  entries: 20_000,
};

const parts: Readonly<Record<string, (places: Places, sizes: Sizes) => Promise<Record<string, Row>>>> = {
  posts: async (places, sizes) => {
    const place = await places.fresh();
    const rows = await measurePosts(place, sizes);
    await place.drop();
    return rows;
  },
  pages: async (places, sizes) => {
    const place = await places.fresh();
    const rows = await measurePages(place, sizes);
    await place.drop();
    return rows;
  },
  starts: measureStarts,
  changes: async (places, { entries }) => {
    const place = await places.fresh();
    const rows = await measureChanges(place, entries);
    await place.drop();
    return rows;
  },
};

function sizesOf(values: Readonly<Record<string, string | boolean | undefined>>): Sizes {
  const sizes: Record<string, number> = { ...(values['small'] === true ? small : full) };
  for (const name of Object.keys(sizes)) if (values[name] !== undefined) sizes[name] = Number(values[name]);
  return sizes as unknown as Sizes;
}

async function placesOf(store: string): Promise<Places> {
  if (store === 'sqlite') return sqlitePlaces();
  if (store.startsWith('sqlite:')) return sqlitePlaces(store.slice('sqlite:'.length));
  if (store === 'mongodb') return mongoPlaces();
  if (/^mongodb(\+srv)?:\/\//.test(store)) return mongoPlaces(store);
  throw new Error(`not a store: ${store}`);
}

const numbers = Object.keys(full).map((name) => [name, { type: 'string' }] as const);
const { values, positionals } = parseArgs({
  options: { only: { type: 'string' }, small: { type: 'boolean' }, ...Object.fromEntries(numbers) },
  allowPositionals: true,
});
const sizes = sizesOf(values);
const only = typeof values.only === 'string' ? values.only.split(',') : Object.keys(parts);
const places: Places[] = [];
for (const store of positionals.length > 0 ? positionals : ['sqlite', 'mongodb']) places.push(await placesOf(store));
for (const part of only) {
  const rows: Record<string, Row> = {};
  for (const place of places) {
    for (const [what, row] of Object.entries((await parts[part]?.(place, sizes)) ?? {})) {
      rows[`${place.name}: ${what}`] = row;
      console.log(place.name, what, row);
    }
  }
  report(`stores-${part}`, { rows });
}
for (const place of places) await place.stop();
