/** Sharing texts changes nothing that can be seen. */
import test from 'ava';
import fc from 'fast-check';
import { shared } from '../../src/room/shared-text.ts';

test('what is shared equals what was given', (t) => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => shared(text) === text && shared(`${text}`) === text));
  t.is(shared('\ud800 "\\\n'), '\ud800 "\\\n');
  t.is(shared('x'.repeat(100_000)), 'x'.repeat(100_000));
});

test('more texts than are remembered are all right', (t) => {
  let wrong = 0;
  for (let index = 0; index < 300_000; index++) if (shared(`text ${index}`) !== `text ${index}`) wrong += 1;
  t.is(wrong, 0);
});
