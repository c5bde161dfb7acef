/** What is said about XEPs is said once (src/conformance/xeps.ts), and sources, tests and documents agree with it. */
import test from 'ava';
import { CHOICES } from '../../src/conformance/choices.ts';
import { headersOf, type Mention, mentionsIn, places } from '../../src/conformance/evidence.ts';
import { documents, readProject } from '../../src/conformance/project.ts';
import { USE_CASES } from '../../src/conformance/sections.ts';
import { AREAS, XEPS, type Xep } from '../../src/conformance/xeps.ts';
import { parseElements } from '../../src/wire/parser.ts';
import { elements } from '../../src/wire/xml.ts';
import { textOf } from './source.ts';

const { sources, tests } = readProject();
const headers = headersOf(sources);
const mentions = mentionsIn(tests);
const { version } = JSON.parse(textOf('package.json')) as { readonly version: string };
const WHERE = 'see src/conformance/xeps.ts';

function rowOf(number: string): Xep | undefined {
  return XEPS.find((row) => row.number === number);
}

test('every header of a source file names a row of the table, with its title, version and date', (t) => {
  t.true(headers.length > 20);
  for (const { path, ...header } of headers) {
    const { progress: _, ...row } = rowOf(header.number) ?? { ...header, name: WHERE, progress: undefined };
    t.deepEqual(header, row, path);
  }
});

test('every file that is named for a XEP has its header', (t) => {
  const named = sources.filter(({ path }) => /xep\d{4}[^/]*\.ts$/.test(path));
  t.true(named.length > 10);
  for (const { path } of named) {
    const number = /xep(\d{4})/.exec(path)?.[1];
    t.true(
      headers.some((header) => header.path === path && header.number === number),
      path,
    );
  }
});

test('what is planned has no source and no test yet, and all else has a test that names it', (t) => {
  const shown = new Set(mentions.map(({ number }) => number));
  const built = new Set(headers.map(({ number }) => number));
  for (const { number, progress } of XEPS) {
    if (progress.status === 'planned') {
      t.false(shown.has(number) || built.has(number), `XEP-${number} is there: no longer "planned", ${WHERE}`);
    } else t.true(shown.has(number), `no title or head of a test names XEP-${number}`);
  }
});

test('every use case of XEP-0045 has a test that names it, or the play of an example', (t) => {
  const shown = new Set(mentions.filter(({ number }) => number === '0045').map(({ section }) => section));
  t.deepEqual(
    USE_CASES.filter(([section]) => !shown.has(section)).map(([section, title]) => `§${section} ${title}`),
    [],
  );
});

test('every XEP that a test names is in the table', (t) => {
  for (const { number, path } of mentions) t.truthy(rowOf(number), `XEP-${number} in ${path}: ${WHERE}`);
});

test('each XEP is in the table once, in its area by number, and notes are sentences', (t) => {
  t.is(new Set(XEPS.map(({ number }) => number)).size, XEPS.length);
  for (const { title, xeps } of AREAS) {
    const numbers = xeps.map(({ number }) => number);
    t.deepEqual(numbers, numbers.toSorted(), title);
  }
  for (const { number, date, progress } of XEPS) {
    t.regex(number, /^\d{4}$/);
    t.regex(date, /^\d{4}-\d\d-\d\d$/, number);
    if ('note' in progress) t.regex(progress.note ?? '', /^[A-Z].*\.$/s, number);
    if (!('since' in progress)) continue;
    t.regex(progress.since, /^\d+\.\d+\.\d+$/, number);
    t.true(progress.since.localeCompare(version, 'en', { numeric: true }) <= 0, `XEP-${number}: not released yet`);
  }
});

test('choices stand in the order of their sections, in sentences', (t) => {
  const ranks = CHOICES.map(({ section }) =>
    section
      .split('.')
      .map((part) => part.padStart(3, '0'))
      .join('.'),
  );
  t.deepEqual(ranks, ranks.toSorted());
  for (const { section, choice, why } of CHOICES) {
    t.regex(section, /^\d+(\.\d+)*$/);
    for (const sentence of [choice, why]) t.regex(sentence, /^[A-Z].*\.$/s, section);
    const isUseCase = /^(?:[6-9]|1[01])\./.test(section);
    t.true(!isUseCase || USE_CASES.some(([known]) => known === section), `there is no use case §${section}`);
  }
});

test('docs/conformance.md and docs/longroom.doap are what the table says', (t) => {
  for (const { path, text } of documents()) t.is(textOf(path), text, `${path}: run \`npm run docs\``);
});

test('the file for machines is XML, and names each XEP once', (t) => {
  const doap = documents().find(({ path }) => path.endsWith('.doap'))?.text ?? '';
  const [root, ...others] =
    parseElements(
      doap
        .replace(/^<\?xml.*?\?>/, '')
        .replaceAll(/<!--.*?-->/gs, '')
        .trim(),
    ) ?? [];
  t.is(others.length, 0);
  const [project = t.fail()] = root === undefined ? [] : elements(root);
  t.is(
    elements(project).filter(({ name, children }) => name === 'implements' && children.length > 0).length,
    XEPS.length,
  );
});

function found(path: string, text: string): Mention[] {
  return mentionsIn([{ path, text }]);
}

test('a section belongs to the XEP before it, at first to that of the head; other words and other files are nothing', (t) => {
  const head = '/** About lists (XEP-0045 §9, XEP-0059). */\n';
  t.deepEqual(found('test/a.test.ts', `${head}test('pages (§6.3, XEP-0059 §2)', () => 1);`), [
    { number: '0045', path: 'test/a.test.ts' },
    { number: '0045', section: '9', path: 'test/a.test.ts' },
    { number: '0059', path: 'test/a.test.ts' },
    { number: '0045', section: '6.3', path: 'test/a.test.ts' },
    { number: '0059', path: 'test/a.test.ts' },
    { number: '0059', section: '2', path: 'test/a.test.ts' },
  ]);
  t.deepEqual(found('test/a.test.ts', "// as 'XEP-0045' says\nimport './xep0045.ts';\nconst a = 1; // XEP-0045"), []);
  t.deepEqual(found('test/client.ts', head), []);
  t.deepEqual(found('test/wire/cases/xep0092/answer.xml', ''), [{ number: '0092', path: 'test/wire/cases/xep0092/' }]);
});

test('a play is about the sections in which its examples are printed, each once', (t) => {
  const printed =
    "<example number='1' section='6.1'>\n<example number='12' section='7.2'>\n<example number='2' section='6.1'>";
  t.deepEqual(
    mentionsIn([
      {
        path: 'test/xep-0045/plays/asking.ts',
        text: '{ example: 12 }, { example: 1 }, { example: 2 }, { example: 3 }',
      },
      { path: 'test/xep-0045/examples/section-6.xml', text: printed },
    ]),
    [
      { number: '0045', section: '7.2', path: 'test/xep-0045/plays/asking.ts' },
      { number: '0045', section: '6.1', path: 'test/xep-0045/plays/asking.ts' },
    ],
  );
});

test('more than three files of a folder are said as the folder', (t) => {
  t.deepEqual(places(['a/1', 'a/2', 'a/3', 'b/1', 'b/1']), ['a/1', 'a/2', 'a/3', 'b/1']);
  t.deepEqual(places(['a/1', 'a/2', 'a/3', 'a/4', 'b/1']), ['a/', 'b/1']);
});
