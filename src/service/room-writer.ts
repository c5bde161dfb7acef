/** Gives what a room decides to the store, and takes the room's address before anything of it is written. */
import { belongs } from '../room/access.ts';
import type { RoomEvent } from '../room/events.ts';
import type { RecordedMessage, Tombstone } from '../room/retract.ts';
import type { Room } from '../room/state.ts';
import type { Commit, CommitOutcome } from '../store/commit.ts';
import type { PersonKey } from '../store/event.ts';
import type { Store } from '../store/port.ts';
import { encodeEvent } from './event-codec.ts';
import { roomStream } from './room-loader.ts';
import { nothingLeft, replacement } from './tombstone.ts';

export interface RoomWriterEnvironment {
  readonly store: Store;
  /** Numbers the commits of this writer, across rooms. */
  nextCommitId(): number;
}

interface Written {
  readonly events: readonly RoomEvent[];
  readonly tombstones: readonly Tombstone[];
  readonly gone: readonly RecordedMessage[];
  readonly emptied: readonly number[];
}

export class RoomWriter {
  readonly #env: RoomWriterEnvironment;
  readonly #claims = new WeakMap<Room, Promise<boolean>>();

  constructor(env: RoomWriterEnvironment) {
    this.#env = env;
  }

  /** The events have not been applied to the room yet. */
  prepare(room: Room, { events, tombstones, gone, emptied }: Written): Commit {
    const replace = [...tombstones.map(replacement), ...gone.map(nothingLeft)];
    for (const number of emptied) replace.push({ number, payload: '{}' });
    // Nobody can ask for the card before this one any more, and pictures are large.
    if (room.card !== undefined && events.some(({ kind }) => kind === 'carded')) {
      replace.push({ number: room.card.number, payload: '{}' });
    }
    const entered: string[] = [];
    const left: string[] = [];
    for (const event of events) {
      if (event.kind === 'entered') entered.push(`${event.by.jid}/${event.resource}`);
      else if (event.kind === 'left') left.push(`${event.by.jid}/${event.resource}`);
      else if (event.kind === 'destroyed') left.push(...room.sessions.keys());
    }
    return {
      stream: roomStream(room.key),
      first: room.number + 1,
      id: this.#env.nextCommitId(),
      events: events.map(encodeEvent),
      ...(replace.length > 0 && { replace }),
      ...(events.every(isFarewell) && { unsynced: true }),
      ...(entered.length > 0 && { entered }),
      ...(left.length > 0 && { left }),
      ...changesOfMembership(room, events),
    };
  }

  write(room: Room, commit: Commit): Promise<CommitOutcome> {
    if (commit.first === 1) this.#claim(room);
    const claim = this.#claims.get(room);
    return claim === undefined ? this.#env.store.commit(commit) : this.#commitAfter(claim, commit);
  }

  /** Whoever comes second to a new address finds the first one's room. */
  #claim(room: Room): void {
    const claim = this.#env.store.rooms.claim({ jid: room.jid, key: room.key }).then((holder) => holder === room.key);
    this.#claims.set(room, claim);
  }

  async #commitAfter(claim: Promise<boolean>, commit: Commit): Promise<CommitOutcome> {
    if (!(await claim)) return { kind: 'stale', text: 'the address was taken meanwhile' };
    return this.#env.store.commit(commit);
  }
}

/** What the events change of who belongs to the room, and of what they have seen of it. */
function changesOfMembership(
  room: Room,
  events: readonly RoomEvent[],
): Pick<Commit, 'affiliated' | 'unaffiliated' | 'visited'> {
  if (!events.some(concernsMembership)) return {};
  const belonging = new Map<PersonKey, boolean>();
  const visited: PersonKey[] = [];
  for (const event of events) {
    if (event.kind === 'created') belonging.set(event.by.key, event.forOthers !== true);
    else if (event.kind === 'affiliated') belonging.set(event.whom.key, belongs(event.facts));
    else if (event.kind === 'configured' && event.settings.auditorium === false)
      for (const key of presentersOnly(room)) belonging.set(key, false);
    else if (event.kind === 'destroyed')
      for (const { person } of room.entries.values()) belonging.set(person.key, false);
    else if (event.kind === 'left' && room.entries.get(event.by.jid) !== undefined) visited.push(event.by.key);
  }
  const affiliated = [...belonging].flatMap(([key, there]) => (there ? [key] : []));
  const unaffiliated = [...belonging].flatMap(([key, there]) => (there ? [] : [key]));
  return {
    ...(affiliated.length > 0 && { affiliated }),
    ...(unaffiliated.length > 0 && { unaffiliated }),
    ...(visited.length > 0 && { visited }),
  };
}

/** Who belongs to an auditorium for speaking in it, and for nothing else. */
function presentersOnly({ entries }: Room): PersonKey[] {
  if (entries.presenters === 0) return [];
  return [...entries.values()]
    .filter(({ facts }) => facts.presenter && !facts.member && !facts.manager)
    .map(({ person }) => person.key);
}

const concerning: ReadonlySet<RoomEvent['kind']> = new Set<RoomEvent['kind']>([
  'left',
  'affiliated',
  'created',
  'configured',
  'destroyed',
]);

function concernsMembership({ kind }: RoomEvent): boolean {
  return concerning.has(kind);
}

/** Should a power cut undo it, they are in the room until their session ends; so nobody waits for the disk. */
function isFarewell(event: RoomEvent): boolean {
  return event.kind === 'left' && (event.cause === 'left' || event.cause === 'gone');
}
