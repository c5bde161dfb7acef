import test from 'ava';
import { isDelayBy } from '../../../src/wire/xep/xep0203.ts';
import { isStanzaIdBy } from '../../../src/wire/xep/xep0359.ts';
import { xml } from '../../../src/wire/xml.ts';

const ROOM = 'room@muc.example.com';

function stanzaId(by: string | undefined) {
  return xml('stanza-id', { xmlns: 'urn:xmpp:sid:0', id: '1', by });
}

for (const by of [
  ROOM,
  'Room@MUC.example.com',
  'room@muc.example.com.',
  ' room@muc.example.com',
  'ｒoom@muc.example.com',
  'ro\u00ADom@muc.example.com',
  'ro\u200Bom@muc.example.com',
]) {
  test(`a stanza-id in the room's name is forged, however the name is written: ${JSON.stringify(by)}`, (t) => {
    t.true(isStanzaIdBy(stanzaId(by), ROOM));
  });
}

for (const by of [
  undefined,
  '',
  'alice@example.com',
  'other@muc.example.com',
  'room@muc.example.com/nick',
  'muc.example.com',
]) {
  test(`a stanza-id in another name stays: ${JSON.stringify(by)}`, (t) => {
    t.false(isStanzaIdBy(stanzaId(by), ROOM));
  });
}

test('an origin-id stays, whatever it claims', (t) => {
  t.false(isStanzaIdBy(xml('origin-id', { xmlns: 'urn:xmpp:sid:0', id: '1', by: ROOM }), ROOM));
});

test('a delay in the name of the room is forged, one in the name of a client stays', (t) => {
  const delay = (from: string | undefined) =>
    xml('delay', { xmlns: 'urn:xmpp:delay', from, stamp: '2026-01-01T00:00:00Z' });
  t.true(isDelayBy(delay(ROOM), ROOM));
  t.false(isDelayBy(delay('alice@example.com/phone'), ROOM));
  t.false(isDelayBy(delay(undefined), ROOM));
});
