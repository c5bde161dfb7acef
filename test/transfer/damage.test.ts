/** A file that is not as it was written is found out, wherever it differs; one that was cut can be gone on with. */

import test from 'ava';
import fc from 'fast-check';
import { CutExport, DamagedExport, readExport } from '../../src/transfer/read-export.ts';
import { begunExport, firstBytes } from '../../src/transfer/write-export.ts';
import { memoryStore } from '../memory-store.ts';
import { stoppedService } from './made-up-service.ts';
import { contentOf, exported, imported, inPieces } from './moving.ts';

const store = await stoppedService();
const whole = await exported(store);
const content = await contentOf(store);

async function problemOf(text: string): Promise<Error | undefined> {
  try {
    for await (const _ of readExport(inPieces(text)));
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

const places = fc.nat(whole.length - 2);

test('a file that was cut anywhere is not taken for a whole one', async (t) => {
  t.is(await problemOf(whole), undefined);
  await fc.assert(
    fc.asyncProperty(places, async (at) => {
      t.true((await problemOf(whole.slice(0, at + 1))) instanceof CutExport);
    }),
    { numRuns: 30 },
  );
  t.is((await problemOf(''))?.message, 'it is not whole: it is empty');
  t.regex((await problemOf(whole.slice(0, -200)))?.message ?? '', /^it is not whole: it ends after line \d+/);
});

test('a character that is another one is found out', async (t) => {
  await fc.assert(
    fc.asyncProperty(places, fc.constantFrom('x', '7', ' ', '"', '\n', '\u00e9'), async (at, other) => {
      fc.pre(whole[at] !== other);
      t.true((await problemOf(whole.slice(0, at) + other + whole.slice(at + 1))) instanceof DamagedExport);
    }),
    { numRuns: 60 },
  );
});

test('a line that is missing, twice or elsewhere is found out, and where', async (t) => {
  const lines = whole.split('\n').slice(0, -1);
  await fc.assert(
    fc.asyncProperty(fc.nat(lines.length - 1), fc.constantFrom(0, 2), async (at, times) => {
      const changed = [
        ...lines.slice(0, at),
        ...Array.from({ length: times }, () => lines[at]),
        ...lines.slice(at + 1),
      ];
      t.true((await problemOf(`${changed.join('\n')}\n`)) instanceof DamagedExport);
    }),
    { numRuns: 60 },
  );
  const ends = lines.flatMap((line, at) => (line.startsWith('{"is":"end"') ? [at] : []));
  const [first = 0, second = 0] = ends;
  const without = [...lines.slice(0, first + 1), ...lines.slice(second + 1)];
  t.regex((await problemOf(`${without.join('\n')}\n`))?.message ?? '', /a section is missing, or one is there twice/);
  const room = lines.findIndex((line) => line.startsWith('{"is":"event"'));
  const altered = lines.with(room, (lines[room] ?? '').replace(/"at":\d+/, '"at":1'));
  t.regex(
    (await problemOf(`${altered.join('\n')}\n`))?.message ?? '',
    /^it is damaged at line \d+ \(in the section of .+\): .*checksum/,
  );
});

test('what is no export, or of a newer format, is said to be so', async (t) => {
  t.regex((await problemOf('{"some":"json"}\n'))?.message ?? '', /line 1: this is not an export of Longroom/);
  t.regex(
    (await problemOf(whole.replace('"format":1', '"format":2')))?.message ?? '',
    /its format is 2, and this version reads 1/,
  );
  t.regex((await problemOf(whole.slice(whole.indexOf('\n') + 1)))?.message ?? '', /its first line is missing/);
  t.regex((await problemOf(`${whole}{"is":"people"}\n`))?.message ?? '', /there is more behind its end/);
});

test('an export that was broken off anywhere is gone on with to the same end', async (t) => {
  const firstLine = whole.indexOf('\n') + 1;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: firstLine, max: whole.length - 1 }), async (at) => {
      const part = whole.slice(0, at);
      const begun = await begunExport(inPieces(part));
      if (begun === undefined) return t.fail('a part is taken for the whole');
      let text = '';
      for await (const line of firstBytes(inPieces(part), begun.bytes)) text += line;
      t.is(text, part.slice(0, text.length));
      text += await exported(store, { begun });
      t.is(text, whole);
    }),
    { numRuns: 20 },
  );
  t.is(await begunExport(inPieces(whole)), undefined);
  await t.throwsAsync(begunExport(inPieces(whole.slice(0, firstLine - 1))), { instanceOf: CutExport });
  const here = memoryStore();
  await imported(here, whole);
  t.deepEqual(await contentOf(here), content);
});
