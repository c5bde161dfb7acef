/**
 * Events as the store keeps them: JSON in which people stand by their key. One row per kind. Reading is the place
 * for upgrades: an event of an older version is brought up to today's here, and nowhere else.
 */
import type { Affiliated, Created, Dismissed, HatAssigned, HatUnassigned, Posted, RoomEvent } from '../room/events.ts';
import type { Facts, Person } from '../room/state.ts';
import { defaultSettings, type Settings } from '../room/traits/index.ts';
import type { NewEvent, PersonKey, StoredEvent } from '../store/event.ts';
import { type PeopleIndex, personOf } from './people-index.ts';

const eventVersion = 1;

/** What an event says beside its stamp. */
type Told<Event> = Omit<Event, 'kind' | 'at' | 'by'>;
type Stored = Omit<NewEvent, 'kind' | 'version' | 'at' | 'person'>;

interface Body {
  readonly [field: string]: unknown;
}

interface EventCodec<Event> {
  encode(event: Event): Stored;
  decode(body: Body, stored: StoredEvent, person: (key: PersonKey) => Person): Told<Event>;
  /** Everybody the body names; absent where it names nobody. */
  people?(body: Body): readonly PersonKey[];
}

/** Written and read as it is. */
interface AsItIs {
  encode(event: RoomEvent): Stored;
  decode(body: Body): Body;
}

const asItIs: AsItIs = {
  encode: (event) => ({ payload: payloadOf(event) }),
  decode: (body) => body,
};

/** As it is, and thrown away once a snapshot holds what came of it. */
const passing: AsItIs = {
  encode: (event) => ({ compactable: true, payload: payloadOf(event) }),
  decode: asItIs.decode,
};

function payloadOf({ kind: _kind, at: _at, by: _by, ...told }: RoomEvent): string {
  return JSON.stringify(told);
}

const created: EventCodec<Created> = {
  encode: asItIs.encode,
  decode: ({ settings, open, category, forOthers }) => ({
    settings: { ...defaultSettings, ...(settings as Partial<Settings>) },
    open: open as boolean,
    ...(category !== undefined && { category: category as string }),
    ...(forOthers === true && { forOthers }),
  }),
};

const affiliated: EventCodec<Affiliated> = {
  encode: ({ whom, facts, before }) => ({ payload: JSON.stringify({ whom: whom.key, facts, before }) }),
  decode: ({ whom, facts, before }, _stored, person) => ({
    whom: person(whom as PersonKey),
    facts: facts as Facts,
    ...(before !== undefined && { before: before as Facts }),
  }),
  people: ({ whom }) => [whom as PersonKey],
};

const hatOfSomebody: EventCodec<HatAssigned | HatUnassigned> = {
  encode: ({ whom, uri }) => ({ payload: JSON.stringify({ whom: whom.key, uri }) }),
  decode: ({ whom, uri }, _stored, person) => ({ whom: person(whom as PersonKey), uri: uri as string }),
  people: ({ whom }) => [whom as PersonKey],
};

const dismissed: EventCodec<Dismissed> = {
  encode: ({ whom }) => ({ compactable: true, payload: JSON.stringify({ whom: whom.key }) }),
  decode: ({ whom }, _stored, person) => ({ whom: person(whom as PersonKey) }),
  people: ({ whom }) => [whom as PersonKey],
};

export type PostedFields = Told<Posted>;

const posted: EventCodec<Posted> = { encode: encodePosted, decode: postedFields };

function encodePosted(event: Posted): Stored {
  const { stanzaId, ordinal } = event;
  const payload = postedPayload(event);
  return ordinal === undefined ? { payload } : { archiveId: stanzaId, ordinal, payload };
}

/** The payload of a message, and of what is left of one that was taken back. */
export function postedPayload(message: PostedFields): string {
  const { stanzaId, ordinal, nick, id, originId, resource, xml, subject, retracts, takesSubject, slowed } = message;
  const fields = { nick, id, originId, resource, xml, subject, retracts, takesSubject, slowed };
  // What is gone from the archive has no place there that would tell its ordinal.
  if (message.gone) return JSON.stringify({ ...fields, stanzaId, ordinal, gone: true });
  return JSON.stringify(ordinal === undefined ? { ...fields, stanzaId } : fields);
}

