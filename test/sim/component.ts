/**
 * One life of the component: the service, and the stream between it and its server with what is under way on it in
 * both directions. What the server has not read when the stream ends is lost, and so is what the component has not.
 */
import type { Log } from '../../src/ops/log.ts';
import { type RunningService, startService } from '../../src/service/service.ts';
import type { Store } from '../../src/store/port.ts';
import { parseElements } from '../../src/wire/parser.ts';
import type { ComponentStream, StreamHandlers } from '../../src/wire/stream.ts';
import type { Element } from '../../src/wire/xml.ts';
import { sendingText } from '../sending.ts';
import { domain, JumpingClock } from '../world.ts';

export const root = 'root@localhost';

export class Component {
  readonly clock = new JumpingClock();
  readonly #store: Store;
  readonly #log: Log;
  readonly #largeRoomsAbove: number;
  #service: RunningService | undefined;
  #handlers: StreamHandlers | undefined;
  #toServer: Element[] = [];
  #toComponent: Element[] = [];
  readonly #paused = new Set<string>();
  up = false;
  fatal = false;

  constructor(life: {
    readonly store: Store;
    readonly log: Log;
    readonly now: number;
    readonly largeRoomsAbove: number;
  }) {
    this.#store = life.store;
    this.#largeRoomsAbove = life.largeRoomsAbove;
    this.#log = life.log;
    this.clock.step(life.now - this.clock.now());
  }

  async start(): Promise<void> {
    let ids = 0;
    this.#service = await startService({
      domain,
      users: ['localhost'],
      serverCopies: false,
      admins: [root],
      rates: undefined,
      version: '0',
      contacts: {},
      roomsCreatedBy: 'everyone',
      largeRoomsAbove: this.#largeRoomsAbove,
      stanzaSizeBytesMax: 262_144,
      store: this.#store,
      log: this.#log,
      clock: this.clock,
      random: () => `${this.#store.epoch}.${++ids}`,
      openStream: (handlers) => {
        this.#handlers = handlers;
        return this.#stream();
      },
      fatal: () => {
        this.fatal = true;
      },
      ready: () => {},
    });
  }

  #stream(): ComponentStream {
    const component = this;
    return {
      get up() {
        return component.up;
      },
      bufferedBytes: 0,
      ...sendingText((text) => {
        if (component.up) component.#write(text);
      }),
      pause: (reason) => {
        component.#paused.add(reason);
      },
      resume: (reason) => {
        component.#paused.delete(reason);
      },
      reconnect: () => {},
      flush: () => Promise.resolve(),
      close: () => {
        const wasUp = component.up;
        component.up = false;
        return Promise.resolve(wasUp);
      },
    };
  }

  #write(text: string): void {
    const stanzas = parseElements(text);
    if (stanzas === undefined) throw new Error(`the service sent what is no XML: ${text.slice(0, 500)}`);
    for (const stanza of stanzas) {
      if (!stanza.attrs['from'] || !stanza.attrs['to']) throw new Error(`a stanza left without from or to: ${text}`);
      this.#toServer.push(stanza);
    }
  }

  connect(): void {
    this.up = true;
    this.#handlers?.up();
  }

  cut(): void {
    this.up = false;
    this.#toServer = [];
    this.#toComponent = [];
    this.#handlers?.down('cut');
  }

  /** The server passes a stanza on. */
  push(stanza: Element): void {
    this.#toComponent.push(stanza);
  }

  /** What the server reads next. */
  shift(): Element | undefined {
    return this.#toServer.shift();
  }

  /** The component takes in one stanza, if there is one and it wants any. */
  read(): boolean {
    if (!this.up || this.#paused.size > 0) return false;
    const stanza = this.#toComponent.shift();
    if (stanza === undefined) return false;
    this.#handlers?.stanza(stanza);
    return true;
  }

  /** The process is asked to end in good order. */
  async stop(): Promise<void> {
    await this.#service?.stop();
  }
}
