/**
 * Snapshots of rooms as the store keeps them: JSON in which people stand by their key. Reading is the place for
 * upgrades: a snapshot of an older version is brought up to today's here, and nowhere else.
 */
import { AffiliationChanges } from '../room/affiliation-changes.ts';
import { MessageRate, type StoredRate } from '../room/message-rate.ts';
import { noRemovals, type Removals } from '../room/removals.ts';
import { shared } from '../room/shared-text.ts';
import {
  type CardOnRecord,
  emptyRoom,
  nickKey,
  type Occupant,
  type Role,
  type Room,
  type RoomIdentity,
  resourceOf,
  type Session,
  type Subject,
} from '../room/state.ts';
import { defaultSettings, type Settings } from '../room/traits/index.ts';
import type { VoiceNote } from '../room/voice-notes.ts';
import type { PersonKey } from '../store/event.ts';
import type { Snapshot } from '../store/port.ts';
import {
  type ApplicationsPart,
  decodeApplications,
  encodeApplications,
  peopleInApplications,
} from './applications-codec.ts';
import { decodeHats, encodeHats, type HatsPart, noHats } from './hats-codec.ts';
import { encodeLists, type ListedPart, listSlices } from './lists-codec.ts';
import { type PeopleIndex, personOf } from './people-index.ts';
import { decodeRecent, encodeRecent, noRecent, type RecentPart } from './recent-codec.ts';
import type { ListPart } from './snapshot-parts.ts';

interface RoomPart {
  readonly jid: string;
  readonly open: boolean;
  readonly large?: true;
  readonly disabled?: true;
  /** Absent in snapshots from before categories. */
  readonly category?: string;
  readonly createdAt: number;
  readonly settings: Partial<Settings>;
  readonly subject?: Subject;
  readonly applications?: ApplicationsPart;
  readonly card?: CardOnRecord;
  readonly at: number;
  readonly ordinal: number;
  readonly removals?: Removals;
  readonly clearedThrough?: number;
  readonly expiredThrough?: number;
  readonly keepsLonger?: true;
  /** Who waits in slow mode, and since when. */
  readonly lastPostAt?: readonly (readonly [PersonKey, number])[];
  readonly rate?: StoredRate;
}
/** Somebody nobody was told of has a 0 at the end. */
type OccupantPart = readonly [
  nick: string,
  key: PersonKey,
  role: Role,
  resources: readonly string[],
  announced?: 0 | 1,
  appointed?: 1,
];
type OccupantsPart = readonly OccupantPart[];
type VoicePart = readonly (readonly [PersonKey, VoiceNote])[];
/** Absent in snapshots from before lists had versions: none has been told to anybody. */
interface ChangesPart {
  readonly count: number;
  readonly people: readonly PersonKey[];
}
const noChanges: ChangesPart = { count: 0, people: [] };

/** A snapshot of the room as it is now, with these of its lists. */
export function encodeRoom(room: Room, lists: Iterable<ListPart>): Record<string, string> {
  const { jid, open, large, disabled, category, createdAt, settings, subject, card, at, ordinal, lastPostAt } = room;
  const { removals, clearedThrough, expiredThrough, keepsLonger } = room;
  const applications = encodeApplications(room.applications);
  const rate = room.rate.stored;
  const told = {
    ...(large && { large }),
    ...(disabled && { disabled }),
    ...(subject && { subject }),
    ...(rate && { rate }),
    ...(lastPostAt && { lastPostAt: [...lastPostAt] }),
    ...(applications && { applications }),
    ...(card && { card }),
    ...(removals !== noRemovals && { removals }),
    ...(clearedThrough > 0 && { clearedThrough }),
    ...(expiredThrough > 0 && { expiredThrough }),
    ...(keepsLonger && { keepsLonger }),
  };
  const part: RoomPart = { jid, open, category, createdAt, settings, ...told, at, ordinal };
  const encoded: Record<string, string> = { room: JSON.stringify(part) };
  for (const list of lists) encoded[list] = list === 'people' ? encodeLists(room.entries) : encodePart(list, room);
  return encoded;
}

function encodePart(list: OtherPart, room: Room): string {
  return JSON.stringify(encoders[list](room));
}

type OtherPart = Exclude<ListPart, 'people'>;

const encoders: Readonly<
  Record<OtherPart, (room: Room) => OccupantsPart | RecentPart | HatsPart | VoicePart | ChangesPart>
> = {
  occupants: occupantsOf,
  recent: ({ recent }) => encodeRecent(recent),
  hats: ({ hats }) => encodeHats(hats),
  voice: ({ voiceNotes }) => [...(voiceNotes ?? [])],
  changes: ({ changes: { count, people } }) => ({ count, people: people.map(({ key }) => key) }),
};

function occupantsOf(room: Room): OccupantsPart {
  return Array.from(room.occupants.values(), occupantPart);
}

function occupantPart({ nick, person, role, announced, appointed, sessions }: Occupant): OccupantPart {
  const resources = sessions.map((session) => resourceOf(session.jid, person));
  if (appointed) return [nick, person.key, role, resources, announced ? 1 : 0, 1];
  return announced ? [nick, person.key, role, resources] : [nick, person.key, role, resources, 0];
}

