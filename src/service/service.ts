/**
 * The shell around the core: it wires stream, router, rooms and store together, sees to it that nothing grows
 * without bound, and stops in good order. Rules of rooms are in `room/`; begin reading at `router.ts`.
 */
import type { Clock } from '../ops/clock.ts';
import type { Log } from '../ops/log.ts';
import type { RoomEvent } from '../room/events.ts';
import type { Person, Room } from '../room/state.ts';
import type { Store } from '../store/port.ts';
import type { SplicedBytes } from '../wire/copies.ts';
import type { Spliced } from '../wire/splice.ts';
import type { ComponentStream, Sending, StreamHandlers } from '../wire/stream.ts';
import type { Contacts } from '../wire/xep/xep0157.ts';
import { Activity } from './activity.ts';
import { Blocking, isBlockedPerson } from './blocking.ts';
import { CatchUp } from './catch-up.ts';
import { contextFactory, homeTest } from './context.ts';
import { DeliveredMark } from './delivered.ts';
import { Ghosts } from './ghosts.ts';
import { Lanes } from './lanes.ts';
import { People } from './people.ts';
import type { Rates } from './rates.ts';
import { Rooms } from './rooms.ts';
import { Router, type RouterEnvironment } from './router.ts';
import { ServerCopies } from './server-copies.ts';
import { ServiceRecord } from './service-record.ts';
import { Throttle } from './throttle.ts';

export interface ServiceOptions {
  readonly domain: string;
  /** Domains whose users are at home here; `*` stands for anyone. */
  readonly users: readonly string[];
  /** Whether the server may make the copies of messages, where it can. */
  readonly serverCopies: boolean;
  /** Bare JIDs of the administrators. */
  readonly admins: readonly string[];
  readonly version: string;
  /** Whom to turn to about the service. */
  readonly contacts: Contacts;
  /** Sessions above which a room is large if its owner has said nothing else; 0 for never. */
  readonly largeRoomsAbove: number;
  /** Who may make new rooms. */
  readonly roomsCreatedBy: 'everyone' | 'admins';
  /** How much one person, and one room, may ask for; undefined for as much as comes. */
  readonly rates: Rates | undefined;
  /** The largest stanza that may leave, in bytes. */
  readonly stanzaSizeBytesMax: number;
  readonly store: Store;
  readonly log: Log;
  readonly clock: Clock;
  /** At least 64 random bits as text, another one each time. */
  readonly random: () => string;
  readonly openStream: (handlers: StreamHandlers) => ComponentStream;
  /** Going on makes no sense: one clear line, and the program's exit code. */
  readonly fatal: (failure: { readonly line: string; readonly exitCode: number }) => void;
  /** The stream is up for the first time. */
  readonly ready: () => void;
}

export interface RunningService {
  /** Who is kept out of the service. */
  readonly blocking: Pick<Blocking, 'block' | 'unblock' | 'blocked'>;
  /** Finishes what is under way, closes stream and store. */
  stop(): Promise<void>;
}

/** Also how much, at the least, is sent again after a kill. */
const tickMilliseconds = 250;
const ticksPerSweep = 120;

export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { store, log, domain, clock } = options;
  const mark = await DeliveredMark.open({
    store,
    log,
    domain,
    now: clock.now,
    send: (text) => service.send(text),
    isListening: () => service.isListening,
    isHolding: () => service.isHolding,
  });
  const record = await ServiceRecord.load({ store, log, nextCommitId: () => service.nextCommitId() });
  const service = new Service(options, mark, record);
  service.start();
  return service;
}

