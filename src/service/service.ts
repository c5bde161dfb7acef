/**
 * The shell around the core: it wires stream, router, rooms and store together, sees to it that nothing grows
 * without bound, and stops in good order. Rules of rooms are in `room/`; begin reading at `router.ts`.
 */
import type { Clock } from '../ops/clock.ts';
import type { Log } from '../ops/log.ts';
import type { Context } from '../room/outcome.ts';
import { archiveId, type Store } from '../store/port.ts';
import { domainOf } from '../wire/jid.ts';
import type { ComponentStream, StreamHandlers } from '../wire/stream.ts';
import { DeliveredMark } from './delivered.ts';
import { Ghosts } from './ghosts.ts';
import { People } from './people.ts';
import { findUndelivered, resend } from './resend.ts';
import { Rooms } from './rooms.ts';
import { Router } from './router.ts';

export interface ServiceOptions {
  readonly domain: string;
  /** Domains whose users are at home here; `*` stands for anyone. */
  readonly users: readonly string[];
  /** Bare JIDs of the administrators. */
  readonly admins: readonly string[];
  readonly version: string;
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
  /** Finishes what is under way, closes stream and store. */
  stop(): Promise<void>;
}

/** Bytes not yet durable, or not yet taken by the server, above which nothing more is read. */
const pendingBytesMax = 8 * 1024 * 1024;
const bufferedBytesMax = 16 * 1024 * 1024;
const tickMilliseconds = 1_000;
const ticksPerSweep = 30;

export async function startService(options: ServiceOptions): Promise<RunningService> {
  const service = new Service(
    options,
    await DeliveredMark.open(markEnvironment(options, (text) => service.send(text))),
  );
  service.start();
  return service;
}

function markEnvironment(
  { store, log, domain, clock }: ServiceOptions,
  send: (text: string) => void,
): Parameters<typeof DeliveredMark.open>[0] {
  return { store, log, domain, send, now: clock.now };
}

class Service implements RunningService {
  readonly #options: ServiceOptions;
  readonly #mark: DeliveredMark;
  readonly #rooms: Rooms;
  readonly #router: Router;
  readonly #ghosts: Ghosts;
  #stream: ComponentStream | undefined;
  #stopTicking: () => void = () => {};
  #ticks = 0;
  #wasUp = false;
  #stopping = false;

  constructor(options: ServiceOptions, mark: DeliveredMark) {
    this.#options = options;
    this.#mark = mark;
    const { store, log, domain, version, clock } = options;
    const context = contextFactory(options);
    const send = (text: string): void => this.send(text);
    const people = new People({ store, log });
    this.#rooms = new Rooms({ store, log, context, send, delivered: (sequence) => this.#delivered(sequence) });
    this.#ghosts = new Ghosts({ store, log, clock, rooms: this.#rooms, people, send });
    this.#router = new Router({
      store,
      log,
      domain,
      version,
      stanzaSizeBytesMax: options.stanzaSizeBytesMax,
      rooms: this.#rooms,
      people,
      now: clock.now,
      send,
      isAtHome: homeTest(options.users),
      answered: (id) => mark.answered(id),
      gone: (bounce) => this.#ghosts.gone(bounce),
      occupantsIn: (jid) => this.#rooms.peek(jid)?.room?.occupants.size,
    });
    this.#context = context;
  }

  readonly #context: () => Context;

  start(): void {
    this.#stream = this.#options.openStream({
      stanza: (element) => {
        this.#router.stanza(element);
        this.#throttle();
      },
      rejected: (element, why) => this.#router.rejected(element, why),
      up: () => this.#up(),
      down: (reason) => this.#down(reason),
      drained: () => this.#stream?.resume('outbound'),
      fatal: this.#options.fatal,
    });
    this.#stopTicking = this.#options.clock.every(tickMilliseconds, () => this.#tick());
  }

  send(text: string): void {
    this.#stream?.send(text);
  }

  async stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#stopTicking();
    this.#ghosts.stop();
    const wasUp = this.#stream?.up === true;
    this.#stream?.pause('stopping');
    await this.#rooms.settled();
    await this.#stream?.close();
    if (wasUp) await this.#mark.closed();
    await this.#options.store.close();
  }

  #up(): void {
    const { log } = this.#options;
    if (this.#wasUp) log.info({}, 'the stream is up again');
    else this.#options.ready();
    this.#wasUp = true;
    // Nothing new is taken in before it is known what has to be sent again.
    this.#stream?.pause('resending');
    this.#catchUp()
      .catch((error: unknown) => log.error({ error }, 'what may be undelivered could not be sent again'))
      .finally(() => this.#stream?.resume('resending'));
  }

  async #catchUp(): Promise<void> {
    const { store, log } = this.#options;
    const undelivered = await findUndelivered(store, this.#mark.confirmed);
    const sent = resend(undelivered, { store, log, rooms: this.#rooms, context: this.#context });
    if (undelivered.firstNumbers.size > 0)
      log.info({ rooms: undelivered.firstNumbers.size }, 'sending again what may not have arrived');
    this.#stream?.resume('resending');
    await sent;
    this.#mark.sentAgain(undelivered.position);
    await this.#ghosts.probeAll();
  }

  #down(reason: string): void {
    this.#options.log.warn({ reason }, 'the stream is down; reconnecting');
    this.#mark.cut();
    this.#ghosts.stop();
  }

  #delivered(sequence: number): void {
    if (this.#stream?.up) this.#mark.sent(sequence);
    if (this.#options.store.pendingBytes < pendingBytesMax / 2) this.#stream?.resume('store');
  }

  /** Slows down reading when the store or the server does not keep up. */
  #throttle(): void {
    const { store } = this.#options;
    if (store.pendingBytes > pendingBytesMax) this.#stream?.pause('store');
    if ((this.#stream?.bufferedBytes ?? 0) > bufferedBytesMax) this.#stream?.pause('outbound');
  }

  #tick(): void {
    this.#ticks += 1;
    if (this.#stream?.up) this.#mark.tick();
    if (this.#options.store.pendingBytes < pendingBytesMax / 2) this.#stream?.resume('store');
    if (this.#ticks % ticksPerSweep === 0) this.#rooms.dropIdle();
  }
}

function contextFactory({ admins, clock, random }: ServiceOptions): () => Context {
  const adminJids = new Set(admins);
  return () => ({
    now: clock.now(),
    stanzaId: (number) => archiveId({ number, random: random() }),
    isServiceAdmin: (person) => adminJids.has(person.jid),
  });
}

function homeTest(users: readonly string[]): (bare: string) => boolean {
  if (users.includes('*')) return () => true;
  const domains = new Set(users);
  return (bare) => domains.has(domainOf(bare));
}
