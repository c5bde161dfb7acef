/** Terms of ejabberd's: what is printed is read, and what is no term is refused. */
import test from 'ava';
import fc from 'fast-check';
import { type ErlangTerm, readTerm } from '../../src/migration/erlang-term.ts';
import { isMalformed } from '../../src/migration/malformed.ts';

/** As `io_lib:print` writes: what is ASCII as a text, all else by its bytes. */
function printed(term: ErlangTerm): string {
  if (typeof term === 'number') return String(term);
  if (!('kind' in term)) return `[${term.map(printed).join(',')}]`;
  switch (term.kind) {
    case 'atom':
      return /^[a-z][a-z_]*$/.test(term.name) ? term.name : `'${term.name.replaceAll(/['\\]/g, '\\$&')}'`;
    case 'text': {
      if (/^[ -~]*$/.test(term.text)) return `<<"${term.text.replaceAll(/["\\]/g, '\\$&')}">>`;
      return `<<${[...Buffer.from(term.text)].join(',')}>>`;
    }
    case 'tuple':
      return `{${term.items.map(printed).join(',')}}`;
    case 'map':
      return `#{${term.entries.map(([key, value]) => `${printed(key)} => ${printed(value)}`).join(',')}}`;
  }
}

const { term } = fc.letrec<{ term: ErlangTerm }>((tie) => ({
  term: fc.oneof(
    { depthSize: 'small' },
    fc.integer(),
    fc.string({ unit: fc.constantFrom(..."abz_'\\ Ä") }).map((name) => ({ kind: 'atom' as const, name })),
    fc.string({ unit: 'binary' }).map((one) => ({ kind: 'text' as const, text: one.toWellFormed() })),
    fc.array(tie('term'), { maxLength: 4 }),
    fc.array(tie('term'), { maxLength: 4 }).map((items) => ({ kind: 'tuple' as const, items })),
    fc
      .array(fc.tuple(tie('term'), tie('term')), { maxLength: 3 })
      .map((entries) => ({ kind: 'map' as const, entries })),
  ),
}));

test('what ejabberd prints is read as it was', (t) => {
  fc.assert(fc.property(term, (one) => t.deepEqual(readTerm(printed(one)), one)));
});

test('texts are read in every way in which they are written', (t) => {
  for (const written of [
    '<<"Grüße">>',
    '<<"Gr\\x{fc}\\337e"/utf8>>',
    '<<71,114,195,188,195,159,101>>',
    '"Gr\\374\\x{df}e"',
    '<<"GrÃ¼Ã\x9fe">>.',
  ]) {
    t.deepEqual(readTerm(written), { kind: 'text', text: 'Grüße' }, written);
  }
});

test('what is no term is refused with its line', (t) => {
  for (const [written, line] of [
    ['[{a,\n<<"open', 2],
    ['fun() -> ok end', 1],
    ['[1|2]', 1],
    ['<<300>>', 1],
    ['{a} b', 1],
    ['[\n[\n}]]', 3],
    ['['.repeat(5_000), 1],
    ['', 1],
  ] as const) {
    const read = readTerm(written);
    t.true(isMalformed(read) && read.line === line, `${written.slice(0, 40)}: ${JSON.stringify(read)}`);
  }
});

test('whatever the text, it is read or refused', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]<>#="\'\\,.-0a1/utf8 \n') }), (written) => {
      const read = readTerm(written);
      t.true(typeof read === 'number' || typeof read === 'object');
    }),
  );
});