class Service implements RunningService, Sending {
  readonly #options: ServiceOptions;
  readonly #mark: DeliveredMark;
  readonly #rooms: Rooms;
  readonly #record: ServiceRecord;
  readonly blocking: Blocking;
  readonly #router: Router;
  readonly #ghosts: Ghosts;
  readonly #throttle: Throttle;
  readonly #lanes: Lanes;
  readonly #catchUp: CatchUp;
  readonly #copies: ServerCopies;
  readonly #activity: Activity;
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
    const { store, log, domain, clock } = options;
    this.#lanes = new Lanes({ stream: this, bufferedBytes: () => this.#stream?.bufferedBytes ?? 0 });
    this.#throttle = new Throttle({ store, lanes: this.#lanes, stream: () => this.#stream });
    const admins = new Set(options.admins);
    const isServiceAdmin = ({ jid }: Pick<Person, 'jid'>): boolean => admins.has(jid);
    const isBlocked = isBlockedPerson({ isBlocked: (jid) => this.blocking.isBlocked(jid) });
    const context = contextFactory({
      largeRoomsAbove: options.largeRoomsAbove,
      roomsCreatedBy: options.roomsCreatedBy,
      now: clock.now,
      random: options.random,
      isServiceAdmin,
      isBlocked,
    });
    const people = new People({ store, log });
    this.#activity = new Activity({ store, log, clock, domain, isBlocked, lane: this.#lanes.open() });
    this.#rooms = new Rooms({
      store,
      log,
      context,
      newRoomKey: options.random,
      senders: (keys) => people.jids(keys),
      lanes: this.#lanes,
      delivered: (sequence, room, events) => this.#delivered(sequence, room, events),
      now: clock.now,
    });
    this.#ghosts = new Ghosts({ store, log, clock, rooms: this.#rooms, people, send: (text) => this.send(text) });
    this.blocking = new Blocking({ store, log, clock, record, rooms: this.#rooms, people, domain, isServiceAdmin });
    this.#router = this.#newRouter({ people, isServiceAdmin });
    this.#copies = this.#serverCopies(options);
    this.#catchUp = new CatchUp({
      store,
      log,
      clock,
      rooms: this.#rooms,
      mark,
      ghosts: this.#ghosts,
      context,
      setReading: (on) => (on ? this.#stream?.resume('resending') : this.#stream?.pause('resending')),
    });
  }

  #serverCopies({ domain, users, serverCopies, log, clock, random }: ServiceOptions): ServerCopies {
    return new ServerCopies({
      domain,
      host: serverCopies ? users.find((home) => home !== '*') : undefined,
      log,
      clock,
      random,
      send: (text) => this.#stream?.send(text),
      reconnect: (reason) => this.#stream?.reconnect(reason),
    });
  }

  #newRouter({ people, isServiceAdmin }: Pick<RouterEnvironment, 'people' | 'isServiceAdmin'>): Router {
    const { store, log, domain, version, stanzaSizeBytesMax, users, rates, clock, random } = this.#options;
    return new Router({
      store,
      log,
      domain,
      version,
      contacts: this.#options.contacts,
      stanzaSizeBytesMax,
      rates,
      rooms: this.#rooms,
      people,
      now: clock.now,
      send: (text) => this.send(text),
      isAtHome: homeTest(users),
      isServiceAdmin,
      random,
      activity: this.#activity,
      blocks: this.blocking,
      isBlocked: (jid) => this.blocking.isBlocked(jid),
      roomInMemory: (jid) => this.#rooms.peek(jid)?.room,
      answered: (id) => this.#mark.answered(id),
      gone: (bounce) => (bounce.roomJid === domain ? this.#activity.end(bounce.session) : this.#ghosts.gone(bounce)),
      begin: () => this.#throttle.begin(),
      breathe: () => this.#throttle.breathe(),
      occupantsIn: (jid) => this.#rooms.peek(jid)?.room?.occupants.size,
    });
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
    if (!this.#wasUp) this.blocking.resume();
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
    if (this.#stream?.up) this.#mark.tick();
    this.#router.tick();
    this.#throttle.check();
    if (this.#ticks % ticksPerSweep === 0) this.#rooms.dropIdle();
  }
}
