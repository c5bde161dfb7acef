/**
 * Whether entering and leaving is noticed by those who talk: the same messages without it, beside ten million
 * enter and leave events a day, and beside ten times as many:
 *   node bench/log.ts [SECONDS] [MESSAGES_A_SECOND]
 * Through the whole service and the store, the server's echo included, so that compaction goes on as in life. The rows
 * of the event table are counted before and after: those of entries must not add up.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { openSqliteStore } from '../src/store/sqlite/store.ts';
import { fill, fillJid } from './fill.ts';
import { type LoneService, loneService } from './lone-service.ts';
import { percentile, report, rounded } from './result-file.ts';

const seconds = Number(process.argv[2] ?? 30);
const messagesPerSecond = Number(process.argv[3] ?? 1_000);
const rooms = 500;
const warmUpSeconds = 3;
/** Few, so that within the run much is compacted in each of them. */
const visitedRooms = 50;
/** Ten million a day. */
const eventsPerSecond = 10_000_000 / 86_400;
const loads = [0, 1, 10];

interface Figures {
  readonly [name: string]: number;
}

interface Counted {
  readonly entries: number;
  readonly messages: number;
  readonly feed: number;
}

function count(path: string): Counted {
  const database = new DatabaseSync(path, { readOnly: true });
  const number = (sql: string): number => Number(database.prepare(sql).get()?.['n']);
  const counted = {
    entries: number("SELECT count(*) AS n FROM event WHERE kind IN ('entered', 'left')"),
    messages: number("SELECT count(*) AS n FROM event WHERE kind = 'posted'"),
    feed: number('SELECT count(*) AS n FROM feed'),
  };
  database.close();
  return counted;
}

function entering(who: string, room: number): string {
  const muc = "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x>";
  return `<presence from='${who}@localhost/r' to='${fillJid(room)}/${who}'>${muc}</presence>`;
}

function leaving(who: string, room: number): string {
  return `<presence type='unavailable' from='${who}@localhost/r' to='${fillJid(room)}/${who}'/>`;
}

/** Calls so often a second, evenly, until the end; what was missed in a long turn is made up for. */
async function pace(perSecond: number, end: number, act: (index: number) => void): Promise<void> {
  const begun = performance.now();
  for (let done = 0; performance.now() < end; ) {
    const due = Math.floor(((performance.now() - begun) / 1_000) * perSecond);
    for (; done < due; done++) act(done);
    await pause(1);
  }
}

/** One comes and goes at a time in each room, so that the rooms keep their size. */
function comeAndGo(service: LoneService, index: number): void {
  const visit = index >> 1;
  const room = visit % visitedRooms;
  const who = `guest${visit % 20_000}`;
  service.hear(index % 2 === 0 ? entering(who, room) : leaving(who, room));
}

async function measure(factor: number): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'longroom-log-'));
  const path = join(folder, 'rooms.sqlite');
  try {
    const store = await openSqliteStore({ path });
    await fill(store, { rooms, messages: 100_000 });
    const begun = new Map<string, number>();
    const waits: number[] = [];
    const service = await loneService({
      store,
      said: (text) => {
        const id = / id="(m\d+)"/.exec(text)?.[1];
        const since = id === undefined ? undefined : begun.get(id);
        if (id === undefined || since === undefined) return;
        begun.delete(id);
        waits.push(performance.now() - since);
      },
    });
    for (let room = 0; room < rooms; room++) service.hear(entering('host', room));
    const talk = (index: number): void => {
      begun.set(`m${index}`, performance.now());
      const to = fillJid((index * 7) % rooms);
      const body = `<body>${'so be it '.repeat(12)}</body><origin-id xmlns='urn:xmpp:sid:0' id='o${index}'/>`;
      service.hear(`<message from='host@localhost/r' to='${to}' type='groupchat' id='m${index}'>${body}</message>`);
    };
    await pause(1_000);
    const load = (forSeconds: number, from: number) => {
      const end = performance.now() + forSeconds * 1_000;
      return Promise.all([
        pace(messagesPerSecond, end, (index) => talk(from + index)),
        pace(eventsPerSecond * factor, end, (index) => comeAndGo(service, index)),
      ]);
    };
    await load(warmUpSeconds, 0);
    const before = count(path);
    const fileBefore = statSync(path).size;
    waits.length = 0;
    const cpu = process.cpuUsage();
    await load(seconds, 10_000_000);
    const used = process.cpuUsage(cpu);
    await pause(2_000);
    const after = count(path);
    await service.stop();
    const sorted = Float64Array.from(waits).sort();
    return {
      'messages a second': Math.round(sorted.length / seconds),
      'median ms': rounded(percentile(sorted, 0.5)),
      'p99 ms': rounded(percentile(sorted, 0.99)),
      'CPU %': Math.round((used.user + used.system) / seconds / 10_000),
      'enter and leave events': Math.round(eventsPerSecond * factor * seconds),
      'their rows before': before.entries,
      'their rows after': after.entries,
      'message rows': after.messages - before.messages,
      'feed rows': after.feed,
      'file bytes a message': Math.round((statSync(path).size - fileBefore) / (after.messages - before.messages)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const rows: Record<string, Figures> = {};
for (const factor of loads) rows[`${Math.round(eventsPerSecond * factor)} events a second`] = await measure(factor);
report('log', { rows });
