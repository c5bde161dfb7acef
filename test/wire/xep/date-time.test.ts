import test from 'ava';
import fc from 'fast-check';
import { isRefusal } from '../../../src/wire/error.ts';
import { formatDateTime, parseDateTime } from '../../../src/wire/xep/xep0082.ts';

test('a moment is the same in every time zone (XEP-0082 §3.2)', (t) => {
  t.is(parseDateTime('1969-07-21T02:56:15Z'), -14_159_025_000);
  t.is(parseDateTime('1969-07-20T21:56:15-05:00'), -14_159_025_000);
  t.is(parseDateTime('1969-07-21T08:26:15+05:30'), -14_159_025_000);
});

test('fractions of a second count to the millisecond, however many digits they have', (t) => {
  t.is(parseDateTime('1970-01-01T00:00:00.1Z'), 100);
  t.is(parseDateTime('1970-01-01T00:00:00.001Z'), 1);
  t.is(parseDateTime('1970-01-01T00:00:00.999999999Z'), 999);
});

test('29 February is a date in leap years only', (t) => {
  t.is(parseDateTime('2024-02-29T00:00:00Z'), 1_709_164_800_000);
  t.true(isRefusal(parseDateTime('2023-02-29T00:00:00Z')));
  t.true(isRefusal(parseDateTime('1900-02-29T00:00:00Z')));
});

test('the years before 100 are not those after 1900', (t) => {
  t.is(parseDateTime('0099-01-01T00:00:00Z'), new Date('0099-01-01T00:00:00Z').getTime());
});

for (const none of [
  '',
  'yesterday',
  '2026-07-31',
  '18:30:00Z',
  '2026-07-31T18:30:00',
  '2026-07-31 18:30:00Z',
  '2026-07-31T18:30Z',
  '2026-13-01T00:00:00Z',
  '2026-00-01T00:00:00Z',
  '2026-01-00T00:00:00Z',
  '2026-04-31T00:00:00Z',
  '2026-07-31T24:00:00Z',
  '2026-07-31T18:60:00Z',
  '2026-07-31T18:30:61Z',
  '2026-07-31T18:30:00.Z',
  '2026-07-31T18:30:00+25:00',
  '2026-07-31T18:30:00+02',
  '20020910T23:08:25',
  '-2026-07-31T18:30:00Z',
  '+012026-07-31T18:30:00Z',
  '2026-07-31T18:30:00Z\n',
  '٢٠٢٦-07-31T18:30:00Z',
]) {
  test(`a date that is none is refused: ${JSON.stringify(none)}`, (t) => t.true(isRefusal(parseDateTime(none))));
}

test('every moment of four-digit years is read as it was written', (t) => {
  const at = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  });
  fc.assert(fc.property(at, (date) => parseDateTime(formatDateTime(date.getTime())) === date.getTime()));
  t.pass();
});

test('whatever text is given, a moment or a refusal comes back', (t) => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789-:.TZ+') })), (text) => {
      const at = parseDateTime(text);
      return isRefusal(at) || Number.isFinite(at);
    }),
  );
  t.pass();
});
