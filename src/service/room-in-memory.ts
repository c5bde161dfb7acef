/**
 * The room of a mailbox while it is in memory, and the door to it: who comes is let in at once where the room is there
 * and nothing is done alone with it; else it waits until that is over, and the room is loaded for it.
 */
import type { Log } from '../ops/log.ts';
import type { Room } from '../room/state.ts';
import { StoreError } from '../store/port.ts';

/** Called with the room, or with nothing if it could not be loaded. */
type Entrant = (room: Room | undefined) => void;

export interface RoomInMemoryEnvironment {
  readonly jid: string;
  readonly log: Log;
  load(): Promise<Room>;
}

export class RoomInMemory {
  readonly #env: RoomInMemoryEnvironment;
  #room: Room | undefined;
  /** What is done one after the other while nobody is let in: loading, freeing the address, reading first. */
  #tasks = 0;
  #lastTask: Promise<void> = Promise.resolve();
  #waiting: Entrant[] = [];

  constructor(env: RoomInMemoryEnvironment) {
    this.#env = env;
  }

  /** Undefined while it is not in memory. */
  get room(): Room | undefined {
    return this.#room;
  }

  /** Whether something is done, or waits to be done, while nobody is let in. */
  get busy(): boolean {
    return this.#tasks > 0;
  }

  /** How many wait to be let in. */
  get waiting(): number {
    return this.#waiting.length;
  }

  enter(entrant: Entrant): void {
    if (this.#room !== undefined && this.#tasks === 0) return entrant(this.#room);
    this.#waiting.push(entrant);
    if (this.#tasks === 0) this.#open();
  }

  /** Does `task` when those before it are done, and then lets in who waits. */
  alone(task: () => Promise<void>): Promise<void> {
    this.#tasks += 1;
    const done = this.#lastTask.then(task);
    this.#lastTask = done
      .catch(() => {})
      .then(() => {
        this.#tasks -= 1;
        if (this.#tasks > 0) return;
        const entrants = this.#waiting;
        this.#waiting = [];
        // An entrant may end the room (destroy it, say); those behind then wait until it can be loaded again.
        for (const entrant of entrants) this.enter(entrant);
      });
    return done;
  }

  /** To be called alone: what is in memory is then what the store says. */
  async load(): Promise<Room> {
    const room = await this.#env.load();
    this.#room = room;
    return room;
  }

  /** It is true no longer, or has ended: the next one who comes has it loaded. */
  forget(room: Room): void {
    if (this.#room === room) this.#room = undefined;
  }

  /** Settles when nothing is done alone any more, and everybody who waited has been let in. */
  async settled(): Promise<void> {
    while (this.#tasks > 0) await this.#lastTask;
  }

  #open(): void {
    this.alone(async () => {
      await this.load();
    }).catch((error: unknown) => {
      const level = error instanceof StoreError ? 'warn' : 'error';
      this.#env.log[level]({ room: this.#env.jid, error }, 'a room could not be loaded');
      const entrants = this.#waiting;
      this.#waiting = [];
      for (const entrant of entrants) entrant(undefined);
    });
  }
}
