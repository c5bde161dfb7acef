/** Which room is meant by what somebody typed: an address, what stands before the `@`, or a name that only one has. */

import { noSuchRoom } from '../../room/refusals.ts';
import type { Store } from '../../store/port.ts';
import { folded } from '../../store/room-search.ts';
import type { Shown } from '../../store/shown.ts';
import { isRefusal, type Refusal, refusal } from '../../wire/error.ts';
import { prepareJid, prepareLocal } from '../../wire/jid.ts';
import { type RoomSearches, tooManySearches } from '../room-searches.ts';
import { shows, type VisibleRooms } from '../visible-rooms.ts';

export interface RoomNamesEnvironment {
  readonly domain: string;
  readonly store: Pick<Store, 'rooms'>;
  readonly searches: RoomSearches;
  readonly visible: Pick<VisibleRooms, 'shownTo'>;
}

/** Rooms of a name that are told apart; of more, some are named. */
const namedMax = 5;
const nameCharactersMax = 200;

/**
 * The address of the room. That there is one with this address is not said: the room itself tells those who may know.
 * Names are found among rooms that this person (a bare JID) is shown, and no others.
 */
export async function roomNamed(typed: string, bare: string, env: RoomNamesEnvironment): Promise<string | Refusal> {
  const name = typed.trim();
  if (name === '' || [...name].length > nameCharactersMax) return noSuchRoom();
  if (name.includes('@')) return addressOf(name, env.domain);
  const local = prepareLocal(name);
  const jid = local === undefined ? undefined : `${local}@${env.domain}`;
  const shown = await env.visible.shownTo(bare);
  const there = jid === undefined ? undefined : await env.store.rooms.find(jid);
  if (jid !== undefined && there !== undefined && shows(shown, there)) return jid;
  const named = await roomsCalled(name, shown, env);
  if (isRefusal(named)) return named;
  const [first, ...others] = named;
  if (first === undefined) return jid ?? noSuchRoom();
  return others.length === 0 ? first : severalRooms(named);
}

function addressOf(name: string, domain: string): string | Refusal {
  const jid = prepareJid(name);
  if (isRefusal(jid)) return jid;
  return jid.domain === domain && jid.resource === undefined ? jid.bare : noSuchRoom();
}

async function roomsCalled(
  name: string,
  shown: Shown,
  { searches }: RoomNamesEnvironment,
): Promise<readonly string[] | Refusal> {
  const words = name.split(/\s+/);
  const found = await searches.find({ shown, wanted: [{ words, in: ['name'] }], order: 'address', limit: 100 });
  if (found === undefined) return tooManySearches(', or give the address of the room');
  const wanted = folded(name);
  return found.rooms.filter(({ listing }) => folded(listing?.name ?? '') === wanted).map(({ jid }) => jid);
}

const severalRooms = (jids: readonly string[]): Refusal =>
  refusal(
    'conflict',
    'modify',
    `Several rooms have this name. Say which one by its address: ${jids.slice(0, namedMax).join(', ')}${jids.length > namedMax ? ', ...' : ''}`,
  );
