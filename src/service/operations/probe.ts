/**
 * Whether the service works, measured on the way that a message goes: a query to ourselves through the server, and an
 * event that is written and read again. It is written to a stream of its own, where only the newest is kept.
 */

import type { Probe, ProbeReport } from '../../commands/operations.ts';
import type { Clock } from '../../ops/clock.ts';
import { type Store, StoreError } from '../../store/port.ts';
import { type Refusal, refusal } from '../../wire/error.ts';
import { stanzaText } from '../../wire/splice.ts';
import { buildPing } from '../../wire/xep/xep0199.ts';
import { storeAway } from '../refusals.ts';

export interface ProbeEnvironment {
  readonly store: Store;
  readonly domain: string;
  readonly clock: Clock;
  random(): string;
  send(text: string): void;
  nextCommitId(): number;
}

const stream = 'probe';
const patienceMilliseconds = 10_000;

export class ServiceProbe implements Probe {
  readonly #env: ProbeEnvironment;
  #asked: { readonly id: string; back(): void } | undefined;
  #running = false;

  constructor(env: ProbeEnvironment) {
    this.#env = env;
  }

  /** One at a time. */
  async run(): Promise<ProbeReport | Refusal> {
    if (this.#running) return anotherTest();
    this.#running = true;
    try {
      const server = await this.#throughServer();
      return { ...(server !== undefined && { server }), ...(await this.#throughStore()) };
    } catch (error) {
      if (error instanceof StoreError) return storeAway();
      throw error;
    } finally {
      this.#running = false;
    }
  }

  /** A query of ours came back. */
  answered(id: string): void {
    if (this.#asked?.id === id) this.#asked.back();
  }

  /** Undefined where nothing comes back in time: there are servers that keep such a query. */
  async #throughServer(): Promise<number | undefined> {
    const { domain, clock, random, send } = this.#env;
    const id = `probe-${random()}`;
    const began = performance.now();
    const came = await new Promise<boolean>((resolve) => {
      const giveUp = clock.after(patienceMilliseconds, () => resolve(false));
      const back = (): void => {
        giveUp();
        resolve(true);
      };
      this.#asked = { id, back };
      send(stanzaText(buildPing({ from: domain, to: domain, id })));
    });
    this.#asked = undefined;
    return came ? performance.now() - began : undefined;
  }

  async #throughStore(): Promise<Pick<ProbeReport, 'store' | 'read'>> {
    const { store, clock, random, nextCommitId } = this.#env;
    const number = (await store.lastNumber(stream)) + 1;
    const payload = JSON.stringify(random());
    const began = performance.now();
    const event = { kind: 'probe', version: 1, at: clock.now(), compactable: true, payload };
    const outcome = await store.commit({ stream, first: number, id: nextCommitId(), events: [event] });
    const written = performance.now();
    if (outcome.kind !== 'committed') throw new StoreError(outcome.text);
    const [found] = await store.read({ stream, after: number - 1, order: 'ascending', limit: 1 });
    if (found?.payload !== payload) throw new StoreError('what was written is not what is read');
    const read = performance.now() - written;
    await store.saveSnapshot({ stream, number, parts: {} });
    await store.compact({ stream, through: number });
    return { store: written - began, read };
  }
}

const anotherTest = (): Refusal =>
  refusal('resource-constraint', 'wait', 'Another test is running. Try again at once.');
