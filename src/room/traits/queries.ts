/** Whether occupants may ask the clients of others through the room (XEP-0045 §17.4). */
import type { Guards } from '../guard.ts';
import { queriesNotAllowed } from '../refusals.ts';
import { booleanSetting } from '../setting.ts';

export const settings = {
  occupantsQuery: booleanSetting({
    field: 'allow_query_users',
    label: 'People may ask the clients of others: for their version, their picture, what they can do',
    default: true,
    source: 'XEP-0045 §17.4; name as sent by other services',
  }),
};

export const guards: Guards = {
  query: ({ room }) => (room.settings.occupantsQuery ? undefined : queriesNotAllowed()),
};
