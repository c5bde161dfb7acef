/**
 * Whether entering and leaving is noticed by those who talk: the same messages without it, beside ten million
 * enter and leave events a day, and beside ten times as many:
 *   node bench/log.ts [ROUNDS] [MESSAGES_A_SECOND]
 * In each round a slice of every load, one after the other, since a shared machine is not the same for a minute.
 * Through the whole service and the store, the server's echo included, so that compaction goes on as in life. The rows
 * with events are counted before and after, wherever they lie: those of entries must not add up.
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

const rounds = Number(process.argv[2] ?? 6);
const messagesPerSecond = Number(process.argv[3] ?? 1_000);
const rooms = 500;
const warmUpSeconds = 5;
const sliceSeconds = 5;
/** Few, so that within the run much is compacted in each of them. */
const visitedRooms = 10;
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
  // A recent event that is not above the newest in place was put in its place, and perhaps compacted there since.
  const newest = 'SELECT max(number) FROM event WHERE event.stream = recent.stream';
  const events = `SELECT kind FROM event UNION ALL SELECT kind FROM recent WHERE number > coalesce((${newest}), 0)`;
  const counted = {
    entries: number(`SELECT count(*) AS n FROM (${events}) WHERE kind IN ('entered', 'left')`),
    messages: number(`SELECT count(*) AS n FROM (${events}) WHERE kind = 'posted'`),
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

/** Rooms full of talk, and how long each message takes to be durable and back. */
async function world(path: string) {
  const store = await openSqliteStore({ path });
  await fill(store, { rooms, messages: 100_000 });
  const begun = new Map<string, number>();
  let waits: number[] = [];
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
  let messages = 0;
  let visits = 0;
  const talk = (): void => {
    const id = ++messages;
    begun.set(`m${id}`, performance.now());
    const to = fillJid((id * 7) % rooms);
    const body = `<body>${'so be it '.repeat(12)}</body><origin-id xmlns='urn:xmpp:sid:0' id='o${id}'/>`;
    service.hear(`<message from='host@localhost/r' to='${to}' type='groupchat' id='m${id}'>${body}</message>`);
  };
  /** Sorted times of the messages of a slice. */
  const slice = async (forSeconds: number, factor: number): Promise<Float64Array> => {
    const end = performance.now() + forSeconds * 1_000;
    waits = [];
    await Promise.all([
      pace(messagesPerSecond, end, talk),
      pace(eventsPerSecond * factor, end, () => comeAndGo(service, visits++)),
    ]);
    return Float64Array.from(waits).sort();
  };
  return { service, slice, written: () => ({ messages, visits }) };
}

/** Of slices of a machine that others use too: the middle one. */
function middle(values: readonly number[]): number {
  return rounded(
    percentile(
      values.toSorted((a, b) => a - b),
      0.5,
    ),
  );
}

async function measure(path: string): Promise<Record<string, Figures>> {
  const { service, slice, written } = await world(path);
  await pause(1_000);
  await slice(warmUpSeconds, 10);
  const before = count(path);
  const slices = loads.map((factor) => ({ factor, medians: [] as number[], p99s: [] as number[], events: 0 }));
  for (let round = 0; round < rounds; round++) {
    for (const one of slices) {
      const visits = written().visits;
      const sorted = await slice(sliceSeconds, one.factor);
      one.events += written().visits - visits;
      one.medians.push(percentile(sorted, 0.5));
      one.p99s.push(percentile(sorted, 0.99));
    }
  }
  await pause(2_000);
  const after = count(path);
  await service.stop();
  const quiet = middle(slices[0]?.p99s ?? []);
  const rows: Record<string, Figures> = {};
  for (const { factor, medians, p99s, events } of slices) {
    const p99 = middle(p99s);
    rows[`${Math.round(eventsPerSecond * factor)} enter and leave events a second`] = {
      'median ms': middle(medians),
      'p99 ms': p99,
      'p99 to that of none': rounded(p99 / quiet, 2),
      'events written': events,
    };
  }
  const churned = slices.reduce((sum, { events }) => sum + events, 0);
  rows['all of it'] = {
    'events written': churned,
    'their rows before': before.entries,
    'their rows after': after.entries,
    'message rows more': after.messages - before.messages,
    'feed rows': after.feed,
    'file MiB': rounded(statSync(path).size / 1_048_576),
  };
  return rows;
}

const folder = mkdtempSync(join(tmpdir(), 'longroom-log-'));
try {
  report('log', { rows: await measure(join(folder, 'rooms.sqlite')) });
} finally {
  rmSync(folder, { recursive: true });
}
