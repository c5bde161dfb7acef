/** Messages into rooms of a filled store, chosen by chance, and what one costs. */
import { roomStream } from '../src/service/room-loader.ts';
import type { Store } from '../src/store/port.ts';
import { type Filling, fillKey, fillMessage, messagesIn } from './fill.ts';
import { percentile, rounded } from './result-file.ts';

export interface Cost {
  readonly cpuMicroseconds: number;
  readonly medianMilliseconds: number;
  readonly p99Milliseconds: number;
  readonly messages: number;
}

const underWay = 64;
/** However many rooms there are, so many are talked in: a room that is one of a crowd must cost no more. */
const activeMax = 1_000;
const warmUpShare = 0.2;

/** Measures from the moment it is made until it is asked. */
export class Meter {
  #waits: number[] = [];
  #cpu = process.cpuUsage();

  add(milliseconds: number): void {
    this.#waits.push(milliseconds);
  }

  restart(): void {
    this.#waits = [];
    this.#cpu = process.cpuUsage();
  }

  cost(): Cost {
    const { user, system } = process.cpuUsage(this.#cpu);
    const sorted = Float64Array.from(this.#waits).sort();
    return {
      cpuMicroseconds: rounded((user + system) / sorted.length),
      medianMilliseconds: rounded(percentile(sorted, 0.5)),
      p99Milliseconds: rounded(percentile(sorted, 0.99)),
      messages: sorted.length,
    };
  }
}

export async function postInto(load: {
  readonly store: Store;
  readonly filling: Filling;
  readonly seconds: number;
}): Promise<Cost> {
  const { store, filling, seconds } = load;
  const by = { jid: 'u0@localhost', key: (await store.people.keys(['u0@localhost'])).get('u0@localhost') ?? '' };
  const last = new Map<number, number>();
  const active = Math.min(filling.rooms, activeMax);
  const apart = Math.floor(filling.rooms / active);
  const meter = new Meter();
  let commitId = 1_000_000_000;
  const begun = performance.now();
  const end = begun + seconds * 1_000;
  let warm = false;
  const one = async (): Promise<void> => {
    for (let now = performance.now(); now < end; now = performance.now()) {
      if (!warm && now > begun + seconds * 1_000 * warmUpShare) {
        warm = true;
        meter.restart();
      }
      const room = Math.floor(Math.random() * active) * apart;
      const number = (last.get(room) ?? messagesIn(room, filling) + 1) + 1;
      last.set(room, number);
      const message = fillMessage({ number, ordinal: number - 1, at: Date.now(), by });
      const commit = { stream: roomStream(fillKey(room)), first: number, id: ++commitId, events: [message] };
      const outcome = await store.commit(commit);
      if (outcome.kind !== 'committed') throw new Error(outcome.text);
      meter.add(performance.now() - now);
    }
  };
  await Promise.all(Array.from({ length: underWay }, one));
  return meter.cost();
}
