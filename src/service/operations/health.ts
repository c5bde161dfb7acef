/**
 * Whether the service can do its work: does the stream to the XMPP server stand, and does the store answer. It is looked
 * at all the time, so that the log says once that the store has gone away and once that it is back; and whoever asks has
 * the store tried there and then.
 */
import type { Health, PartHealth } from '../../commands/operations.ts';
import type { Clock } from '../../ops/clock.ts';
import type { Log } from '../../ops/log.ts';
import { type Store, StoreError } from '../../store/port.ts';
import type { ComponentStream } from '../../wire/stream.ts';

export interface ServiceHealthEnvironment {
  readonly store: Store;
  readonly log: Log;
  readonly clock: Clock;
  /** Undefined until it is opened. */
  stream(): Pick<ComponentStream, 'up' | 'trouble'> | undefined;
}

/** Nobody but this writes there. */
const stream = 'health';
const patienceMilliseconds = 2_000;
const silent = 'the store does not answer: look at its log, and at the machine it runs on';

export class ServiceHealth {
  readonly #env: ServiceHealthEnvironment;
  #server: PartHealth;
  #store: PartHealth = { kind: 'up' };
  #trying: Promise<PartHealth> | undefined;

  constructor(env: ServiceHealthEnvironment) {
    this.#env = env;
    this.#server = { kind: 'away', since: env.clock.now(), text: notYet };
  }

  /** To be called a few times a second. */
  look(): void {
    this.#seeServer();
    const { state } = this.#env.store;
    // Silence was found out by asking, and only an answer ends it.
    if (state.kind === 'away' || !isSilent(this.#store)) this.#seeStore(state);
  }

  /** As it is now; an answer comes within a few seconds, whatever the store does. */
  async now(): Promise<Health> {
    this.#seeServer();
    this.#trying ??= this.#try().finally(() => {
      this.#trying = undefined;
    });
    this.#seeStore(await this.#trying);
    return { server: this.#server, store: this.#store };
  }

  #seeServer(): void {
    const link = this.#env.stream();
    if (link?.up) this.#server = { kind: 'up' };
    else this.#server = { kind: 'away', since: this.#since(this.#server), text: link?.trouble ?? notYet };
  }

  #seeStore(now: PartHealth): void {
    const before = this.#store;
    this.#store = now;
    if (now.kind === 'away' && before.kind === 'up') this.#env.log.error({ why: now.text }, 'the store is away');
    if (now.kind === 'up' && before.kind === 'away') {
      const seconds = Math.round((this.#env.clock.now() - before.since) / 1_000);
      this.#env.log.info({ seconds }, 'the store is back');
    }
  }

  #since(before: PartHealth): number {
    return before.kind === 'away' ? before.since : this.#env.clock.now();
  }

  async #try(): Promise<PartHealth> {
    const { store, clock } = this.#env;
    const answered = this.#touch().then(
      () => true,
      (error: unknown) => {
        if (error instanceof StoreError) return true;
        throw error;
      },
    );
    let giveUp = (): void => {};
    const late = new Promise<boolean>((resolve) => {
      giveUp = clock.after(patienceMilliseconds, () => resolve(false));
    });
    const came = await Promise.race([answered, late]).finally(giveUp);
    if (came || store.state.kind === 'away') return store.state;
    return { kind: 'away', since: this.#since(this.#store), text: silent };
  }

  /** Reads; and where it is said to be away writes as well, since a full disk can be read. */
  async #touch(): Promise<void> {
    const { store, clock } = this.#env;
    await store.lastNumber(stream);
    if (store.state.kind === 'up') return;
    await store.saveSnapshot({ stream, number: 0, parts: { triedAt: String(clock.now()) } });
    await store.removeSnapshot(stream);
  }
}

const notYet = 'not connected yet';

function isSilent(part: PartHealth): boolean {
  return part.kind === 'away' && part.text === silent;
}
