/** Pages of a stream whose documents hold many events: as from a plain array, whatever is asked for. */

import fc from 'fast-check';
import type { StoredEvent } from '../../../src/store/event.ts';
import { documentId, type EventDocument, type EventPart, eventOf } from '../../../src/store/mongo/event-documents.ts';
import { readEvents } from '../../../src/store/mongo/events.ts';
import { ensureLayout } from '../../../src/store/mongo/layout.ts';
import type { EventQuery } from '../../../src/store/port.ts';
import { onMongo } from './given.ts';

const part = fc.record({
  /** Compaction took it away. */
  gone: fc.constantFrom(false, false, false, true),
  archived: fc.boolean(),
  person: fc.constantFrom(undefined, 'ann', 'bob', 'ann'),
});
const document = fc.array(part, { minLength: 1, maxLength: 9 });
/** Many small ones, or few with gaps of hundreds of numbers. */
const stream = fc.array(
  fc.record({ parts: document, gap: fc.constantFrom(0, 0, 0, 0, 1, 90, 700), ofNobody: fc.boolean() }),
  { minLength: 1, maxLength: 25 },
);

/** The documents, and the events that are in them. */
function laid(name: string, given: typeof stream extends fc.Arbitrary<infer T> ? T : never) {
  const documents: EventDocument[] = [];
  const events: StoredEvent[] = [];
  let next = 1;
  for (const [at, { parts, gap, ofNobody }] of given.entries()) {
    const first = next;
    // What was in a gap was compacted away, from this document or with documents behind it.
    const kept = parts.flatMap(({ gone, archived, person }, i): EventPart[] => {
      const n = first + i;
      const there = { n, kind: 'posted', v: 1, at: n, payload: `${n}` };
      return gone ? [] : [{ ...there, ...(archived && { a: `id${n}`, o: n }), ...(person && { p: person }) }];
    });
    const last = first + parts.length - 1 + (ofNobody ? 0 : gap);
    next = first + parts.length + gap;
    const place = { _id: `${name} ${documentId(1, at + 1)}`, stream: name, first, last, until: last };
    documents.push({ ...place, commits: [{ id: at + 1, first }], events: kept });
    events.push(...kept.map((one) => eventOf(name, one)));
  }
  return { documents, events, last: next - 1 };
}

function expected(events: readonly StoredEvent[], query: EventQuery): readonly StoredEvent[] {
  const { after = 0, before = Infinity, archived, person, order, limit } = query;
  const found = events
    .filter(({ number }) => number > after && number < before)
    .filter((one) => !archived || one.archiveId !== undefined)
    .filter((one) => person === undefined || one.person === person);
  return (order === 'ascending' ? found : found.toReversed()).slice(0, Math.max(limit, 0));
}

/** A bound, in parts of the stream's length, so that most are within it. */
const bound = fc.option(fc.integer({ min: -3, max: 103 }), { nil: undefined });
const question = fc.record({
  after: bound,
  before: bound,
  order: fc.constantFrom('ascending' as const, 'descending' as const),
  limit: fc.oneof(fc.nat(7), fc.constantFrom(50, 1_000)),
  archived: fc.boolean(),
  person: fc.constantFrom(undefined, 'ann', 'bob', 'nobody'),
});

onMongo('a page is what a plain array would give, whatever documents its events are in', async (t, database) => {
  await ensureLayout(database);
  const events = database.collection<EventDocument>('events');
  let count = 0;
  await fc.assert(
    fc.asyncProperty(stream, fc.array(question, { minLength: 1, maxLength: 25 }), async (given, questions) => {
      const name = `room:${++count}`;
      const { documents, events: all, last } = laid(name, given);
      await events.insertMany(documents);
      const at = (share: number): number => Math.round((share * last) / 100);
      for (const { after, before, person, ...rest } of questions) {
        const query: EventQuery = {
          ...{ stream: name, ...rest },
          ...(after !== undefined && { after: at(after) }),
          ...(before !== undefined && { before: at(before) }),
          ...(person !== undefined && { person }),
        };
        t.deepEqual(await readEvents(database, query), expected(all, query), JSON.stringify(query));
      }
    }),
    { numRuns: 40 },
  );
});
