import test from 'ava';
import { randomTexts } from '../../src/ops/random.ts';

test('every text is another one, 16 characters that may stand in a URL, also across fillings', (t) => {
  const next = randomTexts();
  const texts = Array.from({ length: 2_000 }, next);
  t.is(new Set(texts).size, texts.length);
  for (const text of texts) t.regex(text, /^[A-Za-z0-9_-]{16}$/);
});
