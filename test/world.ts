/**
 * The world tests live in: users, a service, a clock that jumps, a store that may be told to fail. Everything
 * the service sends is read as XML, per recipient; nothing here waits for real time.
 */
import { type Log, silentLog } from '../src/ops/log.ts';
import type { Directory } from '../src/room/directory.ts';
import { defaultRates, type Rates, ratesFrom } from '../src/service/rates.ts';
import { type RunningService, startService } from '../src/service/service.ts';
import type { ServiceOptions } from '../src/service/service-options.ts';
import type { Store } from '../src/store/port.ts';
import type { Refusal } from '../src/wire/error.ts';
import { parseElements } from '../src/wire/parser.ts';
import type { ComponentStream, StreamHandlers } from '../src/wire/stream.ts';
import type { Contacts } from '../src/wire/xep/xep0157.ts';
import { child, type Element, is, serialize } from '../src/wire/xml.ts';
import { JumpingClock } from './jumping-clock.ts';
import { sendingText } from './sending.ts';

export { JumpingClock } from './jumping-clock.ts';

/** What an operator has who says nothing else. */
export const usualRates = ratesFrom((kind, whose) => defaultRates[kind][whose]);

export const domain = 'rooms.localhost';

export interface WorldOptions {
  readonly store: Store;
  readonly clock?: JumpingClock;
  readonly users?: readonly string[];
  readonly admins?: readonly string[];
  readonly contacts?: Contacts;
  readonly log?: Log;
  /** Lets the store go on; called while something may be under way. */
  readonly turn?: () => Promise<void> | void;
  readonly random?: () => string;
  readonly largeRoomsAbove?: number;
  readonly keptDays?: number;
  readonly roomsCreatedBy?: 'everyone' | 'admins';
  readonly directory?: Directory;
  /** What the configuration says of categories, groups and federation. */
  readonly house?: Pick<ServiceOptions, 'defaultCategory' | 'federation' | 'outsideGroups'>;
  readonly serverCopies?: boolean;
  /** What is usual, unless a test says otherwise: nothing may be refused to people who behave as people do. */
  readonly rates?: Rates | undefined;
}

