/**
 * Fills a store with rooms and messages, as a service of some years has them:
 *   node bench/fill.ts ROOMS MESSAGES [FILE]
 * Without FILE it fills one in a temporary folder, says how long that took, and takes it away again.
 * Payloads are those the service writes; only the number of messages in one commit is larger.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultSettings } from '../src/room/traits/index.ts';
import { encodeEvent } from '../src/service/event-codec.ts';
import { roomStream } from '../src/service/room-loader.ts';
import { archiveId } from '../src/store/archive-id.ts';
import type { Commit } from '../src/store/commit.ts';
import type { NewEvent } from '../src/store/event.ts';
import type { Store } from '../src/store/port.ts';
import { openSqliteStore } from '../src/store/sqlite/store.ts';
import { listed } from './listed.ts';

export interface Filling {
  readonly rooms: number;
  /** Spread evenly over the rooms. */
  readonly messages: number;
  /** Full JIDs that are in a room, spread evenly. */
  readonly sessions?: number;
  /** Events of one commit, each written before the next is given; as many as there are if left out, without waiting. */
  readonly eventsPerCommit?: number;
}

export const fillDomain = 'rooms.localhost';
const eventsPerCommitMax = 500;
const roomsAtATime = 1_000;
const pendingBytesMax = 64 * 1_024 * 1_024;
const peopleMax = 20_000;
/** The newest message is from now, the one before it in the same room from a minute earlier, and so on. */
const apartMilliseconds = 60_000;
const words = 'when the build is green again we ship it to the two that asked and tell the others by noon'.split(' ');

interface Person {
  readonly jid: string;
  readonly key: string;
}

export function fillKey(room: number): string {
  return `key${room}`;
}

export function fillJid(room: number): string {
  return `r${room}@${fillDomain}`;
}

/** How many of the messages are in this room. */
export function messagesIn(room: number, { rooms, messages }: Filling): number {
  return Math.floor(((room + 1) * messages) / rooms) - Math.floor((room * messages) / rooms);
}

/** A message of about 120 characters, with what clients add to it, as the service writes it. */
export function fillMessage(place: {
  readonly number: number;
  readonly ordinal: number;
  readonly at: number;
  readonly by: Person;
}): NewEvent {
  const { number, ordinal, at, by } = place;
  const id = `${by.key}${number.toString(36)}`.padEnd(36, '-');
  const said = Array.from({ length: 25 }, (_, index) => words[(number + index * 7) % words.length]).join(' ');
  return encodeEvent({
    kind: 'posted',
    at,
    by,
    nick: by.jid.slice(0, by.jid.indexOf('@')),
    id,
    originId: id,
    resource: 'desk.x7Kq2',
    xml: `<body>${said}</body><origin-id xmlns='urn:xmpp:sid:0' id='${id}'/>`,
    stanzaId: archiveId({ number, random: id.slice(0, 16) }),
    ordinal,
  });
}

/** Room `n` has the address `fillJid(n)`; its messages stand behind its making and its entries. */
export async function fill(store: Store, filling: Filling): Promise<void> {
  const { rooms, sessions = 0, eventsPerCommit } = filling;
  const size = eventsPerCommit ?? eventsPerCommitMax;
  const people = await makePeople(store, Math.min(Math.max(sessions, rooms, 100), peopleMax));
  const perRoom = Math.ceil(sessions / rooms);
  let commitId = 0;
  for (let from = 0; from < rooms; from += roomsAtATime) {
    const until = Math.min(from + roomsAtATime, rooms);
    const under: Promise<unknown>[] = [];
    for (let room = from; room < until; room++) {
      const said = messagesIn(room, filling);
      const inside = Math.max(0, Math.min(perRoom, sessions - room * perRoom));
      under.push(store.rooms.claim({ jid: fillJid(room), key: fillKey(room) }));
      const plan = { room, inside, people };
      const events = roomEvents({ ...plan, said });
      for (let first = 1, piece = take(events, size); piece.length > 0; piece = take(events, size)) {
        const written = { stream: roomStream(fillKey(room)), first, id: ++commitId, events: piece };
        under.push(commit(store, first === 1 ? { ...written, ...indexed(plan) } : written));
        first += piece.length;
        if (eventsPerCommit !== undefined || store.pendingBytes > pendingBytesMax) await under.at(-1);
      }
      under.push(describe(store, room, inside));
    }
    await Promise.all(under);
  }
  await store.saveCheckpoint({ name: 'delivered', position: await store.feedEnd() });
}

