/** How long a message may be, to everybody or to one. The service has a bound of its own for whole stanzas. */
import type { Guards } from '../guard.ts';
import type { Said } from '../message-request.ts';
import { bodyTooLong } from '../refusals.ts';
import { numberSetting } from '../setting.ts';
import type { Room } from '../state.ts';

export const settings = {
  bodyCharactersMax: numberSetting({
    field: 'longroom#roomconfig_maxbody',
    label: 'Longest text of a message, in characters (0: as many as the service lets through)',
    default: 0,
    range: { min: 0, max: 100_000 },
    info: {
      field: 'longroom#roominfo_maxbody',
      label: 'Longest text of a message, in characters (0: as many as the service lets through)',
    },
    source: 'XEP-0045 §7.4 and RFC 6120 §8.3.3.12: a local policy, so policy-violation',
  }),
};

export const guards: Guards = {
  post: ({ room, said }) => objection(room, said),
  privateMessage: ({ room, said }) => objection(room, said),
};

function objection(
  { settings: { bodyCharactersMax } }: Room,
  said: Said | undefined,
): ReturnType<typeof bodyTooLong> | undefined {
  if (bodyCharactersMax === 0 || said === undefined || said.characters <= bodyCharactersMax) return undefined;
  return bodyTooLong({ characters: said.characters, bodyCharactersMax });
}
