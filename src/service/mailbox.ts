/**
 * One mailbox per room: requests come in, are decided one after the other, committed, and carried out when
 * they are durable. Who is let in when is in `room-in-memory.ts`, what is written and read in `room-record.ts`.
 * It knows no XML; what leaves goes to the `RoomOutbox`.
 */
import type { Answer } from '../room/answer.ts';
import type { Context } from '../room/context.ts';
import { decide } from '../room/decide.ts';
import { outcome as nothingBut, type Outcome } from '../room/outcome.ts';
import { remember } from '../room/remember.ts';
import type { RoomRequest } from '../room/request.ts';
import type { Room } from '../room/state.ts';
import { StoreError } from '../store/port.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { Appearance } from './appearance.ts';
import type { ScopeWatch } from './house/following.ts';
import type { Prepared, RoomOutbox } from './outbox.ts';
import { ourBug, storeAway } from './refusals.ts';
import { RoomInMemory } from './room-in-memory.ts';
import { loadInAppearance } from './room-loader.ts';
import { RoomRecord, type RoomRecordEnvironment } from './room-record.ts';
import { type Turn, TurnQueue } from './turn-queue.ts';

/** Called once per request: with the answer, a refusal, or nothing where none is due. */
export type Reply = (answer: Answer | Refusal | undefined) => void;

export interface MailboxEnvironment extends RoomRecordEnvironment {
  /** What the core may know of the world, at this moment. */
  context(room: Room): Context;
  /** Which changes of scope there have been; none where it is left out. */
  readonly scope?: ScopeWatch | undefined;
}

/** Requests that wait for a room to be loaded; whoever comes beyond is told to wait. */
const waitingMax = 10_000;

interface Decided {
  readonly outcome: Outcome;
  readonly deliveries: readonly Prepared[];
}

export class Mailbox {
  readonly jid: string;
  readonly #env: MailboxEnvironment;
  readonly #outbox: RoomOutbox;
  readonly #turns = new TurnQueue();
  readonly #record: RoomRecord;
  readonly #inMemory: RoomInMemory;
  readonly #appearance: Appearance;
  /** The room in memory, and which change of scope it has followed last. */
  #followed: { readonly room: Room; readonly version: number } | undefined;

  constructor(jid: string, env: MailboxEnvironment, outbox: RoomOutbox) {
    this.jid = jid;
    this.#env = env;
    this.#outbox = outbox;
    this.#inMemory = new RoomInMemory({ jid, log: env.log, load: () => this.#record.load() });
    this.#appearance = new Appearance(() => loadInAppearance(env, jid));
    this.#record = new RoomRecord({ jid, env, turns: this.#turns, inMemory: this.#inMemory });
  }

  /** Whether the room may leave memory: nobody is in it, and nothing is under way. */
  get idle(): boolean {
    const { room } = this;
    const empty = room === undefined || room.sessions.size === 0;
    return empty && !this.#inMemory.busy && this.#turns.length === 0 && !this.#turns.held;
  }

  /** To who is not to know of the room, it is from now on as if it had left memory. */
  rest(): void {
    this.#appearance.forget();
  }

  /** The room as it is known here; undefined while it is not in memory. */
  get room(): Room | undefined {
    return this.#inMemory.room;
  }