async function commit(store: Store, commit: Parameters<Store['commit']>[0]): Promise<void> {
  const outcome = await store.commit(commit);
  if (outcome.kind !== 'committed') throw new Error(outcome.text);
}

async function describe(store: Store, room: number, occupants: number): Promise<void> {
  await store.rooms.describe({
    jid: fillJid(room),
    listing: { ...listed, name: `Room ${room}`, occupants },
  });
}

async function makePeople(store: Store, count: number): Promise<Person[]> {
  const people: Person[] = [];
  for (let from = 0; from < count; from += 1_000) {
    const jids = Array.from({ length: Math.min(1_000, count - from) }, (_, index) => `u${from + index}@localhost`);
    const keys = await store.people.keys(jids);
    for (const jid of jids) people.push({ jid, key: keys.get(jid) ?? '' });
  }
  return people;
}

interface Plan {
  readonly room: number;
  readonly inside: number;
  readonly people: readonly Person[];
}

/** What indexes have of a room: who is in it, and who belongs to it. */
function indexed(plan: Plan): Pick<Commit, 'entered' | 'affiliated'> {
  const entered = insideOf(plan).map(({ jid }) => `${jid}/r`);
  return { entered, affiliated: [personAt(plan.people, plan.room).key] };
}

/** Who is in this room; nobody is in two. */
function insideOf({ room, inside, people }: Plan): Person[] {
  return Array.from({ length: inside }, (_, index) => personAt(people, room * inside + index));
}

function personAt(people: readonly Person[], index: number): Person {
  const person = people[index % people.length];
  if (person === undefined) throw new Error('nobody to fill rooms with');
  return person;
}

function* roomEvents(plan: Plan & { readonly said: number }): Generator<NewEvent, undefined> {
  const { room, said, people } = plan;
  const began = Date.now() - (said + 1) * apartMilliseconds;
  let number = 1;
  const made = {
    kind: 'created' as const,
    at: began,
    by: personAt(people, room),
    settings: defaultSettings,
    open: true,
  };
  yield encodeEvent(made);
  for (const by of insideOf(plan)) {
    number += 1;
    yield encodeEvent({ kind: 'entered', at: began, by, nick: by.jid, resource: 'r', role: 'participant' });
  }
  for (let ordinal = 1; ordinal <= said; ordinal++) {
    number += 1;
    const by = personAt(people, room * 31 + (ordinal % 12));
    yield fillMessage({ number, ordinal, at: began + ordinal * apartMilliseconds, by });
  }
}

function take(events: Iterator<NewEvent, undefined>, size: number): NewEvent[] {
  const taken: NewEvent[] = [];
  while (taken.length < size) {
    const { value } = events.next();
    if (value === undefined) break;
    taken.push(value);
  }
  return taken;
}

async function main(rooms: number, messages: number, kept: string | undefined): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'longroom-fill-'));
  const path = kept ?? join(folder, 'rooms.sqlite');
  try {
    const begun = performance.now();
    const store = await openSqliteStore({ path });
    await fill(store, { rooms, messages });
    await store.close();
    const cpu = process.cpuUsage();
    console.table({
      [`${rooms} rooms, ${messages} messages`]: {
        seconds: Math.round((performance.now() - begun) / 1_000),
        'CPU µs a message': Math.round(((cpu.user + cpu.system) / messages) * 10) / 10,
        'file MiB': Math.round(statSync(path).size / 1_048_576),
      },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.main) await main(Number(process.argv[2] ?? 1_000), Number(process.argv[3] ?? 100_000), process.argv[4]);
