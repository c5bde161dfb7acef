/** Which rooms somebody has to do with: those on whose lists they stand, and those they are in now. */
import type { OwnRoom, RoomRow } from '../../commands/room-directory.ts';
import type { Person } from '../../room/state.ts';
import type { StreamId } from '../../store/event.ts';
import type { RoomEntry, Store } from '../../store/port.ts';
import { domainOf } from '../../wire/jid.ts';
import { isRoomStream, roomKeyOf } from '../room-loader.ts';
import { sideBySide } from '../side-by-side.ts';
import { rowOf } from './room-rows.ts';

export interface RoomsOfPeopleEnvironment {
  readonly store: Pick<Store, 'memberships' | 'people' | 'rooms' | 'sessions'>;
  groupsOf(bare: string): readonly string[];
}

/** A place is which of their names it is (their own, that of their domain, of their groups), and a stream of it. */
interface Place {
  readonly name: number;
  readonly after?: string;
}

const separator = ' ';
const lookedUpAtATime = 20;

/**
 * A page of the rooms on whose lists somebody stands, by themselves first, then by their domain and their groups. A room
 * with several of these comes once for each but in the same page.
 */
export async function roomsOf(
  { person, after, limit }: { readonly person: Person; readonly after?: string; readonly limit: number },
  env: RoomsOfPeopleEnvironment,
): Promise<{ readonly rooms: readonly OwnRoom[]; readonly next?: string }> {
  const { store } = env;
  const names = [person.jid, domainOf(person.jid), ...env.groupsOf(person.jid)];
  const keys = await store.people.keys(names);
  const found = new Map<string, OwnRoom>();
  let place = readPlace(after);
  for (;;) {
    const key = keys.get(names[place.name] ?? '');
    if (key === undefined) return { rooms: [...found.values()] };
    const wanted = limit - found.size;
    const query = { person: key, limit: wanted, ...(place.after !== undefined && { after: place.after }) };
    const memberships = await store.memberships.list(query);
    const entries = await entriesOf(
      memberships.map(({ stream }) => stream),
      store,
    );
    for (const [index, { seen }] of memberships.entries()) {
      const entry = entries[index];
      if (entry === undefined || found.has(entry.jid)) continue;
      found.set(entry.jid, { ...rowOf(entry), ...(place.name === 0 && { seen }) });
    }
    const last = memberships.at(-1)?.stream;
    place = memberships.length < wanted || last === undefined ? { name: place.name + 1 } : { ...place, after: last };
    if (found.size >= limit && place.name < names.length) return { rooms: [...found.values()], next: written(place) };
  }
}

function readPlace(after: string | undefined): Place {
  if (after === undefined) return { name: 0 };
  const at = after.indexOf(separator);
  const name = Number(at === -1 ? after : after.slice(0, at));
  const stream = at === -1 ? '' : after.slice(at + 1);
  return { name: Number.isSafeInteger(name) && name >= 0 ? name : 0, ...(stream !== '' && { after: stream }) };
}

function written({ name, after }: Place): string {
  return after === undefined ? String(name) : `${name}${separator}${after}`;
}

/** For each stream, in their order; undefined where it is no room, or one that is no more. */
function entriesOf(
  streams: Iterable<StreamId>,
  { rooms }: Pick<Store, 'rooms'>,
): Promise<readonly (RoomEntry | undefined)[]> {
  return sideBySide(streams, lookedUpAtATime, async (stream) =>
    isRoomStream(stream) ? rooms.findByKey(roomKeyOf(stream)) : undefined,
  );
}

/** Sessions of somebody that are looked at; nobody has so many clients. */
const sessionsMax = 200;

/** Sessions are kept in order of their addresses, so that those of one person lie together. */
export async function whereIs(bare: string, store: Pick<Store, 'rooms' | 'sessions'>): Promise<readonly RoomRow[]> {
  const prefix = `${bare}/`;
  const sessions = await store.sessions.list({ after: prefix, limit: sessionsMax });
  const streams = new Set(sessions.filter(({ session }) => session.startsWith(prefix)).flatMap((one) => one.streams));
  const rooms = (await entriesOf(streams, store)).filter((entry) => entry !== undefined);
  return rooms.map(rowOf).sort((one, other) => (one.jid < other.jid ? -1 : 1));
}
