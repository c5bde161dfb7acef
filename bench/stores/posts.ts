/**
 * Durable messages a second with many rooms talking, beside what the same disk or server does with one row or document after
 * the other, in turns: both see the same machine.
 */

import type { Row } from '../access/timing.ts';
import { type Posted, Posting } from '../posting.ts';
import { percentile, rounded } from '../result-file.ts';
import type { Sequential, StorePlace } from './place.ts';

const rooms = 500;

export interface PostsWish {
  readonly rounds: number;
  /** Of each of the two in a round. */
  readonly seconds: number;
}

export async function measurePosts(place: StorePlace, { rounds, seconds }: PostsWish): Promise<Record<string, Row>> {
  const store = await place.open();
  const posting = new Posting(store, { streams: rooms, ahead: 1, events: 1 });
  await posting.run(seconds);
  const sequential = await place.sequential();
  await oneByOne(sequential, seconds);
  const posted: Posted[] = [];
  const inserted: number[] = [];
  const cpuMicroseconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    inserted.push(await oneByOne(sequential, seconds));
    const cpu = process.cpuUsage();
    const run = await posting.run(seconds);
    const { user, system } = process.cpuUsage(cpu);
    cpuMicroseconds.push((user + system) / run.messages);
    posted.push(run);
  }
  await sequential.close();
  await store.close();
  const rates = posted.map(({ messages, tookMs }) => (messages / tookMs) * 1_000);
  const ratios = rates.map((rate, round) => rate / (inserted[round] ?? 1));
  const waits = posted.flatMap((run) => run.waits).sort((a, b) => a - b);
  return {
    [`messages of ${rooms} rooms`]: {
      'a second': middle(rates, 0),
      'from, to': span(rates, 0),
      'one by one a second': middle(inserted, 0),
      'theirs from, to': span(inserted, 0),
      'times as many': middle(ratios, 1),
      'times from, to': span(ratios, 1),
      'p50 ms': rounded(percentile(waits, 0.5)),
      'p99 ms': rounded(percentile(waits, 0.99)),
      'CPU µs': middle(cpuMicroseconds, 1),
    },
  };
}

/** How many a second. */
async function oneByOne(sequential: Sequential, seconds: number): Promise<number> {
  const begun = performance.now();
  let count = 0;
  for (; performance.now() - begun < seconds * 1_000; count++) await sequential.insert();
  return count / ((performance.now() - begun) / 1_000);
}

function middle(values: readonly number[], digits: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return rounded(percentile(sorted, 0.5), digits);
}

function span(values: readonly number[], digits: number): string {
  return `${rounded(Math.min(...values), digits)} to ${rounded(Math.max(...values), digits)}`;
}
