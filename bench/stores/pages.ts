/** A page of a long room's history, wherever it begins: it should take as long as the first. Through the whole service. */
import { roomStream } from '../../src/service/room-loader.ts';
import type { StoredEvent } from '../../src/store/event.ts';
import type { Store } from '../../src/store/port.ts';
import type { Row } from '../access/timing.ts';
import { type PageReader, pageReader, pageSize, set, since } from '../asking-pages.ts';
import { fill, fillKey } from '../fill.ts';
import { percentile, rounded } from '../result-file.ts';
import type { StorePlace } from './place.ts';

export interface PagesWish {
  readonly messages: number;
  readonly eventsPerCommit: number;
  /** Of each kind. */
  readonly pages: number;
}

const depths = [0.25, 0.5, 0.75, 1];
/** Places chosen by chance, whose ids and times are looked up before. */
const randomPlaces = 500;
const warmUpPages = 30;
/** There is no whole page before what lies in here. */
const beginning = 0.01;

/** What is asked for; another one at each call where it is by chance. */
type Kind = () => string;

export async function measurePages(place: StorePlace, wish: PagesWish): Promise<Record<string, Row>> {
  const filling = await place.open();
  await fill(filling, { rooms: 1, messages: wish.messages, eventsPerCommit: wish.eventsPerCommit });
  await filling.close();
  const store = await place.open();
  const kinds = await kindsIn(store, wish.messages);
  const reader = await pageReader(store);
  const waits = await readAll(reader, kinds, wish.pages);
  await reader.stop();
  const [first] = waits.values();
  const base = percentile(first ?? [], 0.99);
  const rows: Record<string, Row> = {};
  for (const [name, sorted] of waits) {
    const p99 = percentile(sorted, 0.99);
    rows[name] = {
      'p50 ms': rounded(percentile(sorted, 0.5), 2),
      'p99 ms': rounded(p99, 2),
      'p99 to that of the first': rounded(p99 / base, 2),
    };
  }
  return rows;
}

async function kindsIn(store: Store, messages: number): Promise<ReadonlyMap<string, Kind>> {
  const at = (depth: number): Promise<StoredEvent> => eventAt(store, Math.floor((messages - pageSize - 1) * depth) + 2);
  const kinds = new Map<string, Kind>([
    ['the first page', () => set()],
    ['the newest page', () => set('<before/>')],
  ]);
  for (const depth of depths) {
    const event = await at(depth);
    const percent = `${Math.round(depth * 100)} %`;
    kinds.set(`behind an id at ${percent}`, () => set(`<after>${event.archiveId}</after>`));
    kinds.set(`from a time at ${percent}`, () => since(event.at));
  }
  const random: StoredEvent[] = [];
  for (let left = randomPlaces; left > 0; left--) random.push(await at(beginning + Math.random() * (1 - beginning)));
  let next = 0;
  const another = (): StoredEvent => random[next++ % random.length] ?? never();
  kinds.set('behind an id anywhere', () => set(`<after>${another().archiveId}</after>`));
  kinds.set('before an id anywhere but at the beginning', () => set(`<before>${another().archiveId}</before>`));
  kinds.set('from a time anywhere', () => since(another().at));
  return kinds;
}

function never(): never {
  throw new Error('no messages');
}

async function eventAt(store: Store, number: number): Promise<StoredEvent> {
  const [event] = await store.read({ stream: roomStream(fillKey(0)), after: number - 1, order: 'ascending', limit: 1 });
  return event ?? never();
}

/** Sorted milliseconds of each kind. They take turns, in another order each time: what else happens meets all of them alike. */
async function readAll(
  reader: PageReader,
  kinds: ReadonlyMap<string, Kind>,
  pages: number,
): Promise<ReadonlyMap<string, Float64Array>> {
  const waits = new Map([...kinds.keys()].map((name) => [name, new Float64Array(pages)]));
  for (let round = -warmUpPages; round < pages; round++) {
    for (const [name, kind] of shuffled([...kinds])) {
      const inside = kind();
      const begun = performance.now();
      await reader.ask(inside);
      if (round >= 0) waits.get(name)?.fill(performance.now() - begun, round, round + 1);
    }
  }
  for (const one of waits.values()) one.sort();
  return waits;
}

function shuffled<T>(all: readonly T[]): T[] {
  return all
    .map((one) => ({ one, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}
