/** Rooms, and what is asked of their list, as generated conversations have them. */
import fc from 'fast-check';
import type { RoomSearch } from '../../src/store/room-search.ts';
import { firstCategory, type Shown } from '../../src/store/shown.ts';

export const jid = fc.constantFrom('a@rooms', 'b@rooms', 'ä@rooms');
export const key = fc.constantFrom('k1', 'k2', 'k3');

const category = fc.constantFrom(firstCategory, 'trading', "o'neil");
export const listing = fc.record({
  name: fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('Ääb', 'AB')),
  description: fc.constantFrom('', 'Straße'),
  language: fc.constantFrom('', 'de', 'de-AT', 'den'),
  listed: fc.boolean(),
  open: fc.boolean(),
  realJids: fc.boolean(),
  occupants: fc.nat(3),
  category,
  disabled: fc.constantFrom(false, false, true),
  auditorium: fc.boolean(),
  membersOnly: fc.boolean(),
  addin: fc.constantFrom('', 'Board'),
  retention: fc.record({ days: fc.constantFrom(0, 30), longer: fc.boolean(), through: fc.nat(9) }),
});
export const shown: fc.Arbitrary<Shown> = fc.oneof(
  fc.constant('all' as const),
  fc.record({
    categories: fc.oneof(fc.constant('all' as const), fc.array(category, { maxLength: 4 })),
    also: fc.array(
      fc.tuple(jid, key).map((one) => one.join(' ')),
      { maxLength: 4 },
    ),
  }),
);
export const filter = fc.record(
  {
    category,
    listed: fc.boolean(),
    disabled: fc.boolean(),
    auditorium: fc.boolean(),
    membersOnly: fc.boolean(),
    addin: fc.constantFrom('', 'Board'),
  },
  { requiredKeys: [] },
);
const text = fc.constantFrom('name' as const, 'description' as const, 'address' as const);
const place = fc.record({ jid, occupants: fc.nat(3) });
const conditions = fc.record(
  {
    shown,
    wanted: fc.array(
      fc.record({
        words: fc.array(fc.constantFrom('a', 'á', 'B', 'ROOMS', 'strasse'), { maxLength: 2 }),
        in: fc.uniqueArray(text),
      }),
      { maxLength: 2 },
    ),
    language: fc.constantFrom('de', 'DE-at'),
    open: fc.boolean(),
    occupantsMin: fc.nat(2),
    order: fc.constantFrom('address' as const, 'occupants' as const),
    after: place,
    before: fc.oneof(place, fc.constant('end' as const)),
    limit: fc.nat(3),
  },
  { requiredKeys: ['shown', 'wanted', 'order', 'limit'] },
);
export const search: fc.Arbitrary<RoomSearch> = fc
  .tuple(conditions, fc.option(filter, { nil: {} }))
  .map(([query, filters]) => ({ ...query, ...filters }));
