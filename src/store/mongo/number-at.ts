/**
 * The place of a time in a stream. Time never goes back there, so it could be found by halving; but each look is a way to the
 * server and back. So both sides of where the time is, if events came evenly, are looked at together; and where they did not
 * come evenly, some places more.
 */
import type { Db } from 'mongodb';
import type { StreamId } from '../event.ts';
import { type EventDocument, eventsIn } from './event-documents.ts';
import { inOrder } from './keys.ts';

/** On both sides of where the time should be, in shares of what is in question; as much is left when it was. */
const beside = 1 / 64;
/** Shares of what is in question that are looked at where it was not. */
const quarters = [0.25, 0.5, 0.75];
const isNarrower = 1 / 8;
/** Documents that begin within so many numbers are read, not looked for. */
const readNumbersMax = 200;

type Edge = Pick<EventDocument, 'first' | 'last' | 'until'>;
const edge = { _id: 0, first: 1, last: 1, until: 1 } as const;

interface Question {
  readonly database: Db;
  /** The stream's name in documents. */
  readonly key: string;
  readonly time: number;
}

/** What is known of where it is. */
interface Range {
  /** All documents that begin before this number end before the time. */
  readonly from: number;
  /** A document that ends before the time, the later the better. */
  readonly low: Edge;
  /** A document that does not. */
  readonly high: Edge;
}

/** Number of the first event that is not before `time`; one past the last if none. */
export async function numberAt(
  database: Db,
  { stream, time }: { readonly stream: StreamId; readonly time: number },
): Promise<number> {
  const key = inOrder(stream);
  const events = eventsIn(database);
  const [oldest, newest] = await Promise.all([
    events.findOne<Edge>({ stream: key }, { sort: { first: 1 }, projection: edge }),
    events.findOne<Edge>({ stream: key }, { sort: { first: -1 }, projection: edge }),
  ]);
  if (oldest === null || newest === null) return 1;
  if (newest.until < time) return newest.last + 1;
  const question = { database, key, time };
  const isFirst = oldest.until >= time;
  let range: Range = isFirst
    ? { from: oldest.first, low: oldest, high: oldest }
    : { from: oldest.last + 1, low: oldest, high: newest };
  for (let came = 'evenly'; widthOf(range) > readNumbersMax; ) {
    const width = widthOf(range);
    range = await narrowed(question, range, placesToLook(range, time, came === 'evenly' ? [] : quarters));
    came = widthOf(range) < width * isNarrower ? 'evenly' : 'unevenly';
  }
  return (await numberWithin(question, range)) ?? newest.last + 1;
}

function widthOf({ from, high }: Range): number {
  return high.first - from;
}

async function narrowed({ database, key, time }: Question, range: Range, numbers: readonly number[]): Promise<Range> {
  const found = await Promise.all(
    numbers.map((number) =>
      eventsIn(database).findOne<Edge>(
        { stream: key, first: { $lte: number } },
        { sort: { first: -1 }, projection: edge },
      ),
    ),
  );
  let { from, low, high } = range;
  for (const [place, there] of found.entries()) {
    if (there !== null && there.until >= time) {
      if (there.first < high.first) high = there;
      continue;
    }
    from = Math.max(from, (numbers[place] ?? 0) + 1, (there?.last ?? 0) + 1);
    if (there !== null && there.last > low.last) low = there;
  }
  return { from, low, high };
}

function placesToLook(range: Range, time: number, shares: readonly number[]): readonly number[] {
  const { from, low, high } = range;
  const width = widthOf(range);
  const took = high.until - low.until;
  const share = took > 0 ? (time - low.until) / took : 0;
  const likely = low.last + share * (high.last - low.last);
  const wanted = [likely - width * beside, likely + width * beside, ...shares.map((part) => from + width * part)];
  return [...new Set(wanted.map((number) => Math.min(Math.max(Math.round(number), from), high.first - 1)))];
}

type Times = Pick<EventDocument, 'first'> & { readonly events: readonly { readonly n: number; readonly at: number }[] };
const times = { _id: 0, first: 1, 'events.n': 1, 'events.at': 1 } as const;

async function numberWithin({ database, key, time }: Question, { from, high }: Range): Promise<number | undefined> {
  const read = (first: { readonly $gte: number; readonly $lte?: number }) =>
    eventsIn(database).find({ stream: key, first }).project<Times>(times).sort({ first: 1 });
  const near = await read({ $gte: from, $lte: high.first }).toArray();
  const found = numberFrom(near, time);
  if (found !== undefined) return found;
  // What was there has been compacted away: it is the next that is left.
  for await (const document of read({ $gte: high.first + 1 }).batchSize(2)) {
    const next = numberFrom([document], time);
    if (next !== undefined) return next;
  }
  return undefined;
}

function numberFrom(documents: readonly Times[], time: number): number | undefined {
  for (const { events } of documents) {
    const found = events.find(({ at }) => at >= time);
    if (found !== undefined) return found.n;
  }
  return undefined;
}
