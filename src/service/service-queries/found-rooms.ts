/** A page of the rooms that a search finds, for whichever way of asking (XEP-0059). */
import type { RoomEntry } from '../../store/port.ts';
import type { RoomPlace, RoomSearch } from '../../store/room-search.ts';
import type { Shown } from '../../store/shown.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import { splitJid } from '../../wire/jid.ts';
import type { Page, PageRequest } from '../../wire/rsm.ts';
import { type Channel, tooManySearches } from '../../wire/xep/xep0433.ts';
import { nothingThere, notImplemented } from '../refusals.ts';
import { retryAfterSeconds } from '../room-searches.ts';
import { fitting } from './fitting.ts';
import type { ServiceQueryEnvironment } from './question.ts';

/** Rooms on one page, and characters of what is told of them, so that it fits into a stanza. */
const roomsMax = 100;
const charactersMax = 20_000;
const shown: Shown = { categories: 'all', also: [] };

export interface FoundPage {
  readonly rooms: readonly Channel[];
  readonly page: Page;
}

export const nothingFound: FoundPage = { rooms: [], page: { count: 0 } };

export async function findRooms(
  query: Omit<RoomSearch, 'shown' | 'after' | 'before' | 'limit'>,
  request: PageRequest,
  env: Pick<ServiceQueryEnvironment, 'searches'>,
): Promise<FoundPage | Refusal> {
  const bounds = readBounds(request);
  if (isRefusal(bounds)) return bounds;
  const limit = Math.min(request.max ?? roomsMax, roomsMax);
  const found = await env.searches.find({ ...query, shown, ...bounds, limit });
  if (found === undefined) return tooManySearches(retryAfterSeconds);
  const rooms = fitting(found.rooms.map(told), {
    charactersMax,
    from: bounds.before === undefined ? 'start' : 'end',
    charactersOf: ({ jid, name, description }) => jid.length + name.length + description.length,
  });
  const [first] = rooms;
  const last = rooms.at(-1);
  const fromTheStart = bounds.after === undefined && bounds.before === undefined;
  const page: Page = {
    ...(first !== undefined && { first: placeText(first), ...(fromTheStart && { firstIndex: 0 }) }),
    ...(last !== undefined && { last: placeText(last) }),
    count: found.count,
  };
  return { rooms, page };
}

function told({ jid, listing }: RoomEntry): Channel {
  const { name = '', description = '', language = '', occupants = 0, open = false, realJids = true } = listing ?? {};
  return { jid, name: name || (splitJid(jid).local ?? ''), description, language, occupants, open, realJids };
}

function readBounds({ after, before, index }: PageRequest): Pick<RoomSearch, 'after' | 'before'> | Refusal {
  if (index !== undefined) return notImplemented('Pages here are asked for with "after" or "before", not by index.');
  if (before === '') return { before: 'end' };
  const text = before ?? after;
  if (text === undefined) return {};
  const place = readPlace(text);
  if (place === undefined) return nothingThere();
  return before === undefined ? { after: place } : { before: place };
}

/** It says all that is needed to go on, so that nothing has to be remembered between two pages. */
function placeText({ jid, occupants }: RoomPlace): string {
  return `${occupants} ${jid}`;
}

function readPlace(text: string): RoomPlace | undefined {
  const [, occupants, jid] = /^(\d{1,9}) (\S{1,3071})$/.exec(text) ?? [];
  return jid === undefined ? undefined : { jid, occupants: Number(occupants) };
}
