/**
 * One connection to the server, from connecting to its end, on `@xmpp/component`: the library opens the
 * stream and does the handshake. It runs with a socket and a parser of ours, sees nothing but the stream's
 * start and the answer to the handshake, and never reconnects; so what is wrong with it stays harmless:
 * text cut within a character, unbounded stanzas, a null parser after a parse error, promises and `error` events
 * that nobody expects, an empty stream error, an answer of its own to every iq.
 */
import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { type ComponentEntity, component } from '@xmpp/component';
import type { Refusal } from './error.ts';
import { type LinkEnd, NS_STREAM_ERRORS, streamErrorOf } from './link-end.ts';
import { type ParserLimits, type ParserSink, StreamParser } from './parser.ts';
import { type Element, is } from './xml.ts';

export interface LinkOptions {
  readonly service: string;
  readonly domain: string;
  readonly secret: string;
  readonly limits: ParserLimits;
  readonly openingMsMax: number;
  readonly stallMsMax: number;
  readonly closingMsMax: number;
}

export interface LinkEvents {
  /** The handshake was accepted. */
  up(): void;
  stanza(element: Element): void;
  rejected(element: Element, refusal: Refusal): void;
  /** Exactly once; nothing comes after it. */
  end(end: LinkEnd): void;
}

const NS_STREAM = 'http://etherx.jabber.org/streams';
const NS_COMPONENT = 'jabber:component:accept';
const STANZAS: ReadonlySet<string> = new Set(['message', 'presence', 'iq']);
const DEFAULT_PORT = 5347;
const READ_BYTES = 65_536;
/** Idle time before TCP asks whether the peer is there; Node then asks each second, ten times. */
const TCP_KEEPALIVE_MS = 30_000;
const FOOTER = '</stream:stream>';

export class Link {
  readonly #options: LinkOptions;
  readonly #events: LinkEvents;
  readonly #entity: ComponentEntity;
  #socket: Socket | undefined;
  #parser: EventEmitter | undefined;
  #state: 'opening' | 'up' | 'closing' | 'ended' = 'opening';
  #timer: NodeJS.Timeout | undefined;
  #footerSent = false;
  #whenEnded: ((inOrder: boolean) => void)[] = [];
  /** The server closed its side after we had closed ours, so it has read everything. */
  #serverClosed = false;

  constructor(options: LinkOptions, events: LinkEvents) {
    this.#options = options;
    this.#events = events;
    // The library hashes the Latin-1 bytes of the secret; servers hash those they find in their configuration, UTF-8.
    const password = Buffer.from(options.secret, 'utf8').toString('latin1');
    this.#entity = component({ service: options.service, domain: options.domain, password });
    this.#entity.reconnect.stop();
    this.#entity.timeout = options.openingMsMax;
    this.#entity.socketParameters = addressOf;
    this.#entity.Socket = this.#socketClass();
    this.#entity.Parser = this.#parserClass();
    this.#entity.on('error', (error: unknown) => this.#cut(messageOf(error)));
  }

  open(): void {
    this.#timer = setTimeout(() => this.#cut('the server did not answer in time'), this.#options.openingMsMax);
    this.#openStream().catch((error: unknown) => this.#cut(messageOf(error)));
  }

