/** The rooms of the service that are listed, in pages (XEP-0045 §6.3, XEP-0059). */
import type { RoomEntry } from '../../store/port.ts';
import type { Shown } from '../../store/shown.ts';
import { isRefusal } from '../../wire/error.ts';
import { parsePageRequest } from '../../wire/rsm.ts';
import { buildDiscoItems } from '../../wire/xep/xep0030.ts';
import type { Element } from '../../wire/xml.ts';
import type { IqAnswer } from '../iq.ts';
import { notImplemented } from '../refusals.ts';
import { fitting } from './fitting.ts';
import type { ServiceQueryEnvironment } from './question.ts';

/** Rooms on one page of the list, and characters of their addresses and names, so that it fits into a stanza. */
const listMax = 1_000;
const listCharactersMax = 40_000;
const shown: Shown = { categories: 'all', also: [] };

export async function listRooms(payload: Element, env: ServiceQueryEnvironment): Promise<IqAnswer> {
  const request = parsePageRequest(payload);
  if (isRefusal(request)) return request;
  if (request.index !== undefined)
    return notImplemented('Pages here are asked for with "after" or "before", not by index.');
  const { rooms } = env.store;
  const count = await rooms.count({ shown });
  const limit = Math.min(request.max ?? listMax, listMax);
  if (limit === 0) return buildDiscoItems({ items: [], page: { count } });
  const entries =
    request.before === undefined
      ? await rooms.list({ ...(request.after !== undefined && { after: request.after }), limit, shown })
      : await rooms.listBefore({ ...(request.before !== '' && { before: request.before }), limit, shown });
  const all = entries.map((entry) => ({ jid: entry.jid, name: nameInList(entry, env) }));
  const items = fitting(all, {
    charactersMax: listCharactersMax,
    from: request.before === undefined ? 'start' : 'end',
    charactersOf: ({ jid, name }) => jid.length + name.length,
  });
  const fromTheStart = request.after === undefined && request.before === undefined;
  const first = items[0]?.jid;
  const last = items.at(-1)?.jid;
  return buildDiscoItems({
    items,
    page: {
      ...(first !== undefined && { first, ...(fromTheStart && { firstIndex: 0 }) }),
      ...(last !== undefined && { last }),
      count,
    },
  });
}

/** Name and how many are in it, as people look for the room where somebody is. */
function nameInList(entry: RoomEntry, env: ServiceQueryEnvironment): string {
  const name = entry.listing?.name || entry.jid.slice(0, entry.jid.indexOf('@'));
  const occupants = env.occupantsIn(entry.jid) ?? entry.listing?.occupants ?? 0;
  return occupants === 0 ? name : `${name} (${occupants})`;
}
