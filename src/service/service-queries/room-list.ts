/** The rooms of the service that somebody may see, in pages (XEP-0045 §6.3, XEP-0059). */
import type { RoomEntry, Store } from '../../store/port.ts';
import type { Shown } from '../../store/shown.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import { type Page, type PageRequest, parsePageRequest } from '../../wire/rsm.ts';
import { buildDiscoItems } from '../../wire/xep/xep0030.ts';
import type { Element } from '../../wire/xml.ts';
import type { IqAnswer } from '../iq.ts';
import { notImplemented } from '../refusals.ts';
import { noRooms } from '../visible-rooms.ts';
import { fitting } from './fitting.ts';
import type { ServiceQueryEnvironment, ServiceQuestion } from './question.ts';

/** Rooms on one page of the list, and characters of their addresses and names, so that it fits into a stanza. */
const listMax = 1_000;
const listCharactersMax = 40_000;

/** Of a node, the rooms of one category. */
interface Wanted {
  readonly node: string;
  /** Its key. */
  readonly category: string;
}

export async function listRooms(
  payload: Element,
  to: ServiceQuestion,
  env: ServiceQueryEnvironment,
  wanted?: Wanted,
): Promise<IqAnswer> {
  const name = (entry: RoomEntry, shown: Shown): string => nameInList(entry, shown, env);
  const found = await pageOfRooms(payload, { to, name, ...(wanted && { category: wanted.category }) }, env);
  return isRefusal(found) ? found : buildDiscoItems({ ...(wanted && { node: wanted.node }), ...found });
}

export interface RoomPage {
  readonly items: readonly { readonly jid: string; readonly name: string }[];
  readonly page: Page;
}

interface Listing {
  readonly to: ServiceQuestion;
  /** Key of the only category that is wanted. */
  readonly category?: string;
  name(entry: RoomEntry, shown: Shown): string;
}

/** The page that `payload` asks for. Whoever may not use the service sees an empty one. */
export async function pageOfRooms(
  payload: Element,
  { to: { atHome, from }, name, category }: Listing,
  env: Pick<ServiceQueryEnvironment, 'store' | 'visible'>,
): Promise<RoomPage | Refusal> {
  const request = parsePageRequest(payload);
  if (isRefusal(request)) return request;
  if (request.index !== undefined)
    return notImplemented('Pages here are asked for with "after" or "before", not by index.');
  const { rooms } = env.store;
  const shown = atHome ? await env.visible.shownTo(from.bare) : noRooms;
  const query = { shown, ...(category !== undefined && { category }) };
  const limit = Math.min(request.max ?? listMax, listMax);
  const [count, entries] = await Promise.all([
    rooms.count(query),
    limit === 0 ? [] : readPageOf(rooms, request, { limit, ...query }),
  ]);
  if (entries.length === 0) return { items: [], page: { count } };
  const items = fitting(
    entries.map((entry) => ({ jid: entry.jid, name: name(entry, shown) })),
    {
      charactersMax: listCharactersMax,
      from: request.before === undefined ? 'start' : 'end',
      charactersOf: (item) => item.jid.length + item.name.length,
    },
  );
  const fromTheStart = request.after === undefined && request.before === undefined;
  const first = items[0]?.jid;
  const last = items.at(-1)?.jid;
  const page = {
    ...(first !== undefined && { first, ...(fromTheStart && { firstIndex: 0 }) }),
    ...(last !== undefined && { last }),
    count,
  };
  return { items, page };
}

function readPageOf(
  rooms: Store['rooms'],
  { after, before }: PageRequest,
  query: { readonly limit: number; readonly shown: Shown; readonly category?: string },
): Promise<RoomEntry[]> {
  if (before === undefined) return rooms.list({ ...(after !== undefined && { after }), ...query });
  return rooms.listBefore({ ...(before !== '' && { before }), ...query });
}

/** Name and how many are in it, as people look for the room where somebody is. */
function nameInList(entry: RoomEntry, shown: Shown, env: ServiceQueryEnvironment): string {
  const name = nameOfRoom(entry);
  const occupants = env.occupantsIn(entry.jid) ?? entry.listing?.occupants ?? 0;
  const counted = occupants === 0 ? name : `${name} (${occupants})`;
  return shown === 'all' ? `${counted}${marksOf(entry)}` : counted;
}

export function nameOfRoom({ jid, listing }: RoomEntry): string {
  return listing?.name || jid.slice(0, jid.indexOf('@'));
}

/** Why others do not see it, for those who see all. */
function marksOf({ listing }: RoomEntry): string {
  if (listing?.disabled) return ' [disabled]';
  if (listing === undefined || listing.listed) return '';
  return listing.membersOnly ? ' [secret]' : ' [unlisted]';
}
