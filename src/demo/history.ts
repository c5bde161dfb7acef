/**
 * Puts the transcripts into rooms before the service starts. The service's own rooms do it, told that it is
 * the time of each line: so what is in the store is what they would have written then.
 */
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { silentLog } from '../ops/log.ts';
import { openHouse } from '../room/open-house.ts';
import type { RoomRequest } from '../room/request.ts';
import { defaultCategory } from '../room/state.ts';
import { Lanes } from '../service/lanes.ts';
import type { Mailbox } from '../service/mailbox.ts';
import { Rooms } from '../service/rooms.ts';
import { openSqliteStore } from '../store/sqlite/store.ts';
import { isRefusal } from '../wire/error.ts';
import { serialize, xml } from '../wire/xml.ts';
import { ACCOUNTS, ROOMS_DOMAIN, USERS_DOMAIN } from './people.ts';
import { readTranscript, type Transcript } from './transcript.ts';

const FOLDER = new URL('./history/', import.meta.url);
const MINUTE_MS = 60_000;
/** Nobody is there to hear what was said then. */
const nowhere = { send: () => {}, sendCopies: () => {}, sendEach: () => {} };

/** All transcripts, the longest conversation first. */
export async function readTranscripts(now: number): Promise<readonly Transcript[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.txt')).sort();
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, FOLDER), 'utf8')));
  return texts.map((text) => readTranscript(text, now)).sort((a, b) => b.lines.length - a.lines.length);
}

export function roomJid(transcript: Transcript): string {
  return `${transcript.address}@${ROOMS_DOMAIN}`;
}

/** Writes all of it into a new store; one that was begun and not finished is thrown away. */
export async function writeHistory(storeFile: string, transcripts: readonly Transcript[]): Promise<void> {
  for (const part of ['', '-wal', '-shm']) await rm(storeFile + part, { force: true });
  const store = await openSqliteStore({ path: storeFile });
  let now = 0;
  const rooms = new Rooms({
    store,
    log: silentLog,
    directory: openHouse,
    context: () => ({
      now,
      stanzaId: () => randomBytes(12).toString('base64url'),
      copiesCharactersMax: 1_000_000,
      largeRoomsAbove: 0,
      historyInNewRooms: undefined,
      newRoomCategory: () => defaultCategory,
      isReserved: () => false,
      isServiceAdmin: () => false,
      isBlocked: () => false,
    }),
    lanes: new Lanes({ stream: nowhere, bufferedBytes: () => 0 }),
    delivered: () => undefined,
    senders: async () => new Map(),
    now: () => now,
  });
  try {
    const jids = ACCOUNTS.map((name) => `${name}@${USERS_DOMAIN}`);
    const keys = await store.people.keys(jids);
    const visitor = (name: string): Visitor => {
      const jid = `${name}@${USERS_DOMAIN}`;
      return { nick: name, from: { session: `${jid}/history`, person: { jid, key: keys.get(jid) ?? '' } } };
    };
    for (const transcript of transcripts) {
      const room = rooms.get(roomJid(transcript));
      for (const { at, request } of requestsOf(transcript, visitor)) {
        now = at;
        await ask(room, request);
      }
    }
  } finally {
    await store.close();
  }
}

type Visitor = Pick<Extract<RoomRequest, { kind: 'enter' }>, 'nick' | 'from'>;

interface Moment {
  readonly at: number;
  readonly request: RoomRequest;
}

function requestsOf(transcript: Transcript, visitor: (name: string) => Visitor): Moment[] {
  const { owner, lines } = transcript;
  const begin = (lines[0]?.at ?? 0) - 10 * MINUTE_MS;
  const end = (lines.at(-1)?.at ?? 0) + 10 * MINUTE_MS;
  const { from } = visitor(owner);
  const guests = ACCOUNTS.filter((name) => name !== owner);
  const enter = (name: string): RoomRequest => ({ kind: 'enter', ...visitor(name), history: {}, presence: '' });
  const subject = serialize(xml('subject', {}, transcript.topic));
  const opening: RoomRequest[] = [
    enter(owner),
    { kind: 'configure', from, settings: { name: transcript.name, description: transcript.about } },
    {
      kind: 'administer',
      from,
      items: guests.map((name) => ({ kind: 'affiliation', whom: visitor(name).from.person, affiliation: 'member' })),
    },
    {
      kind: 'post',
      from,
      id: 'topic',
      xml: subject,
      subject: { xml: subject, text: transcript.topic },
      keep: 'archived',
    },
    ...guests.map(enter),
  ];
  return [
    ...opening.map((request) => ({ at: begin, request })),
    ...lines.map(({ at, nick, text }, index) => ({ at, request: said(visitor(nick), `line-${index + 1}`, text) })),
    ...ACCOUNTS.map((name) => ({
      at: end,
      request: { kind: 'leave' as const, from: visitor(name).from, presence: '' },
    })),
  ];
}

function said({ from }: Visitor, id: string, text: string): RoomRequest {
  return { kind: 'post', from, id, xml: serialize(xml('body', {}, text)), keep: 'archived' };
}

/** A refusal here is a mistake of ours: the demo's people do only what they may. */
function ask(room: Mailbox, request: RoomRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    room.submit(request, (answer) => {
      if (answer !== undefined && isRefusal(answer)) reject(new Error(`history: ${request.kind}: ${answer.text}`));
      else resolve();
    });
  });
}