export class World {
  readonly clock: JumpingClock;
  readonly #options: WorldOptions;
  #service: RunningService | undefined;
  #handlers: StreamHandlers | undefined;
  #up = false;
  #paused = new Set<string>();
  #incoming: Element[] = [];
  #sent = 0;
  #inboxes = new Map<string, Element[]>();
  /** Bytes that the server has not taken, as the stream tells. */
  bufferedBytes = 0;
  /** Sees every stanza as it leaves. */
  onSent: ((stanza: Element) => void) | undefined;
  fatal: { readonly line: string; readonly exitCode: number } | undefined;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.clock = options.clock ?? new JumpingClock();
  }

  async start(): Promise<this> {
    let ids = 0;
    this.#service = await startService({
      domain,
      users: this.#options.users ?? ['localhost'],
      serverCopies: this.#options.serverCopies ?? false,
      admins: [...(this.#options.admins ?? [])],
      rates: 'rates' in this.#options ? this.#options.rates : usualRates,
      version: '0',
      contacts: this.#options.contacts ?? {},
      largeRoomsAbove: this.#options.largeRoomsAbove ?? 75,
      keptDays: this.#options.keptDays,
      roomsCreatedBy: this.#options.roomsCreatedBy ?? 'everyone',
      ...this.#options.house,
      ...(this.#options.directory && { directory: this.#options.directory }),
      stanzaSizeBytesMax: 262_144,
      store: this.#options.store,
      log: this.#options.log ?? silentLog,
      clock: this.clock,
      random: this.#options.random ?? (() => `${this.#options.store.epoch}.${++ids}`),
      openStream: (handlers) => {
        this.#handlers = handlers;
        return this.#stream();
      },
      fatal: (failure) => {
        this.fatal = failure;
      },
      ready: () => {},
    });
    return this;
  }

  #stream(): ComponentStream {
    const world = this;
    return {
      get up() {
        return world.#up;
      },
      get bufferedBytes() {
        return world.bufferedBytes;
      },
      ...sendingText((text) => {
        if (world.#up) world.#receive(text);
      }),
      pause: (reason) => {
        world.#paused.add(reason);
      },
      resume: (reason) => {
        world.#paused.delete(reason);
        world.#handOver();
      },
      reconnect: () => {
        queueMicrotask(() => {
          this.cut();
          this.connect();
        });
      },
      flush: () => Promise.resolve(),
      close: () => {
        const wasUp = world.#up;
        world.#up = false;
        return Promise.resolve(wasUp);
      },
    };
  }

  /** The server accepts the component. */
  connect(): this {
    this.#up = true;
    this.#handlers?.up();
    return this;
  }

  /** The stream is cut: what is under way is lost. */
  cut(): void {
    this.#up = false;
    this.#incoming = [];
    this.#handlers?.down('cut by the test');
  }

  #receive(text: string): void {
    const stanzas = parseElements(text);
    if (stanzas === undefined) throw new Error(`the service sent what is no XML: ${text.slice(0, 500)}`);
    for (const stanza of stanzas) {
      const { from, to } = stanza.attrs;
      if (!from || !to) throw new Error(`a stanza left without from or to: ${serialize(stanza)}`);
      this.#sent += 1;
      this.onSent?.(stanza);
      if (to === domain) this.#incoming.push(stanza);
      else this.inbox(to).push(stanza);
    }
  }

  inbox(who: string): Element[] {
    const known = this.#inboxes.get(who);
    if (known !== undefined) return known;
    const made: Element[] = [];
    this.#inboxes.set(who, made);
    return made;
  }

  /** The server forwards a stanza. `xml` is one element; `from` is stamped on it, as servers do. */
  send(from: string, xml: string): void {
    const [stanza, ...more] = parseElements(xml) ?? [];
    if (stanza === undefined || more.length > 0) throw new Error(`not one stanza: ${xml}`);
    this.sendElement(from, stanza);
  }

  sendElement(from: string, stanza: Element): void {
    stanza.attrs['from'] = from;
    this.#incoming.push(stanza);
    this.#handOver();
  }

  reject(from: string, stanza: Element, why: Refusal): void {
    stanza.attrs['from'] = from;
    this.#handlers?.rejected(stanza, why);
  }

  #handOver(): void {
    while (this.#up && this.#paused.size === 0) {
      const stanza = this.#incoming.shift();
      if (stanza === undefined) return;
      this.#handlers?.stanza(stanza);
    }
  }

  /** Lets everything happen that needs no time to pass. */
  async settle(): Promise<void> {
    let quiet = 0;
    for (let sent = this.#sent; quiet < 3; sent = this.#sent) {
      await this.#options.turn?.();
      await new Promise((resolve) => setImmediate(resolve));
      this.#handOver();
      quiet = sent === this.#sent && this.#incoming.length === 0 ? quiet + 1 : 0;
      if (!this.#up && this.#incoming.length > 0) this.#incoming = [];
    }
  }

  /** Lets time pass, with all that falls due in it. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.clock.now() + milliseconds;
    await this.settle();
    while (this.clock.now() < end) {
      this.clock.step(end - this.clock.now());
      await this.settle();
    }
  }

  /** What `who` has been sent since it was last asked, after everything has settled. */
  async hears(who: string): Promise<Element[]> {
    await this.settle();
    return this.inbox(who).splice(0);
  }

  get blocking(): RunningService['blocking'] {
    return this.#running.blocking;
  }

  get house(): RunningService['house'] {
    return this.#running.house;
  }

  get commandLine(): RunningService['commandLine'] {
    return this.#running.commandLine;
  }

  get ask(): RunningService['ask'] {
    return (roomJid, request) => this.#running.ask(roomJid, request);
  }

  get #running(): RunningService {
    if (this.#service === undefined) throw new Error('the service does not run');
    return this.#service;
  }

  async stop(): Promise<void> {
    await this.#service?.stop();
  }
}

/** Status codes in a presence or message of a room. */
export function statuses(stanza: Element): number[] {
  const user = child(stanza, 'x', 'http://jabber.org/protocol/muc#user');
  return user === undefined
    ? []
    : user
        .getChildElements()
        .filter((element) => element.name === 'status')
        .map((element) => Number(element.attrs['code']));
}

export function body(stanza: Element): string | undefined {
  return child(stanza, 'body')?.getText();
}

export function errorOf(
  stanza: Element,
): { readonly condition: string; readonly type: string; readonly text: string } | undefined {
  const error = child(stanza, 'error');
  if (stanza.attrs['type'] !== 'error' || error === undefined) return undefined;
  const named = error
    .getChildElements()
    .filter((element) => is(element, element.name, 'urn:ietf:params:xml:ns:xmpp-stanzas'));
  return {
    condition: named.find((element) => element.name !== 'text')?.name ?? '',
    type: error.attrs['type'] ?? '',
    text: named.find((element) => element.name === 'text')?.getText() ?? '',
  };
}
