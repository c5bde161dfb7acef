/**
 * The life of the service around the core: it starts, goes up and down with the stream, sees to it that nothing grows
 * without bound, and stops in good order. Its parts are put together in `service-parts.ts`, rules of rooms are in
 * `room/`; begin reading at `router.ts`.
 */
import type { Answer } from '../room/answer.ts';
import type { RoomEvent } from '../room/events.ts';
import type { RoomRequest } from '../room/request.ts';
import type { Room } from '../room/state.ts';
import type { SplicedBytes } from '../wire/copies.ts';
import type { Refusal } from '../wire/error.ts';
import type { Spliced } from '../wire/splice.ts';
import type { ComponentStream, Sending } from '../wire/stream.ts';
import type { Activity } from './activity.ts';
import type { Blocking } from './blocking.ts';
import type { CatchUp } from './catch-up.ts';
import type { CommandLineDesk } from './commands/command-line-desk.ts';
import { DeliveredMark } from './delivered.ts';
import type { Ghosts } from './ghosts.ts';
import type { House } from './house/house.ts';
import type { Lanes } from './lanes.ts';
import type { ServiceHealth } from './operations/health.ts';
import type { Rooms } from './rooms.ts';
import type { Router } from './router.ts';
import type { ServerCopies } from './server-copies.ts';
import { type ServiceRecord, serviceCodec, serviceStream } from './service-codec.ts';
import type { ServiceOptions } from './service-options.ts';
import { serviceParts } from './service-parts.ts';
import { StreamRecord } from './stream-record.ts';
import type { Throttle } from './throttle.ts';

export interface RunningService {
  /** Who is kept out of the service. */
  readonly blocking: Pick<Blocking, 'block' | 'unblock' | 'blocked'>;
  /** Runs commands that are typed on this machine. */
  readonly commandLine: Pick<CommandLineDesk, 'begin'>;
  /** Categories, groups, policies and all else around the rooms. */
  readonly house: House;
  /** Asks a room, as commands do; settles with its answer. */
  ask(roomJid: string, request: RoomRequest): Promise<Answer | Refusal | undefined>;
  /** Finishes what is under way, closes stream and store. */
  stop(): Promise<void>;
}

/** Also how much, at the least, is sent again after a kill. */
const tickMilliseconds = 250;
const ticksPerSweep = 120;

export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { store, log, domain, clock } = options;
  const opening = DeliveredMark.open({
    store,
    log,
    domain,
    now: clock.now,
    send: (text) => service.send(text),
    isListening: () => service.isListening,
    isHolding: () => service.isHolding,
  });
  const records = { store, log, nextCommitId: () => service.nextCommitId() };
  const loading = StreamRecord.load(records, { stream: serviceStream, codec: serviceCodec });
  const [mark, record] = await Promise.all([opening, loading]);
  const service = new Service(options, mark, record);
  await service.house.begin();
  service.start();
  return service;
}

class Service implements RunningService, Sending {
  readonly #options: ServiceOptions;
  readonly #mark: DeliveredMark;
  readonly #rooms: Rooms;
  readonly #record: ServiceRecord;
  readonly blocking: Blocking;
  readonly house: House;
  readonly #router: Router;
  readonly commandLine: CommandLineDesk;
  readonly #ghosts: Ghosts;
  readonly #throttle: Throttle;
  readonly #lanes: Lanes;
  readonly #catchUp: CatchUp;
  readonly #copies: ServerCopies;
  readonly #activity: Activity;
  readonly #health: ServiceHealth;
  #stream: ComponentStream | undefined;
  #stopTicking: () => void = () => {};
  #ticks = 0;
  #wasUp = false;
  #stopping = false;
  #silent = false;

