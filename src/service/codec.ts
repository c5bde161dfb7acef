/**
 * Rooms and their events as the store keeps them: JSON in which people stand by their key. Reading is the
 * place for upgrades: an event or snapshot of an older version is brought up to today's here, and nowhere else.
 */
import type { Left, Posted, Renamed, RoomEvent } from '../room/events.ts';
import { shared } from '../room/shared-text.ts';
import {
  emptyRoom,
  type Facts,
  type NewSubject,
  nickKey,
  type Occupant,
  type Person,
  type Role,
  type Room,
  resourceOf,
  type Session,
  type Subject,
} from '../room/state.ts';
import { defaultSettings, type Settings } from '../room/traits/index.ts';
import type { NewEvent, PersonKey, Snapshot, StoredEvent } from '../store/port.ts';
import { decodeRecent, encodeRecent, noRecent, type RecentPart } from './recent-codec.ts';

const eventVersion = 1;

/** Resolves a person key; people who were erased stand under a name that nobody has. */
export type PeopleIndex = ReadonlyMap<PersonKey, string>;

export function personOf(people: PeopleIndex, key: PersonKey): Person {
  return { key, jid: people.get(key) ?? `${key}@erased.invalid` };
}

interface Body {
  readonly [field: string]: unknown;
}

/** What an event says beside its stamp, written and read as it is. */
type Told<Event> = Omit<Event, 'kind' | 'at' | 'by'>;

export function encodeEvent(event: RoomEvent): NewEvent {
  switch (event.kind) {
    case 'posted':
      return encodePosted(event);
    case 'affiliated':
      return { ...stampOf(event), payload: JSON.stringify({ whom: event.whom.key, facts: event.facts }) };
    case 'entered':
    case 'left':
    case 'resized':
      return { ...stampOf(event), compactable: true, payload: payloadOf(event) };
    case 'created':
    case 'configured':
    case 'renamed':
    case 'role':
    case 'destroyed':
      return { ...stampOf(event), payload: payloadOf(event) };
  }
}

function stampOf({ kind, at, by }: RoomEvent): Omit<NewEvent, 'payload'> {
  return { kind, version: eventVersion, at, person: by.key };
}

function payloadOf({ kind: _kind, at: _at, by: _by, ...rest }: RoomEvent): string {
  return JSON.stringify(rest);
}

function encodePosted(event: Posted): NewEvent {
  const { stanzaId, ordinal, nick, id, originId, resource, xml, subject } = event;
  const fields = { nick, id, originId, resource, xml, subject };
  if (ordinal === undefined) return { ...stampOf(event), payload: JSON.stringify({ ...fields, stanzaId }) };
  return { ...stampOf(event), archiveId: stanzaId, ordinal, payload: JSON.stringify(fields) };
}

/** Everybody an event names, so that their JIDs can be fetched before it is read. */
export function peopleIn(stored: StoredEvent): PersonKey[] {
  const keys = stored.person === undefined ? [] : [stored.person];
  if (stored.kind !== 'affiliated') return keys;
  return [...keys, (JSON.parse(stored.payload) as { readonly whom: PersonKey }).whom];
}

export function decodeEvent(stored: StoredEvent, people: PeopleIndex): RoomEvent {
  const body = JSON.parse(stored.payload) as Body;
  const stamp = { at: stored.at, by: personOf(people, stored.person ?? '') };
  switch (stored.kind) {
    case 'posted':
      return { kind: 'posted', ...stamp, ...postedFields(stored, body) };
    case 'affiliated':
      return {
        kind: 'affiliated',
        ...stamp,
        whom: personOf(people, body['whom'] as PersonKey),
        facts: body['facts'] as Facts,
      };
    case 'entered':
      return {
        kind: 'entered',
        ...stamp,
        nick: body['nick'] as string,
        resource: body['resource'] as string,
        role: body['role'] as Role,
      };
    case 'left':
      return { kind: 'left', ...stamp, ...(body as unknown as Told<Left>) };
    case 'created':
      return {
        kind: 'created',
        ...stamp,
        settings: { ...defaultSettings, ...(body['settings'] as Partial<Settings>) },
        open: body['open'] as boolean,
      };
    case 'configured':
      return {
        kind: 'configured',
        ...stamp,
        settings: body['settings'] as Partial<Settings>,
        open: body['open'] as boolean,
      };
    case 'renamed':
      return { kind: 'renamed', ...stamp, ...(body as unknown as Told<Renamed>) };
    case 'role':
      return { kind: 'role', ...stamp, nick: body['nick'] as string, role: body['role'] as Role };
    case 'resized':
      return { kind: 'resized', ...stamp, large: body['large'] as boolean };
    case 'destroyed':
      return {
        kind: 'destroyed',
        ...stamp,
        ...(body as { readonly room: string; readonly reason?: string; readonly alternate?: string }),
      };
    default:
      throw new Error(`event of an unknown kind ${stored.kind} in ${stored.stream} at ${stored.number}`);
  }
}

export interface PostedFields {
  readonly nick: string;
  readonly id: string;
  readonly originId?: string;
  readonly resource: string;
  readonly xml: string;
  readonly subject?: NewSubject;
  readonly stanzaId: string;
  readonly ordinal?: number;
}