  async #openStream(): Promise<void> {
    await this.#entity.connect(this.#options.service);
    await this.#entity.open({ domain: this.#options.domain });
  }

  write(bytes: Buffer, taken: () => void): void {
    this.#socket?.write(bytes, (error) => {
      if (!error) taken();
    });
  }

  setReading(reading: boolean): void {
    if (reading) this.#socket?.resume();
    else this.#socket?.pause();
  }

  /** Ends at once, without a word to the server. */
  cut(reason: string): void {
    this.#cut(reason);
  }

  /**
   * Closes the stream, then the socket (RFC 6120 §4.4); the server has `closingMsMax` to do its part. Says whether it
   * did, and so has read everything.
   */
  close(): Promise<boolean> {
    if (this.#state === 'ended') return Promise.resolve(false);
    const ended = new Promise<boolean>((resolve) => this.#whenEnded.push(resolve));
    if (this.#state === 'opening') {
      this.#cut('closed');
    } else if (this.#state === 'up') {
      this.#state = 'closing';
      this.#timer = setTimeout(() => this.#cut('closed'), this.#options.closingMsMax);
      this.#socket?.resume();
      this.#sendLast('');
    }
    return ended;
  }

  #socketClass(): new () => Socket {
    const { stallMsMax } = this.#options;
    const created = (socket: Socket) => this.#adopt(socket);
    return class extends Socket {
      constructor() {
        const decoder = new StringDecoder('utf8');
        // One buffer for all that is read; a stream would make a new one of 64 KiB each time, and leave it to be collected.
        const read = (length: number, bytes: Uint8Array): boolean => {
          this.emit('data', decoder.write(bytes.subarray(0, length)));
          return true;
        };
        super({ onread: { buffer: Buffer.allocUnsafe(READ_BYTES), callback: read } });
        this.setNoDelay(true);
        this.setKeepAlive(true, TCP_KEEPALIVE_MS);
        this.setTimeout(stallMsMax);
        created(this);
      }
    };
  }

  #adopt(socket: Socket): void {
    this.#socket = socket;
    socket.on('error', (error) => this.#cut(messageOf(error)));
    socket.on('close', (hadError) => {
      this.#serverClosed ||= !hadError && this.#state === 'closing';
      this.#cut('the server closed the connection');
    });
    // Node looks at the progress of a write, too: silence alone is fine, silence with data waiting is not.
    socket.on('timeout', () => {
      if (socket.writableLength === 0) return;
      this.#cut('the server takes no data any more');
      socket.destroy();
    });
  }

  #parserClass(): ComponentEntity['Parser'] {
    const { limits } = this.#options;
    const sink = (parser: EventEmitter) => this.#sink(parser);
    return class extends EventEmitter {
      readonly #parser = new StreamParser(limits, sink(this));

      write(text: string): void {
        this.#parser.write(text);
      }
    };
  }

  #sink(parser: EventEmitter): ParserSink {
    this.#parser = parser;
    return {
      opened: (root) => parser.emit('start', root),
      element: (element) => this.#received(element),
      rejected: (element, refusal) => {
        if (this.#state === 'up' && STANZAS.has(element.name)) this.#events.rejected(element, refusal);
      },
      closed: () => {
        this.#serverClosed = this.#state === 'closing';
        this.#sendLast('');
        this.#finish({ kind: 'cut', reason: 'the server closed the stream' }, 'when written');
      },
      broken: (reason) => {
        this.#sendLast(`<stream:error><not-well-formed xmlns='${NS_STREAM_ERRORS}'/></stream:error>`);
        this.#finish({ kind: 'cut', reason: `the server sent what is not XMPP: ${reason}` }, 'when written');
      },
    };
  }

  #received(element: Element): void {
    if (is(element, 'error', NS_STREAM)) {
      this.#sendLast('');
      this.#finish(streamErrorOf(element), 'when written');
    } else if (this.#state === 'up') {
      if (STANZAS.has(element.name)) this.#events.stanza(element);
    } else if (this.#state === 'opening' && is(element, 'handshake', NS_COMPONENT)) {
      this.#parser?.emit('element', element);
      clearTimeout(this.#timer);
      this.#state = 'up';
      // At once, not when the library's promise settles: stanzas may stand in the same chunk.
      this.#events.up();
    }
  }

  /** The footer goes out once, behind all that was written before. */
  #sendLast(text: string): void {
    if (this.#footerSent || this.#socket?.writable !== true) return;
    this.#footerSent = true;
    this.#socket.end(`${text}${FOOTER}`);
  }

  #cut(reason: string): void {
    this.#finish({ kind: 'cut', reason }, 'at once');
  }

  #finish(end: LinkEnd, destroy: 'at once' | 'when written'): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    clearTimeout(this.#timer);
    if (destroy === 'when written') this.#socket?.destroySoon();
    else this.#socket?.destroy();
    // Settles what the library still waits for, and its timers with it.
    this.#entity.emit('error', new Error('the link has ended'));
    this.#events.end(end);
    for (const resolve of this.#whenEnded.splice(0)) resolve(this.#serverClosed);
  }
}

function addressOf(service: string): { host: string; port: number } {
  const url = new URL(service);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? DEFAULT_PORT : Number(url.port) };
}

function messageOf(error: unknown): string {
  // Node tries each address of a name and then reports all failures in one, without a message.
  if (error instanceof AggregateError) return error.errors.map(messageOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
