/** Imports point downwards and inwards only. */
import test from 'ava';
import { filesIn, type Import, importsOf } from './source.ts';

interface Rule {
  /** Where the importing file lies. */
  readonly from: string;
  /** Folders or files it may import beside its own folder. */
  readonly may: readonly string[];
  /** Of these it may import types, which are gone at run time. */
  readonly mayTypes?: readonly string[];
}

const LOG = 'src/ops/log.ts';
/** What of `wire/` is plain data and knows no stream. */
const PLAIN_WIRE = ['src/wire/error.ts', 'src/wire/jid.ts'];
/** What a principal is as text: rules on all sides are about them. */
const PRINCIPALS = 'src/principal-text.ts';
/** How long things are kept, in days: said in many places. */
const KEPT = 'src/kept-days.ts';
/** How names and patterns are read that people type. */
const TYPED = [PRINCIPALS, 'src/category/name.ts', 'src/groups/dn.ts', 'src/groups/address-pattern.ts'];

/** The first rule whose `from` begins the file's path counts. */
const RULES: readonly Rule[] = [
  { from: 'src/wire/', may: [] },
  { from: 'src/room/', may: [...PLAIN_WIRE, PRINCIPALS, KEPT], mayTypes: ['src/wire/'] },
  { from: 'src/category/', may: [...PLAIN_WIRE, PRINCIPALS, KEPT], mayTypes: ['src/wire/'] },
  { from: 'src/store/', may: [], mayTypes: [LOG] },
  { from: 'src/archive/', may: ['src/wire/', 'src/room/', 'src/store/'], mayTypes: [LOG] },
  { from: 'src/commands/', may: ['src/wire/', 'src/room/', 'src/category/', PRINCIPALS, KEPT, 'src/nearest.ts'] },
  { from: 'src/control/', may: ['src/commands/', 'src/wire/error.ts', 'src/wire/form.ts'], mayTypes: [LOG] },
  {
    from: 'src/service/',
    may: ['src/wire/', 'src/room/', 'src/category/', 'src/archive/', 'src/commands/', 'src/store/', PRINCIPALS, KEPT],
    mayTypes: ['src/ops/'],
  },
  {
    from: 'src/groups/',
    may: [...PLAIN_WIRE, 'src/wire/backoff.ts', PRINCIPALS],
    mayTypes: ['src/ops/', 'src/category/'],
  },
  {
    from: 'src/transfer/',
    may: [
      ...['src/store/', 'src/service/', 'src/category/', 'src/control/', LOG, 'src/nearest.ts'],
      ...['src/open-store.ts', 'src/back-up-store.ts'],
    ],
    mayTypes: ['src/config/'],
  },
  {
    from: 'src/migration/',
    may: [
      ...['src/wire/', 'src/room/', 'src/category/', 'src/service/', 'src/store/', PRINCIPALS],
      ...['src/open-store.ts', 'src/nearest.ts', 'src/transfer/progress-line.ts', LOG],
    ],
    mayTypes: ['src/config/'],
  },
  { from: 'src/ops/', may: [] },
  { from: 'src/config/', may: [LOG, 'src/wire/jid.ts', 'src/service/rates.ts', 'src/nearest.ts', KEPT, ...TYPED] },
  { from: 'src/conformance/', may: [] },
  { from: 'src/demo/', may: ['src/'] },
  { from: 'src/', may: ['src/'] },
];

/** An adapter is known to itself and to the program that is put together from it. */
const ADAPTERS = ['src/store/sqlite/', 'src/store/mongo/', 'src/search/fts5/', 'src/search/meilisearch/'];
const KNOW_ADAPTERS = ['src/open-store.ts', 'src/back-up-store.ts', 'src/documents.ts', 'src/demo/'];

const files = filesIn('src/**/*.ts');

test('a folder imports only what lies below it or further in', (t) => {
  t.true(files.length > 20);
  t.deepEqual(
    files.flatMap((path) =>
      importsOf(path)
        .filter((one) => !allowed(path, one))
        .map(said(path)),
    ),
    [],
  );
});

test('only the program itself knows which adapter is in use', (t) => {
  const outside = files.flatMap((path) =>
    importsOf(path)
      .filter(({ target }) => {
        const adapter = ADAPTERS.find((folder) => target.startsWith(folder));
        return adapter !== undefined && ![adapter, ...KNOW_ADAPTERS].some((place) => path.startsWith(place));
      })
      .map(said(path)),
  );
  t.deepEqual(outside, []);
});

test('the emitter of events stays in the wire and the web', (t) => {
  const outside = files.filter((path) => !path.startsWith('src/wire/') && !path.startsWith('src/web/'));
  const emitters = ['events', 'node:events'];
  const found = outside.flatMap((path) =>
    importsOf(path)
      .filter(({ target, typeOnly }) => emitters.includes(target) && !typeOnly)
      .map(said(path)),
  );
  t.deepEqual(found, []);
});

test('the tests lean on the source, never the source on the tests', (t) => {
  t.deepEqual(
    files.flatMap((path) =>
      importsOf(path)
        .filter(({ target }) => target.startsWith('test/'))
        .map(said(path)),
    ),
    [],
  );
});

function allowed(path: string, { target, typeOnly }: Import): boolean {
  if (!target.startsWith('src/')) return true;
  const rule = RULES.find(({ from }) => path.startsWith(from));
  if (rule === undefined) return false;
  const own = rule.from !== 'src/' && target.startsWith(rule.from);
  const places = [...rule.may, ...(typeOnly ? (rule.mayTypes ?? []) : [])];
  return own || places.some((place) => target.startsWith(place));
}

function said(path: string): (one: Import) => string {
  return ({ target }) => `${path} imports ${target}`;
}