function postedFields(stored: StoredEvent, body: Body): PostedFields {
  const { stanzaId, ...fields } = body as unknown as PostedFields;
  return {
    ...fields,
    stanzaId: stored.archiveId ?? stanzaId,
    ...(stored.ordinal !== undefined && { ordinal: stored.ordinal }),
  };
}

/** A message as it was stored; undefined for an event of another kind. */
export function readPosted(stored: StoredEvent): PostedFields | undefined {
  return stored.kind === 'posted' ? postedFields(stored, JSON.parse(stored.payload) as Body) : undefined;
}

interface RoomPart {
  readonly jid: string;
  readonly open: boolean;
  readonly large?: true;
  readonly createdAt: number;
  readonly settings: Partial<Settings>;
  readonly subject?: Subject;
  readonly at: number;
  readonly ordinal: number;
}
type PeoplePart = readonly (readonly [PersonKey, Facts])[];
/** Somebody nobody was told of has a 0 at the end. */
type OccupantPart = readonly [nick: string, key: PersonKey, role: Role, resources: readonly string[], announced?: 0];
type OccupantsPart = readonly OccupantPart[];

/** The parts of a snapshot. `room` is always saved; of the others, those that changed since the last one. */
export const listParts = ['people', 'occupants', 'recent'] as const;
export type ListPart = (typeof listParts)[number];

/** How many entries saving this part writes. */
export function lengthOf(part: ListPart, room: Room): number {
  switch (part) {
    case 'people':
      return room.entries.size;
    case 'occupants':
      return room.occupants.size;
    case 'recent':
      return room.recent.size;
  }
}

/** The parts an event changes, beside `room`. */
export function partsChangedBy(event: RoomEvent): readonly ListPart[] {
  switch (event.kind) {
    case 'created':
    case 'affiliated':
      return ['people'];
    case 'entered':
    case 'left':
    case 'renamed':
    case 'role':
    case 'resized':
      return ['occupants'];
    case 'posted':
      return event.originId === undefined ? [] : ['recent'];
    case 'configured':
      return [];
    case 'destroyed':
      return listParts;
  }
}

/** A snapshot of the room as it is now, with these of its lists. */
export function encodeRoom(room: Room, lists: Iterable<ListPart>): Record<string, string> {
  const { jid, open, large, createdAt, settings, subject, at, ordinal } = room;
  const told = { ...(large && { large }), ...(subject && { subject }) };
  const part: RoomPart = { jid, open, createdAt, settings, ...told, at, ordinal };
  const encoded: Record<string, string> = { room: JSON.stringify(part) };
  for (const list of lists) encoded[list] = JSON.stringify(encoders[list](room));
  return encoded;
}

const encoders: Readonly<Record<ListPart, (room: Room) => PeoplePart | OccupantsPart | RecentPart>> = {
  people: peopleOf,
  occupants: occupantsOf,
  recent: ({ recent }) => encodeRecent(recent),
};

function peopleOf(room: Room): PeoplePart {
  return Array.from(room.entries.values(), ({ person, facts }) => [person.key, facts]);
}

function occupantsOf(room: Room): OccupantsPart {
  return Array.from(room.occupants.values(), occupantPart);
}

function occupantPart({ nick, person, role, announced, sessions }: Occupant): OccupantPart {
  const resources = sessions.map((session) => resourceOf(session.jid, person));
  return announced ? [nick, person.key, role, resources] : [nick, person.key, role, resources, 0];
}

export function peopleInSnapshot(snapshot: Snapshot): PersonKey[] {
  const { people, occupants } = parts(snapshot);
  return [...people.map(([key]) => key), ...occupants.map(([, key]) => key)];
}

export function decodeRoom(snapshot: Snapshot, key: string, index: PeopleIndex): Room {
  const { room: stored, people, occupants, recent } = parts(snapshot);
  const room = emptyRoom({ key, jid: stored.jid }, { ...defaultSettings, ...stored.settings });
  room.open = stored.open;
  room.large = stored.large === true;
  room.createdAt = stored.createdAt;
  room.subject = stored.subject;
  room.at = stored.at;
  room.ordinal = stored.ordinal;
  room.number = snapshot.number;
  room.recent = decodeRecent(recent);
  for (const [personKey, facts] of people) {
    room.entries.set({ person: personOf(index, personKey), facts });
  }
  for (const [nick, personKey, role, resources, announced] of occupants) {
    const person = personOf(index, personKey);
    const occupant: Occupant = { nick: shared(nick), person, role, announced: announced !== 0, sessions: [] };
    room.occupants.set(nickKey(occupant.nick), occupant);
    occupant.sessions = resources.map((resource) => {
      const session: Session = { jid: shared(`${person.jid}/${resource}`), occupant, presence: '' };
      room.sessions.set(session.jid, session);
      return session;
    });
  }
  return room;
}

function parts(snapshot: Snapshot): {
  readonly room: RoomPart;
  readonly people: PeoplePart;
  readonly occupants: OccupantsPart;
  readonly recent: RecentPart;
} {
  const { room, people, occupants, recent } = snapshot.parts;
  if (room === undefined || people === undefined || occupants === undefined) {
    throw new Error(`snapshot without all its parts, at ${snapshot.number}`);
  }
  return {
    room: JSON.parse(room) as RoomPart,
    people: JSON.parse(people) as PeoplePart,
    occupants: JSON.parse(occupants) as OccupantsPart,
    recent: recent === undefined ? noRecent : (JSON.parse(recent) as RecentPart),
  };
}
