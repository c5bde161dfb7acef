/** What the store does to a run: which operations fail, how, and that it was really done. */
import type { Fault } from '../memory-store.ts';
import { Random } from './random.ts';

/** Every operation of the store that the service uses. */
export const storeOperations = [
  'commit',
  'read',
  'lastNumber',
  'numberAt',
  'findArchived',
  'feed',
  'feedEnd',
  'checkpoint',
  'saveCheckpoint',
  'snapshot',
  'saveSnapshot',
  'compact',
  'rooms.claim',
  'rooms.find',
  'rooms.findByKey',
  'rooms.release',
  'rooms.describe',
  'rooms.list',
  'rooms.listBefore',
  'rooms.count',
  'rooms.search',
  'sessions.list',
  'sessions.streams',
  'people.keys',
  'people.jids',
  'close',
] as const;

/** Which of them write: these can also end the process after they are durable. */
export const writingOperations: readonly string[] = [
  'commit',
  'saveCheckpoint',
  'saveSnapshot',
  'compact',
  'rooms.claim',
  'rooms.release',
  'rooms.describe',
  'people.keys',
  'close',
];

/** Operations that are rare, and the act (`acts.ts`) that needs them. */
const occasions: Readonly<Record<string, string>> = {
  numberAt: 'reads',
  findArchived: 'reads',
  'rooms.release': 'destroys',
  'rooms.list': 'asks',
  'rooms.listBefore': 'asks',
  'rooms.count': 'asks',
  'rooms.search': 'asks',
};

/** A run is ended by the store so often at most; more would leave no time to do anything. */
const deathsMax = 4;

export class Faults {
  readonly #random: Random;
  readonly #focus: string;
  /** Of a hundred operations, how many fail: of the one in focus, and of the others. */
  readonly #focusShare: number;
  readonly #share: number;
  #deaths = 0;
  #calm = false;
  /** `OPERATION KIND`, and how often it was done in this run. */
  readonly injected = new Map<string, number>();

  constructor(seed: number) {
    this.#random = new Random(seed * 2 + 1);
    this.#focus = storeOperations[seed % storeOperations.length] ?? 'commit';
    const quiet = this.#random.percent(25);
    this.#focusShare = quiet ? 0 : this.#random.pick([15, 40, 80]);
    this.#share = quiet || this.needsLongStory ? 0 : this.#random.pick([0, 1, 4]);
  }

  /** A run without any fault of the store; kills and cuts there are all the same. */
  get none(): boolean {
    return this.#focusShare === 0;
  }

  /** What fails is only done with rooms that have a long record. */
  get needsLongStory(): boolean {
    return this.#focusShare > 0 && (this.#focus === 'saveSnapshot' || this.#focus === 'compact');
  }

  /** What people have to do for what fails to be tried at all. */
  get occasion(): string | undefined {
    return this.none ? undefined : occasions[this.#focus];
  }

  readonly plan = (operation: string): Fault => {
    if (this.#calm) return undefined;
    const durable = operation.endsWith(':durable');
    const name = durable ? operation.slice(0, -':durable'.length) : operation;
    if (!this.#random.percent(name === this.#focus ? this.#focusShare : this.#share)) return undefined;
    const fault = durable
      ? 'die'
      : this.#random.weighted([
          [5, 'refuse'],
          [3, 'lose'],
          [2, 'die'],
        ] as const);
    if (fault === 'die') {
      if (this.#deaths === deathsMax) return undefined;
      this.#deaths += 1;
    }
    this.count(`${operation} ${fault}`);
    return fault;
  };

  count(what: string): void {
    this.injected.set(what, (this.injected.get(what) ?? 0) + 1);
  }

  /** From now on nothing fails. */
  stop(): void {
    this.#calm = true;
  }
}
