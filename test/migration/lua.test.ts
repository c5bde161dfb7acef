/** Data of Prosody's: what is printed is read, and what is no data is refused with its line. */
import test from 'ava';
import fc from 'fast-check';
import { isTable, type LuaValue, readItem, readReturned } from '../../src/migration/lua.ts';
import { isMalformed } from '../../src/migration/malformed.ts';

/** As Prosody's serialiser writes: bytes, most of them escaped by their number. */
function printed(value: LuaValue): string {
  if (value === null) return 'nil';
  if (typeof value === 'string') return printedText(value);
  if (!isTable(value)) return typeof value === 'number' ? String(value) : String(value);
  const list = value.list.map((one) => `\n\t${printed(one)};`);
  const fields = [...value.fields].map(([key, one]) => `\n\t[${printed(key)}] = ${printed(one)};`);
  return `{${[...list, ...fields].join('')}\n}`;
}

function printedText(text: string): string {
  const signs = [...Buffer.from(text)].map((byte) => {
    const sign = String.fromCharCode(byte);
    if (sign === '\n') return '\\n';
    return /[ !#-&(-[\]-~]/.test(sign) ? sign : `\\${String(byte).padStart(3, '0')}`;
  });
  return `"${signs.join('')}"`;
}

const text = fc.string({ unit: 'binary' }).map((one) => one.toWellFormed());
const plain = fc.oneof(text, fc.integer(), fc.double({ noDefaultInfinity: true, noNaN: true }), fc.boolean());
const { value } = fc.letrec<{ value: LuaValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    plain,
    fc.constant(null),
    fc
      .tuple(fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(text, tie('value'), { maxKeys: 4 }))
      .map(([list, fields]) => ({ list, fields: new Map(Object.entries(fields)) })),
  ),
}));

test('what Prosody prints is read as it was', (t) => {
  fc.assert(
    fc.property(value, (one) => {
      const same = t.deepEqual(readReturned(`return ${printed(one)};\n`), withoutNegativeZero(one));
      return same && t.deepEqual(readItem(`item(${printed(one)});\n`), withoutNegativeZero(one));
    }),
  );
});

/** Of `-0` nothing is printed but the digit. */
function withoutNegativeZero(one: LuaValue): LuaValue {
  if (typeof one === 'number') return one + 0;
  if (!isTable(one)) return one;
  return {
    list: one.list.map(withoutNegativeZero),
    fields: new Map([...one.fields].map(([key, inner]) => [key, withoutNegativeZero(inner)])),
  };
}

test('other ways of writing the same are read, too', (t) => {
  const read = readReturned(
    "return { -- as people write it\n name = 'O\\'Neil\\x41\\u{e9}', [1] = [[long\ntext]], 0x10, 1e3, (1/0), [true] = false }",
  );
  if (isMalformed(read) || !isTable(read)) return t.fail(JSON.stringify(read));
  t.deepEqual(read.list, [16, 1_000, Number.POSITIVE_INFINITY]);
  t.deepEqual([...read.fields], [
    ['name', "O'NeilAé"],
    [1, 'long\ntext'],
    [true, false],
  ] as never);
});

test('nothing is run, and what is no data is refused with its line', (t) => {
  const refused: readonly (readonly [string, number])[] = [
    ['return os.execute("true");', 1],
    ['return {\n\t["a"] = f();\n};', 2],
    ['return {\n\n\t"open', 3],
    ['return { a = 1 + 1 }', 1],
    ['return (1+1)', 1],
    ['return {} while true do end', 1],
    ['return "\\999"', 1],
    [`return ${'{'.repeat(5_000)}${'}'.repeat(5_000)}`, 1],
    ['', 1],
  ];
  for (const [written, line] of refused) {
    const read = readReturned(written);
    t.true(isMalformed(read) && read.line === line, `${written.slice(0, 40)}: ${JSON.stringify(read)}`);
  }
});

test('whatever the text, it is read or refused', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]()="\'\\;,.-0a1nilreturn \n') }), (written) => {
      const read = readReturned(`return ${written}`);
      t.true(read === null || ['string', 'number', 'boolean', 'object'].includes(typeof read));
    }),
  );
});
