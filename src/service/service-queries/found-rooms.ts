/** A page of the rooms that a search finds, for whichever way of asking (XEP-0059). */
import type { RoomEntry } from '../../store/port.ts';
import { folded, type RoomPlace, type RoomSearch } from '../../store/room-search.ts';
import { firstCategory } from '../../store/shown.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import { splitJid } from '../../wire/jid.ts';
import type { Page, PageRequest } from '../../wire/rsm.ts';
import { type Channel, tooManySearches } from '../../wire/xep/xep0433.ts';
import { nothingThere, notImplemented } from '../refusals.ts';
import { retryAfterSeconds } from '../room-searches.ts';
import type { VisibleRooms } from '../visible-rooms.ts';
import { fitting } from './fitting.ts';
import type { ServiceQueryEnvironment, ServiceQuestion } from './question.ts';

/** Rooms on one page, and characters of what is told of them, so that it fits into a stanza. */
const roomsMax = 100;
const charactersMax = 20_000;

export interface FoundPage {
  readonly rooms: readonly Channel[];
  readonly page: Page;
}

interface Wanted {
  readonly query: Omit<RoomSearch, 'shown' | 'after' | 'before' | 'limit'>;
  readonly page: PageRequest;
}

export const nothingFound: FoundPage = { rooms: [], page: { count: 0 } };

/** Of the rooms that the asker may see: whoever may not use the service finds none. */
export async function findRooms(
  { query, page: request }: Wanted,
  { atHome, from }: ServiceQuestion,
  env: Pick<ServiceQueryEnvironment, 'searches' | 'visible'>,
): Promise<FoundPage | Refusal> {
  if (!atHome) return nothingFound;
  const bounds = readBounds(request);
  if (isRefusal(bounds)) return bounds;
  const limit = Math.min(request.max ?? roomsMax, roomsMax);
  const categories = env.visible.categoriesOf(from.bare);
  const category = query.category === undefined ? undefined : meant(query.category, categories);
  if (query.category !== undefined && category === undefined) return nothingFound;
  const shown = await env.visible.shownTo(from.bare);
  const found = await env.searches.find({
    ...query,
    ...(category !== undefined && { category }),
    shown,
    ...bounds,
    limit,
  });
  if (found === undefined) return tooManySearches(retryAfterSeconds);
  // Where there is but one, it tells nobody anything.
  const names = new Map((categories.length > 1 ? categories : []).map(({ key, name }) => [key, name]));
  const rooms = fitting(
    found.rooms.map((room) => told(room, names)),
    {
      charactersMax,
      from: bounds.before === undefined ? 'start' : 'end',
      charactersOf: ({ jid, name, description }) => jid.length + name.length + description.length,
    },
  );
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

/** To choose from in a search. */
export function categoriesFor(
  { atHome, from }: ServiceQuestion,
  env: Pick<ServiceQueryEnvironment, 'visible'>,
): Categories {
  return atHome ? env.visible.categoriesOf(from.bare) : [];
}

type Categories = ReturnType<VisibleRooms['categoriesOf']>;

/** By key or by name, whatever its case. */
function meant(text: string, categories: Categories): string | undefined {
  const wanted = folded(text);
  return categories.find(({ key, name }) => key === text || folded(name) === wanted)?.key;
}

function told({ jid, listing }: RoomEntry, names: ReadonlyMap<string, string>): Channel {
  const { name = '', description = '', language = '', occupants = 0, open = false, realJids = true } = listing ?? {};
  const category = names.get(listing?.category ?? firstCategory);
  return {
    ...{ jid, name: name || (splitJid(jid).local ?? ''), description, language, occupants, open, realJids },
    ...(category !== undefined && { category }),
  };
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
