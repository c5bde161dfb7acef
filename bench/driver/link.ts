/**
 * One component stream (XEP-0114) after its handshake, from either end: as the server that a component connects
 * to, or as a component of a server. Nagle's algorithm is off, and what is sent within one turn leaves in one write.
 */
import { createHash } from 'node:crypto';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Scanner } from './scanner.ts';
import { attributeOf, type Stanza } from './stanza.ts';

const NAMESPACES = "xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams'";
const ADDRESS = '127.0.0.1';
const DIAL_SECONDS_MAX = 30;
const DIAL_PAUSE_MILLISECONDS = 50;

export class Link {
  /** Gets every stanza; it is valid until the handler returns. */
  onStanza: (stanza: Stanza) => void = () => {};
  /** The stream has ended or is broken; never called by `close`. */
  onLost: (why: string) => void = () => {};
  /** The component's domain: its own where it listens, the other's where it connects. */
  domain = '';
  readonly #socket: Socket;
  readonly #ready = Promise.withResolvers<void>();
  #pending: string[] = [];
  #closing = false;

  constructor(socket: Socket, handshake: (link: Link, header: string) => (stanza: Stanza) => void) {
    this.#socket = socket;
    socket.setNoDelay(true);
    let next: (stanza: Stanza) => void = () => {};
    const scanner = new Scanner({
      header: (tag) => {
        next = handshake(this, tag);
      },
      stanza: (stanza) => next(stanza),
      closed: () => this.#lost('the other side closed the stream'),
    });
    socket.on('data', (bytes: Buffer) => {
      try {
        scanner.write(bytes.toString('latin1'));
      } catch (error) {
        this.#lost(error instanceof Error ? error.message : String(error));
      }
    });
    socket.on('error', (error) => this.#lost(error.message));
    socket.on('close', () => this.#lost('the connection has ended'));
    this.#ready.promise.catch(() => {});
  }

  /** Settles when the handshake is done; rejects when it was refused. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Hands over to `onStanza`: the handshake is done. */
  open(): (stanza: Stanza) => void {
    this.#ready.resolve();
    return (stanza) => {
      if (stanza.isA('stream:error')) this.#lost(`stream error: ${stanza.source}`);
      else this.onStanza(stanza);
    };
  }

  refuse(why: string): void {
    this.#lost(why);
  }

  /** Queues text; it is written at the end of this turn. */
  send(text: string): void {
    this.#pending.push(text);
    if (this.#pending.length === 1) queueMicrotask(() => this.#flush());
  }

  /** Settles at once, or when the other side has taken what was written: for who writes as much as is taken. */
  async writable(): Promise<void> {
    if (!this.#socket.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      const settle = (): void => {
        this.#socket.off('drain', settle);
        this.#socket.off('close', settle);
        resolve();
      };
      this.#socket.on('drain', settle);
      this.#socket.on('close', settle);
    });
  }

  /** Ends at once and without a word, as when the other side dies. */
  cut(): void {
    this.#closing = true;
    this.#socket.destroy();
  }

  close(): void {
    this.#closing = true;
    this.#flush();
    this.#socket.end('</stream:stream>');
    this.#socket.destroySoon();
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    const text = this.#pending.join('');
    this.#pending = [];
    if (this.#socket.writable) this.#socket.write(text);
  }

  #lost(why: string): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#ready.reject(new Error(why));
    this.#socket.destroy();
    this.onLost(why);
  }
}

export interface Listener {
  readonly port: number;
  /** The next component that connected, once its handshake was accepted; rejects when it was refused. */
  accepted(): Promise<Link>;
  close(): void;
}

/** Takes the place of a server, on a free port of loopback unless one is given. */
export async function listen(options: { readonly secret: string; readonly port?: number }): Promise<Listener> {
  const arrived: Promise<Link>[] = [];
  const waiting: ((link: Promise<Link>) => void)[] = [];
  const server = createServer((socket) => {
    const link = new Link(socket, (self, header) => welcome(self, header, options.secret));
    const accepted = link.ready.then(() => link);
    accepted.catch(() => {});
    const next = waiting.shift();
    if (next === undefined) arrived.push(accepted);
    else next(accepted);
  });
  const accepted = (): Promise<Link> =>
    arrived.shift() ?? new Promise((resolve: (link: Promise<Link>) => void) => waiting.push(resolve));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, ADDRESS, resolve);
  });
  return { port: portOf(server), accepted, close: () => server.close() };
}

function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

function welcome(link: Link, header: string, secret: string): (stanza: Stanza) => void {
  link.domain = attributeOf(header, 'to');
  const id = `load-${process.pid}`;
  link.send(`<?xml version='1.0'?><stream:stream ${NAMESPACES} from='${link.domain}' id='${id}'>`);
  const wanted = proof(id, secret);
  let open: ((stanza: Stanza) => void) | undefined;
  return (stanza) => {
    if (open !== undefined) return open(stanza);
    const given = stanza.text.slice(stanza.tagEnd, stanza.tagEnd + wanted.length).toLowerCase();
    if (!stanza.isA('handshake') || given !== wanted) return link.refuse('the component sent a wrong handshake');
    link.send('<handshake/>');
    open = link.open();
  };
}

/** Connects to a server as one of its components; keeps trying while the server is still starting. */
export async function connect(options: {
  readonly port: number;
  readonly domain: string;
  readonly secret: string;
}): Promise<Link> {
  const until = Date.now() + DIAL_SECONDS_MAX * 1000;
  for (;;) {
    const socket = await connected(options.port);
    if (socket !== undefined) {
      const link = new Link(socket, (self, header) => introduce(self, header, options.secret));
      link.domain = options.domain;
      link.send(`<?xml version='1.0'?><stream:stream ${NAMESPACES} to='${options.domain}'>`);
      await link.ready;
      return link;
    }
    if (Date.now() > until) throw new Error(`nothing listens on port ${options.port} after ${DIAL_SECONDS_MAX} s`);
    await sleep(DIAL_PAUSE_MILLISECONDS);
  }
}

async function connected(port: number): Promise<Socket | undefined> {
  return await new Promise((resolve) => {
    const socket = dial({ port, host: ADDRESS });
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}

function introduce(link: Link, header: string, secret: string): (stanza: Stanza) => void {
  link.send(`<handshake>${proof(attributeOf(header, 'id'), secret)}</handshake>`);
  let open: ((stanza: Stanza) => void) | undefined;
  return (stanza) => {
    if (open !== undefined) return open(stanza);
    if (!stanza.isA('handshake')) return link.refuse(`the server refused the handshake: ${stanza.source}`);
    open = link.open();
  };
}

/** XEP-0114 §3. */
function proof(streamId: string, secret: string): string {
  return createHash('sha1').update(`${streamId}${secret}`, 'utf8').digest('hex');
}