  constructor(options: ServiceOptions, mark: DeliveredMark, record: ServiceRecord) {
    this.#options = options;
    this.#mark = mark;
    this.#record = record;
    const parts = serviceParts({
      options,
      mark,
      record,
      sending: this,
      stream: () => this.#stream,
      delivered: (sequence, room, events) => this.#delivered(sequence, room, events),
    });
    this.#rooms = parts.rooms;
    this.blocking = parts.blocking;
    this.house = parts.house;
    this.#router = parts.router;
    this.commandLine = parts.router.commandLine;
    this.#ghosts = parts.ghosts;
    this.#throttle = parts.throttle;
    this.#lanes = parts.lanes;
    this.#catchUp = parts.catchUp;
    this.#copies = parts.copies;
    this.#activity = parts.activity;
    this.#health = parts.health;
  }

  start(): void {
    this.#stream = this.#options.openStream({
      stanza: (element) => {
        if (!this.#copies.takes(element)) this.#router.stanza(element);
        this.#throttle.check();
      },
      rejected: (element, why) => this.#router.rejected(element, why),
      up: () => this.#up(),
      down: (reason) => this.#down(reason),
      drained: () => {
        this.#throttle.drained();
        this.#lanes.drained();
      },
      fatal: this.#options.fatal,
    });
    this.#stopTicking = this.#options.clock.every(tickMilliseconds, () => this.#tick());
  }

  /** Whether all has left for the server, and its answers are being read. */
  get isListening(): boolean {
    return this.#stream?.bufferedBytes === 0 && !this.#throttle.paused;
  }

  get isHolding(): boolean {
    return this.#rooms.holding;
  }

  ask(roomJid: string, request: RoomRequest): Promise<Answer | Refusal | undefined> {
    return new Promise((resolve) => this.#rooms.get(roomJid).submit(request, resolve));
  }

  nextCommitId(): number {
    return this.#rooms.nextCommitId();
  }

  send(text: string): void {
    if (this.#silent) return;
    this.#stream?.send(text);
    this.#throttle.check();
  }

  sendCopies(stanza: Spliced, to: readonly string[]): void {
    if (this.#silent) return;
    this.#stream?.sendCopies(stanza, this.#copies.send(stanza, to));
    this.#throttle.check();
  }

  sendEach(stanzas: readonly SplicedBytes[], to: string): void {
    if (this.#silent) return;
    this.#stream?.sendEach(stanzas, to);
    this.#throttle.check();
  }

  async stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#stopTicking();
    this.#ghosts.stop();
    this.blocking.stop();
    this.#activity.stop();
    this.#copies.end();
    this.#stream?.pause('stopping');
    this.#router.end();
    // A room that has still to send something again says nothing newer: the next process sends all of it.
    this.#silent = this.#catchUp.end();
    this.#rooms.releaseAllBut(new Set());
    this.#lanes.hurry();
    await this.house.stop();
    await this.#record.settled();
    await this.#rooms.settled();
    const inOrder = await this.#stream?.close();
    if (inOrder) await this.#mark.closed();
    await this.#options.store.close();
  }

  #up(): void {
    const { log } = this.#options;
    if (this.#wasUp) log.info({}, 'the stream is up again');
    else this.#options.ready();
    if (!this.#wasUp) {
      this.blocking.resume();
      this.house.resume();
    }
    this.#wasUp = true;
    this.#catchUp.begin();
    this.#copies.begin();
    this.#activity.up();
  }

  #down(reason: string): void {
    this.#options.log.warn({ reason }, 'the stream is down; reconnecting');
    this.#copies.end();
    this.#mark.cut();
    this.#throttle.drained();
    this.#catchUp.end();
    this.#ghosts.stop();
    this.#activity.stop();
  }

  #delivered(sequence: number, room: Room, events: readonly RoomEvent[]): void {
    this.#activity.happened(room, events);
    if (this.#stream?.up && !this.#silent) this.#mark.sent(sequence);
    this.#throttle.check();
  }

  #tick(): void {
    this.#ticks += 1;
    this.#health.look();
    this.#rooms.look();
    if (this.#stream?.up) this.#mark.tick();
    this.#router.tick();
    this.#throttle.check();
    if (this.#ticks % ticksPerSweep === 0) this.#rooms.dropIdle();
  }
}
