/**
 * The server's side of a component stream (XEP-0114), for tests: it listens on loopback, takes the handshake and
 * can misbehave as real servers and networks do. It reads no XML: what the component sent is text to look into.
 */
import { createHash } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** How a connection is received. `silent`: accepted by TCP and never answered; `cut`: closed at once. */
export type Welcome =
  | 'accept'
  | 'silent'
  | 'cut'
  | 'host-unknown'
  | 'empty-error'
  | { readonly refuse: string; readonly text?: string };

export interface FakeServerOptions {
  readonly secret?: string;
  /** One for each connection in turn; the last one holds for all that follow. */
  readonly welcomes?: readonly Welcome[];
  /** Listen here, for a server that comes back; else any free port. */
  readonly port?: number;
  /** Put into the same packet as the accepted handshake. */
  readonly withHandshake?: string;
}

const STREAM_ERRORS = 'urn:ietf:params:xml:ns:xmpp-streams';

function header(id: string): string {
  return (
    "<?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams' " +
    `xmlns='jabber:component:accept' from='rooms.test' id='${id}'>`
  );
}

/** One connection of a component, seen from the server. */
export class FakeStream {
  readonly socket: Socket;
  /** All text received so far, and the packets it came in. */
  received = '';
  packets = 0;
  closed = false;
  #waiting: (() => void)[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('utf8');
    socket.setNoDelay(true);
    socket.on('data', (text: string) => {
      this.received += text;
      this.packets += 1;
      this.changed();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.closed = true;
      this.changed();
    });
  }

  send(text: string): void {
    this.socket.write(text);
  }

  /** Each byte in a packet of its own, as far as the system goes along. */
  async sendByteByByte(text: string): Promise<void> {
    for (const byte of Buffer.from(text)) {
      this.socket.write(Buffer.of(byte));
      await nextTurn();
    }
  }

  /** Closes as a server does that goes down in order. */
  end(text = ''): void {
    this.socket.end(`${text}</stream:stream>`);
  }

  cut(): void {
    this.socket.resetAndDestroy();
  }

  /** Stops taking data: TCP's window closes. */
  stall(): void {
    this.socket.pause();
  }

  goOn(): void {
    this.socket.resume();
  }

  /** Waits until the received text holds this, or the condition is met. */
  async until(wanted: string | (() => boolean)): Promise<void> {
    const met = typeof wanted === 'string' ? () => this.received.includes(wanted) : wanted;
    while (!met()) {
      if (this.closed) throw new Error(`the component closed the connection before: ${String(wanted)}`);
      await this.#change();
    }
  }

  async untilClosed(): Promise<void> {
    while (!this.closed) await this.#change();
  }

  changed(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

export class FakeServer {
  readonly #options: FakeServerOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #accepted: FakeStream[] = [];
  #waiting: (() => void)[] = [];
  /** How many connections have come so far. */
  connections = 0;
  port = 0;

  constructor(options: FakeServerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#connected(socket));
  }

  get service(): string {
    return `xmpp://127.0.0.1:${this.port}`;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#options.port ?? 0, '127.0.0.1', resolve);
    });
    const address = this.#server.address();
    if (address !== null && typeof address === 'object') this.port = address.port;
  }

  /** The next stream whose handshake was accepted. */
  async accepted(): Promise<FakeStream> {
    for (;;) {
      const stream = this.#accepted.shift();
      if (stream !== undefined) return stream;
      await this.#change();
    }
  }

  async untilConnections(count: number): Promise<void> {
    while (this.connections < count) await this.#change();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #connected(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    this.connections += 1;
    const welcomes = this.#options.welcomes ?? ['accept'];
    const welcome = welcomes[Math.min(this.connections, welcomes.length) - 1] ?? 'accept';
    const stream = new FakeStream(socket);
    if (welcome === 'cut') socket.destroy();
    else if (welcome !== 'silent') void this.#negotiate(stream, welcome).catch(() => {});
    this.#changed();
  }

  /** As Prosody 0.12 and ejabberd 23 were seen to do it. */
  async #negotiate(stream: FakeStream, welcome: Exclude<Welcome, 'cut' | 'silent'>): Promise<void> {
    await stream.until(() => /<stream:stream[^>]*>/.test(stream.received));
    if (welcome === 'host-unknown') {
      stream.end(`${header('')}${streamError('host-unknown', 'no such component')}`);
      return;
    }
    const id = `stream-${this.connections}`;
    stream.send(header(id));
    await stream.until('</handshake>');
    const secret = this.#options.secret ?? 'secret';
    const expected = createHash('sha1').update(`${id}${secret}`, 'utf8').digest('hex');
    if (welcome === 'empty-error') {
      stream.end('<stream:error/>');
    } else if (welcome !== 'accept') {
      stream.end(streamError(welcome.refuse, welcome.text));
    } else if (!stream.received.includes(`<handshake>${expected}</handshake>`)) {
      stream.end(streamError('not-authorized', 'Given token does not match calculated token'));
    } else {
      stream.received = '';
      stream.send(`<handshake/>${this.#options.withHandshake ?? ''}`);
      this.#accepted.push(stream);
      this.#changed();
    }
  }

  #changed(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

export function streamError(condition: string, text?: string): string {
  const words = text === undefined ? '' : `<text xmlns='${STREAM_ERRORS}'>${text}</text>`;
  return `<stream:error><${condition} xmlns='${STREAM_ERRORS}'/>${words}</stream:error>`;
}

/** A server that listens already. */
export async function fakeServer(options: FakeServerOptions = {}): Promise<FakeServer> {
  const server = new FakeServer(options);
  await server.listen();
  return server;
}
