import test from 'ava';
import fc from 'fast-check';
import { behindPairsOf, inOrder, outOfOrder, pair, pairsOf } from '../../../src/store/mongo/keys.ts';

const sign = fc.constantFrom('a', 'z', 'ä', '\ud7ff', '\ue000', '～', '\uffff', '🙂', '🙃', ' ', '\t');
const text = fc.oneof(
  fc.array(sign, { maxLength: 4 }).map((signs) => signs.join('')),
  fc.string({ unit: 'binary' }),
);
/** What XML may hold. */
const xml = fc
  .array(
    fc.oneof(
      sign.filter((one) => one !== '\uffff'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    { maxLength: 4 },
  )
  .map((signs) => signs.join(''));

const byUnits = (one: string, other: string) => Math.sign(one < other ? -1 : one > other ? 1 : 0);
const byBytes = (one: string, other: string) => Math.sign(Buffer.compare(Buffer.from(one), Buffer.from(other)));

test('a key has the order of code points, whether a server compares bytes of UTF-8 or units of UTF-16', (t) => {
  const check = fc.property(xml, xml, (one, other) => {
    const expected = byBytes(one, other);
    t.is(byUnits(inOrder(one), inOrder(other)), expected);
    t.is(byBytes(inOrder(one), inOrder(other)), expected);
  });
  t.notThrows(() => fc.assert(check));
});

test('a key leads back to its text, whatever that is', (t) => {
  t.notThrows(() => fc.assert(fc.property(text, (one) => outOfOrder(inOrder(one)) === one)));
});

test('all pairs of one text stand together, in the order of the second', (t) => {
  const check = fc.property(xml, xml, xml, xml, (first, second, otherFirst, otherSecond) => {
    const [one, other] = [pair(first, second), pair(otherFirst, otherSecond)];
    t.is(byUnits(one, other), byBytes(first, otherFirst) || byBytes(second, otherSecond));
    const { $gt, $lt } = pairsOf(otherFirst);
    const within = (one > $gt || second === '') && one < $lt && one >= $gt;
    t.is(within, first === otherFirst);
    t.is(one > behindPairsOf(otherFirst), byBytes(first, otherFirst) > 0);
  });
  t.notThrows(() => fc.assert(check));
});