function peopleBesideLists({ room, occupants, hats, changes }: Parts): PersonKey[] {
  const named = [...occupants.map(([, key]) => key), ...hats.worn.map(([key]) => key), ...changes.people];
  return room.applications === undefined ? named : [...named, ...peopleInApplications(room.applications)];
}

/** The room of a snapshot where everybody in it is known already. */
export function decodeRoom(
  snapshot: Snapshot,
  identity: Pick<RoomIdentity, 'key' | 'directory'>,
  index: PeopleIndex,
): Room {
  const decoding = roomDecoding(snapshot, identity);
  for (;;) {
    const step = decoding.next(index);
    if (step.done) return step.value;
  }
}

/** The same in steps: yields whom it has to know for the next one, and is given them. */
export function* roomDecoding(
  snapshot: Snapshot,
  { key, directory }: Pick<RoomIdentity, 'key' | 'directory'>,
): Generator<readonly PersonKey[], Room, PeopleIndex> {
  const parsed = parts(snapshot);
  const slices = listSlices(parsed.people);
  let slice = slices.next();
  // Most lists are one slice: a room that is loaded asks once.
  let people = yield [...peopleBesideLists(parsed), ...keysIn(slice)];
  const room = decodeBesideLists(parsed, { key, directory, number: snapshot.number }, people);
  while (!slice.done) {
    for (const [listed, facts] of slice.value) room.entries.set({ person: personOf(people, listed), facts });
    slice = slices.next();
    if (!slice.done) people = yield keysIn(slice);
  }
  return room;
}

function keysIn({ value: slice }: IteratorResult<readonly ListedPart[], void>): readonly PersonKey[] {
  return slice?.map(([key]) => key) ?? [];
}

function decodeBesideLists(
  { room: stored, occupants, recent, hats, voice, changes }: Parts,
  { key, directory, number }: Pick<RoomIdentity, 'key' | 'directory'> & { readonly number: number },
  index: PeopleIndex,
): Room {
  const room = emptyRoom({ key, jid: stored.jid, directory }, { ...defaultSettings, ...stored.settings });
  room.hats = decodeHats(hats, (person) => personOf(index, person));
  room.changes = AffiliationChanges.from({ ...changes, people: changes.people.map((one) => personOf(index, one)) });
  if (stored.rate !== undefined) room.rate = MessageRate.from(stored.rate);
  room.open = stored.open;
  room.large = stored.large === true;
  room.disabled = stored.disabled === true;
  if (stored.category !== undefined) room.category = stored.category;
  room.createdAt = stored.createdAt;
  room.subject = stored.subject;
  room.card = stored.card;
  room.at = stored.at;
  room.ordinal = stored.ordinal;
  if (stored.removals !== undefined) room.removals = stored.removals;
  room.clearedThrough = stored.clearedThrough ?? 0;
  room.expiredThrough = stored.expiredThrough ?? 0;
  room.keepsLonger = stored.keepsLonger === true;
  room.number = number;
  room.recent = decodeRecent(recent);
  if (voice.length > 0) room.voiceNotes = new Map(voice);
  room.lastPostAt = stored.lastPostAt && new Map(stored.lastPostAt);
  if (stored.applications !== undefined) room.applications = decodeApplications(stored.applications, index);
  for (const [nick, personKey, role, resources, announced, appointed] of occupants) {
    const person = personOf(index, personKey);
    const occupant: Occupant = { nick: shared(nick), person, role, announced: announced !== 0, sessions: [] };
    if (appointed === 1) occupant.appointed = true;
    room.occupants.set(nickKey(occupant.nick), occupant);
    occupant.sessions = resources.map((resource) => {
      const session: Session = { jid: shared(`${person.jid}/${resource}`), occupant, presence: '' };
      room.sessions.set(session.jid, session);
      return session;
    });
  }
  return room;
}

interface Parts {
  readonly room: RoomPart;
  /** As it is stored: it is read in slices. */
  readonly people: string;
  readonly occupants: OccupantsPart;
  readonly recent: RecentPart;
  readonly hats: HatsPart;
  readonly voice: VoicePart;
  readonly changes: ChangesPart;
}

function parts(snapshot: Snapshot): Parts {
  const { room, people, occupants, recent, hats, voice, changes } = snapshot.parts;
  if (room === undefined || people === undefined || occupants === undefined) {
    throw new Error(`snapshot without all its parts, at ${snapshot.number}`);
  }
  return {
    room: JSON.parse(room) as RoomPart,
    people,
    occupants: JSON.parse(occupants) as OccupantsPart,
    recent: recent === undefined ? noRecent : (JSON.parse(recent) as RecentPart),
    hats: hats === undefined ? noHats : (JSON.parse(hats) as HatsPart),
    voice: voice === undefined ? [] : (JSON.parse(voice) as VoicePart),
    changes: changes === undefined ? noChanges : (JSON.parse(changes) as ChangesPart),
  };
}
