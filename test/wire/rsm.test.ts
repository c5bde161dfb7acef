import test from 'ava';
import fc from 'fast-check';
import { isRefusal } from '../../src/wire/error.ts';
import { buildPage, parsePageRequest } from '../../src/wire/rsm.ts';
import { childText, serialize, xml } from '../../src/wire/xml.ts';
import { stanzaFrom } from './xep/stanza-from.ts';

const RSM = 'http://jabber.org/protocol/rsm';

test('any limit is a whole number from 0 on, or refused', (t) => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)), (text) => {
      const request = parsePageRequest(xml('query', {}, xml('set', { xmlns: RSM }, xml('max', {}, text))));
      if (isRefusal(request)) return request.condition === 'bad-request' && request.type === 'modify';
      return Number.isSafeInteger(request.max) && (request.max ?? -1) >= 0;
    }),
  );
  t.pass();
});

test('ids are opaque: the ids of a page come back unchanged', (t) => {
  const id = fc.string({ unit: fc.constantFrom('a', ' ', '<', '&', '🐢', 'é'), minLength: 1 });
  fc.assert(
    fc.property(id, (last) => {
      const page = buildPage({ first: last, last });
      const read = stanzaFrom(`<message>${serialize(page)}</message>`);
      const [set] = read.children;
      if (set === undefined || typeof set === 'string') return false;
      const asked = xml('query', {}, xml('set', { xmlns: RSM }, xml('after', {}, childText(set, 'last', RSM))));
      const request = parsePageRequest(asked);
      return !isRefusal(request) && request.after === last;
    }),
  );
  t.pass();
});

test('a set of another namespace is no request for a page', (t) => {
  t.deepEqual(parsePageRequest(xml('query', {}, xml('set', { xmlns: 'urn:example' }, xml('max', {}, '-1')))), {});
});
