/** One process of the service after the other on the same store, which fails where it is told to. */
import type { Log } from '../../../src/ops/log.ts';
import type { Person } from '../../../src/room/state.ts';
import { isRefusal } from '../../../src/wire/error.ts';
import { type Fault, type MemoryStore, memoryStore } from '../../memory-store.ts';
import { JumpingClock, World } from '../../world.ts';
import { categoryNames } from './model.ts';

export const root = 'root@localhost';

/** Seconds after which whatever is tried again has come about. */
const patience = 30;
const attemptsMax = 12;

export class Process {
  #store: MemoryStore;
  #world: World | undefined;
  /** What happens at the operations to come. */
  #troubles: { after: number; readonly fault: Fault }[] = [];
  readonly #log: Log;

  readonly #sessions: readonly string[];

  constructor(log: Log, sessions: readonly string[]) {
    this.#log = log;
    this.#sessions = sessions;
    this.#store = memoryStore({ fault: (operation) => this.#fault(operation) });
  }

  get world(): World {
    if (this.#world === undefined) throw new Error('nothing runs');
    return this.#world;
  }

  /** Whether something may still fail. */
  get troubled(): boolean {
    return this.#troubles.length > 0;
  }

  /** Whether a process has ended in this act. */
  died = false;

  /** Whether something has failed since it was last got over. */
  shaken = false;

  /** What failed is tried again: enough time passes for that. */
  async recover(): Promise<void> {
    while (this.shaken) {
      this.shaken = false;
      for (let second = 0; second < 3; second++) {
        await this.world.pass(1_000);
        await this.settle();
      }
    }
  }

  trouble(after: number, fault: Fault): void {
    this.#troubles.push({ after, fault });
  }

  calm(): void {
    this.#troubles = [];
  }

  #fault(operation: string): Fault {
    const [next] = this.#troubles;
    if (next === undefined) return undefined;
    if (operation.endsWith(':durable') && next.fault !== 'die') return undefined;
    if (next.after > 0) {
      next.after -= 1;
      return undefined;
    }
    this.#troubles.shift();
    this.shaken = true;
    return next.fault;
  }

  async start(): Promise<void> {
    for (let attempts = 0; attempts < attemptsMax; attempts++) {
      const clock = new JumpingClock();
      if (this.#world !== undefined) clock.step(this.#world.clock.now() - clock.now());
      const world = new World({
        store: this.#store,
        clock,
        log: this.#log,
        users: ['localhost'],
        house: { federation: 'all', defaultCategory: categoryNames[0] },
        admins: [root],
        roomsCreatedBy: 'admins',
        rates: undefined,
      });
      const started = await settles(world.start(), () => world.settle());
      if (started) {
        this.#world = world;
        world.connect();
        return;
      }
      this.#store = this.#store.reopen({ fault: (operation) => this.#fault(operation) });
    }
    throw new Error('it cannot be started');
  }

  async next(): Promise<void> {
    this.shaken = true;
    this.died = true;
    const { world } = this;
    world.cut();
    this.#store = this.#store.reopen({ fault: (operation) => this.#fault(operation) });
    await this.start();
    // What had left before is read by those it was for.
    for (const session of this.#sessions) this.world.inbox(session).unshift(...world.inbox(session));
  }

  /** Everything happens that is due; if the store dies under it, another process goes on. */
  async settle(): Promise<'lives' | 'died'> {
    await this.world.settle();
    if (!this.#store.dead) return 'lives';
    await this.next();
    await this.settle();
    return 'died';
  }

  async stop(): Promise<void> {
    const { world } = this;
    await settles(world.stop(), () => world.pass(1_000));
  }

  /** Does it until it is done: what is asked for has to be harmless the second time. A refusal is an answer, too. */
  async insist<T>(doIt: (world: World, actor: Person) => Promise<T>): Promise<T> {
    for (let attempts = 0; attempts < attemptsMax; attempts++) {
      let answer: { readonly value: T } | undefined;
      const asked = (async () => {
        const key = (await this.#store.people.keys([root])).get(root) ?? '';
        answer = { value: await doIt(this.world, { key, jid: root }) };
      })().catch(() => {});
      await settles(asked, async (turn) => {
        await this.settle();
        if (turn > 0) await this.world.pass(1_000);
      });
      if (answer !== undefined && !(isRefusal(answer.value) && answer.value.type === 'wait')) return answer.value;
      await this.settle();
      await this.world.pass(1_000);
    }
    throw new Error('what was asked for is never done');
  }
}

/** Whether the promise is settled by the end of some turns. */
async function settles(work: Promise<unknown>, turn: (turns: number) => Promise<unknown>): Promise<boolean> {
  let done = false;
  let failed = false;
  work.then(
    () => {
      done = true;
    },
    () => {
      failed = true;
    },
  );
  for (let turns = 0; turns < patience && !done && !failed; turns++) await turn(turns);
  return done;
}
