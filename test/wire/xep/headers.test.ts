/** Each file says which text of which XEP it implements; `docs/xeps.json` is the list of them. */
import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';

interface Xep {
  readonly number: string;
  readonly name: string;
  readonly version: string;
  readonly date: string;
}

const SOURCE = new URL('../../../src/', import.meta.url);
const HEADER = /^ \* XEP-(\d{4}): (.+) (\S+) \((\d{4}-\d\d-\d\d)\)$/gm;

const xeps = JSON.parse(readFileSync(new URL('../../../docs/xeps.json', import.meta.url), 'utf8')) as readonly Xep[];
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

function headersOf(file: string): Xep[] {
  const text = readFileSync(new URL(file, SOURCE), 'utf8');
  return [...text.matchAll(HEADER)].map(([, number = '', name = '', version = '', date = '']) => {
    return { number, name, version, date };
  });
}

test('every header names a XEP of the list with its title, version and date', (t) => {
  for (const file of files) {
    for (const header of headersOf(file)) {
      t.deepEqual(
        header,
        xeps.find(({ number }) => number === header.number) ?? { ...header, name: 'not in docs/xeps.json' },
        file,
      );
    }
  }
});

test('every file that is named for a XEP has its header', (t) => {
  const named = files.filter((file) => /xep\d{4}[^/]*\.ts$/.test(file));
  t.true(named.length > 10);
  for (const file of named) {
    const number = /xep(\d{4})/.exec(file)?.[1];
    t.true(
      headersOf(file).some((header) => header.number === number),
      file,
    );
  }
});

test('every XEP of the list is implemented somewhere, each is there once, in order', (t) => {
  const text = files.map((file) => readFileSync(new URL(file, SOURCE), 'utf8')).join('\n');
  for (const { number } of xeps) t.true(text.includes(`XEP-${number}`), number);
  const numbers = xeps.map(({ number }) => number);
  t.deepEqual(numbers, [...new Set(numbers)].sort());
});
