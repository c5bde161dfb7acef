/** What is written as text without an element is what the element would be. */
import test from 'ava';
import fc from 'fast-check';
import { AFFILIATIONS, buildMucUser, type MucUser, mucUserText, ROLES } from '../../../src/wire/xep/xep0045-user.ts';
import { buildStanzaId, stanzaIdText } from '../../../src/wire/xep/xep0359.ts';
import { serialize } from '../../../src/wire/xml.ts';

const text = fc.string({ unit: 'grapheme' });

const item = fc.record(
  {
    affiliation: fc.constantFrom(...AFFILIATIONS),
    role: fc.constantFrom(...ROLES),
    jid: text,
    nick: text,
    actor: fc.record({ nick: text }),
    reason: text,
  },
  { requiredKeys: [] },
);

const user: fc.Arbitrary<MucUser> = fc.record(
  {
    items: fc.array(item, { maxLength: 3 }),
    statuses: fc.array(fc.integer({ min: 100, max: 999 }), { maxLength: 3 }),
    destroy: fc.record({ reason: text }),
    versions: fc.record({ since: text, until: text }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

test('what tells of occupants', (t) => {
  fc.assert(fc.property(user, (one) => t.is(mucUserText(one), serialize(buildMucUser(one)))));
});

test('the id of a message', (t) => {
  fc.assert(fc.property(text, text, (id, by) => t.is(stanzaIdText({ id, by }), serialize(buildStanzaId({ id, by })))));
});