function postedFields(body: Body, stored: StoredEvent): PostedFields {
  const { stanzaId, ...fields } = body as unknown as PostedFields;
  return {
    ...fields,
    stanzaId: stored.archiveId ?? stanzaId,
    ...(stored.ordinal !== undefined && { ordinal: stored.ordinal }),
  };
}

/** A message as it was stored; undefined for an event of another kind. */
export function readPosted(stored: StoredEvent): PostedFields | undefined {
  return stored.kind === 'posted' ? postedFields(JSON.parse(stored.payload) as Body, stored) : undefined;
}

/** Fields in which an event holds somebody: such an event cannot be written as it is. */
type PeopleFields<Told> = {
  [Field in keyof Told]-?: NonNullable<Told[Field]> extends Person | readonly Person[] ? Field : never;
}[keyof Told];
type CodecFor<Event> = [PeopleFields<Told<Event>>] extends [never] ? EventCodec<Event> | AsItIs : EventCodec<Event>;

type Kind = RoomEvent['kind'];

const codecs: { readonly [K in Kind]: CodecFor<Extract<RoomEvent, { readonly kind: K }>> } = {
  created,
  configured: asItIs,
  affiliated,
  moved: asItIs,
  disabled: asItIs,
  enabled: asItIs,
  entered: passing,
  left: passing,
  renamed: asItIs,
  role: asItIs,
  'voice-asked': passing,
  resized: passing,
  posted,
  'hat-created': asItIs,
  'hat-destroyed': asItIs,
  'hat-assigned': hatOfSomebody,
  'hat-unassigned': hatOfSomebody,
  applied: passing,
  dismissed,
  carded: asItIs,
  purged: asItIs,
  cleared: passing,
  'content-removed': asItIs,
  expired: passing,
  'set-aside': asItIs,
  'let-go': passing,
  destroyed: asItIs,
};

function codecOf(kind: string): EventCodec<RoomEvent> | undefined {
  return Object.hasOwn(codecs, kind) ? (codecs[kind as Kind] as EventCodec<RoomEvent>) : undefined;
}

/** What somebody did to the room, as opposed to what people do in it. */
const audited: ReadonlySet<Kind> = new Set<Kind>([
  'created',
  'configured',
  'affiliated',
  'moved',
  'disabled',
  'enabled',
  'hat-created',
  'hat-destroyed',
  'hat-assigned',
  'hat-unassigned',
  'carded',
  'content-removed',
  'set-aside',
  'destroyed',
]);

function isAudited(event: RoomEvent): boolean {
  // The room's own word is that of a moderation.
  return audited.has(event.kind) || (event.kind === 'posted' && event.nick === '');
}

export function encodeEvent(event: RoomEvent): NewEvent {
  const { kind, at, by } = event;
  // The row is that of the event's own kind, which the compiler cannot follow.
  const { encode } = codecs[kind] as EventCodec<RoomEvent>;
  return {
    kind,
    version: eventVersion,
    at,
    person: by.key,
    ...encode(event),
    ...(isAudited(event) && { audited: true }),
  };
}

/** Everybody an event names, so that their JIDs can be fetched before it is read. */
export function peopleIn(stored: StoredEvent): PersonKey[] {
  const by = stored.person === undefined ? [] : [stored.person];
  const people = codecOf(stored.kind)?.people;
  return people === undefined ? by : [...by, ...people(JSON.parse(stored.payload) as Body)];
}

export function decodeEvent(stored: StoredEvent, people: PeopleIndex): RoomEvent {
  const codec = codecOf(stored.kind);
  if (codec === undefined) {
    throw new Error(`event of an unknown kind ${stored.kind} in ${stored.stream} at ${stored.number}`);
  }
  const person = (key: PersonKey): Person => personOf(people, key);
  const told = codec.decode(JSON.parse(stored.payload) as Body, stored, person);
  return { kind: stored.kind, at: stored.at, by: person(stored.person ?? ''), ...told } as RoomEvent;
}
