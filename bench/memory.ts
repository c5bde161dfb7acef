/**
 * What a session in a room costs in memory, and a room that nobody is in any more:
 *   node --expose-gc bench/memory.ts [SESSIONS]
 * Rooms of 30, through the whole service above a store that keeps nothing, every stanza parsed as from the stream.
 * Once each client is in 16 rooms, as in the user model, and once in a single one, where nothing can be shared.
 */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../src/ops/clock.ts';
import { fillDomain } from './fill.ts';
import { forgetfulStore } from './forgetful-store.ts';
import { type LoneService, loneService } from './lone-service.ts';
import { report, rounded } from './result-file.ts';

const sessionsWanted = Number(process.argv[2] ?? 200_000);
const occupants = 30;
const messagesPerRoom = 50;
const stanzasPerBreath = 500;
const roomsVisited = 20_000;
/** More than a sweep of idle rooms needs. */
const ticksPerSweep = 200;

/** Time stands still but for what is ticked by hand, so that nothing is swept before it is measured. */
function handClock(): Clock & { tick(): void } {
  const calls: (() => void)[] = [];
  return {
    now: Date.now,
    after: () => () => {},
    every: (_, call) => {
      calls.push(call);
      return () => {};
    },
    tick: () => {
      for (const call of calls) call();
    },
  };
}

interface Client {
  readonly nick: string;
  readonly jid: string;
  readonly presence: string;
}

/** What clients of today send: capabilities that all of a kind share, an avatar of each person's own. */
function clientOf(index: number): Client {
  const avatar = randomBytes(20).toString('hex');
  return {
    nick: `Person Number ${index}`,
    jid: `person.number${index}@chat.example.org/desk.${randomBytes(6).toString('base64url')}`,
    presence:
      `<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x>` +
      `<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='https://client.example' ver='${'q'.repeat(27)}='/>` +
      `<x xmlns='vcard-temp:x:update'><photo>${avatar}</photo></x>`,
  };
}

async function usedBytes(): Promise<number> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('run it with node --expose-gc');
  for (let round = 0; round < 4; round++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function inTurns(service: LoneService, count: number, stanza: (index: number) => string): Promise<void> {
  for (let index = 0; index < count; index++) {
    service.hear(stanza(index));
    if (index % stanzasPerBreath === 0) await service.breath();
  }
  for (let round = 0; round < 20; round++) await service.breath();
}

interface Crowd {
  readonly clients: readonly Client[];
  readonly rooms: number;
  readonly roomsPerClient: number;
}

/** Clients enter all their rooms one after the other, as after a restart of the server. */
function placeOf({ clients, rooms, roomsPerClient }: Crowd, index: number): { client: Client; room: number } {
  const number = Math.floor(index / roomsPerClient);
  const step = Math.ceil(rooms / roomsPerClient);
  const client = clients[number];
  if (client === undefined) throw new Error('no client');
  return { client, room: (number + (index % roomsPerClient) * step) % rooms };
}

function roomJid(room: number): string {
  return `room-${room}@${fillDomain}`;
}

const configuration =
  "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'>" +
  "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>" +
  "<field var='muc#roomconfig_persistentroom'><value>1</value></field></x></query>";

function message(client: Client, room: number): string {
  const id = randomBytes(16).toString('hex');
  return (
    `<message from='${client.jid}' to='${roomJid(room)}' type='groupchat' id='${id}'><body>${'so be it '.repeat(12)}</body>` +
    `<origin-id xmlns='urn:xmpp:sid:0' id='${id}'/></message>`
  );
}

function entering({ jid, nick, presence }: Client, room: number): string {
  return `<presence from='${jid}' to='${roomJid(room)}/${nick}'>${presence}</presence>`;
}

function making(client: Client, room: number): string {
  const configure = `<iq from='${client.jid}' to='${roomJid(room)}' type='set' id='c'>${configuration}</iq>`;
  return entering(client, room) + configure;
}

async function measure(roomsPerClient: number): Promise<Record<string, number>> {
  const rooms = Math.floor(sessionsWanted / occupants);
  const clients = Array.from({ length: Math.floor((rooms * occupants) / roomsPerClient) }, (_, index) =>
    clientOf(index),
  );
  const sessions = clients.length * roomsPerClient;
  const crowd = { clients, rooms, roomsPerClient };
  const clock = handClock();
  const service = await loneService({ store: forgetfulStore(), clock });
  const made = new Set<number>();
  const base = await usedBytes();
  await inTurns(service, sessions, (index) => {
    const { client, room } = placeOf(crowd, index);
    if (made.has(room)) return entering(client, room);
    made.add(room);
    return making(client, room);
  });
  const inside = (await usedBytes()) - base;
  await inTurns(service, rooms * messagesPerRoom, (index) => {
    const { client, room } = placeOf(crowd, Math.floor((index * sessions) / (rooms * messagesPerRoom)));
    return message(client, room);
  });
  const talking = (await usedBytes()) - base - inside;
  await inTurns(service, sessions, (index) => {
    const { client, room } = placeOf(crowd, index);
    return leaving(client, room);
  });
  sweep(clock);
  const empty = (await usedBytes()) - base;
  await visitNewRooms(service, crowd);
  sweep(clock);
  const more = (await usedBytes()) - base - empty;
  return {
    'bytes a session': Math.round(inside / sessions),
    'MiB of 1.92 M sessions': Math.round((inside / sessions) * (1_920_000 / 1_048_576)),
    'bytes a message remembered': Math.round(talking / (rooms * messagesPerRoom)),
    'MiB when all have left': rounded(empty / 1_048_576),
    'bytes a room nobody is in': Math.round(more / roomsVisited),
  };
}

function leaving(client: Client, room: number): string {
  return `<presence from='${client.jid}' to='${roomJid(room)}/${client.nick}' type='unavailable'/>`;
}

/** New rooms, by people who are known already: what is more in memory then is the rooms'. */
async function visitNewRooms(service: LoneService, { clients, rooms }: Crowd): Promise<void> {
  await inTurns(service, roomsVisited, (index) => {
    const client = clients[index % clients.length];
    if (client === undefined) throw new Error('no client');
    return making(client, rooms + index) + message(client, rooms + index) + leaving(client, rooms + index);
  });
}

function sweep(clock: { tick(): void }): void {
  for (let tick = 0; tick < ticksPerSweep; tick++) clock.tick();
}

report('memory', {
  rows: {
    [`${sessionsWanted} sessions, 16 rooms each client`]: await measure(16),
    [`${sessionsWanted} sessions, 1 room each client`]: await measure(1),
  },
});