  get #full(): boolean {
    return this.#inMemory.waiting >= waitingMax || (this.#turns.held && this.#turns.length >= waitingMax);
  }

  submit(request: RoomRequest, reply: Reply): void {
    if (this.#full) return reply(storeAway());
    let waited = false;
    this.#inMemory.enter((room) => {
      if (room === undefined) return reply(storeAway());
      if (waited) this.#appearance.loaded();
      this.#take(room, request, reply);
    });
    waited = true;
  }

  /** For a request that depends on what lies in the record: nothing comes between it and what `read` has seen there. */
  submitReading(read: (room: Room) => Promise<RoomRequest | Refusal>, reply: Reply): void {
    if (this.#full) return reply(storeAway());
    let waited = false;
    this.#inMemory.enter((present) => {
      if (present === undefined) return reply(storeAway());
      if (waited) this.#appearance.loaded();
      this.readFirst(async (room) => {
        const request = await read(room);
        if (isRefusal(request)) reply(request);
        else this.#take(room, request, reply);
      }).catch((error: unknown) => {
        const away = error instanceof StoreError;
        this.#env.log[away ? 'warn' : 'error']({ room: this.jid, error }, 'the record could not be read for a request');
        reply(away ? storeAway() : ourBug());
      });
    });
    waited = true;
  }

  /** Nothing that is decided leaves until `release`: what may have got lost comes before it. */
  hold(): void {
    this.#turns.hold();
  }

  release(): void {
    this.#turns.release();
  }

  /** Runs with the room exactly as it is durable; what comes in meanwhile waits. */
  readFirst(read: (room: Room) => Promise<void>): Promise<void> {
    return this.#inMemory.alone(async () => {
      await this.#record.written();
      await read(this.room ?? (await this.#inMemory.load()));
    });
  }

  /** Whoever may not be in the room any more is gone, whatever has still to be sent again; nothing while the store is away. */
  followed(): Promise<void> {
    return new Promise((resolve) => {
      this.#inMemory.enter((room) => {
        if (room !== undefined) this.#follow(room);
        resolve();
      });
    });
  }

  /** Whoever waits for what the store does not tell is told to wait. */
  storeIsAway(text: string): void {
    this.#record.storeIsAway(text);
    this.#turns.failBehindDoubt();
  }

  /** Settles when everybody who waits has been let in, and everything decided so far has left or failed. */
  async settled(): Promise<void> {
    while (this.#inMemory.busy) await this.#inMemory.settled();
    await new Promise<void>((resolve) => this.#turns.add({ settled: true, leave: resolve, fail: resolve }));
  }

  /** Whoever may not be in the room any more leaves it before anything else is done there. */
  #follow(room: Room): void {
    const { scope } = this.#env;
    if (scope === undefined) return;
    const { version } = scope;
    if (this.#followed?.room === room && this.#followed.version === version) return;
    this.#followed = { room, version };
    if (room.occupants.size > 0) this.#carryOut(room, scope.review(), () => {});
  }

  #take(room: Room, request: RoomRequest, reply: Reply): void {
    this.#follow(room);
    this.#carryOut(room, request, reply);
  }

  #carryOut(room: Room, request: RoomRequest, reply: Reply): void {
    const { outcome, deliveries } = this.#decide(room, request);
    const { events, answer } = outcome;
    const turn: Turn = {
      settled: true,
      leave: () => {
        this.#say(deliveries, room);
        reply(answer);
      },
      fail: () => reply(storeAway()),
    };
    if (outcome.hidden) return this.#answerStranger(turn.leave, reply);
    const refused = answer !== undefined && isRefusal(answer);
    if (events.length > 0 && !refused) return this.#record.commit(room, outcome, turn);
    remember(room, outcome);
    this.#turns.add(turn);
  }

  /** Whatever goes on in the room: neither how long it takes nor what fails there is for them to see. */
  #answerStranger(answer: () => void, reply: Reply): void {
    const say = (): void => {
      if (this.#turns.held) this.#turns.add({ settled: true, leave: answer, fail: answer });
      else answer();
    };
    const loading = this.#appearance.toWaitFor();
    if (loading === undefined) say();
    else loading.then(say, () => reply(storeAway()));
  }

  #say(deliveries: readonly Prepared[], room: Room): void {
    try {
      for (const delivery of deliveries) this.#outbox.deliver(delivery, room);
    } catch (error) {
      // Our own bug: it must not stop what comes behind it.
      this.#env.log.error({ room: this.jid, error }, 'something decided could not be said');
    }
  }

  #decide(room: Room, request: RoomRequest): Decided {
    try {
      const outcome = decide(room, request, this.#env.context(room));
      return { outcome, deliveries: this.#outbox.prepare(outcome.deliveries, room) };
    } catch (error) {
      // Our own bug: the request is refused, nothing has changed, and the house stands.
      this.#env.log.error({ room: this.jid, request: request.kind, error }, 'a request failed');
      return { outcome: nothingBut({ answer: ourBug() }), deliveries: [] };
    }
  }
}
