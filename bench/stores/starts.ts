/** Starts with many rooms, sessions and memberships in the store, and with none. */
import type { Row } from '../access/timing.ts';
import { fill } from '../fill.ts';
import { starts } from '../starting.ts';
import type { Places } from './place.ts';

export interface StartsWish {
  readonly rooms: number;
  readonly sessions: number;
}

const count = 3;
/** So many sessions are probed before it is stopped: some seconds of life. */
const probes = 2_000;

export async function measureStarts(places: Places, { rooms, sessions }: StartsWish): Promise<Record<string, Row>> {
  const rows: Record<string, Row> = {};
  const name = `a start with ${rooms} rooms, each with a member and a message, ${sessions} sessions`;
  for (const [what, size, inside] of [
    ['a start with nothing', 0, 0],
    [name, rooms, sessions],
  ] as const) {
    const place = await places.fresh();
    const store = await place.open();
    await fill(store, { rooms: size, messages: size, sessions: inside });
    await store.close();
    const sorted = await starts(count, { url: place.url, probes: Math.min(inside, probes) });
    await place.drop();
    const middle = sorted[Math.floor(count / 2)];
    rows[what] = {
      'ready, s': middle?.readySeconds ?? 0,
      'from, to': `${sorted[0]?.readySeconds ?? 0} to ${sorted.at(-1)?.readySeconds ?? 0}`,
      'CPU s until ready': middle?.readyCpuSeconds ?? 0,
      'MiB when ready': Math.max(...sorted.map(({ readyMebibytes }) => readyMebibytes)),
      'MiB at the most': Math.max(...sorted.map(({ peakMebibytes }) => peakMebibytes)),
    };
  }
  return rows;
}
