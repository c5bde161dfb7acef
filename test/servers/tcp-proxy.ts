/**
 * A TCP proxy on loopback for tests of what a bad net does: slow, refused, cut in the middle (what was under way is
 * lost, both ways), or a black hole. What is sent on a connection may be read and changed by an interpreter.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './ports.ts';
import { Pump, type Weather } from './tcp-pump.ts';

/** One connection, as an interpreter of what is sent on it sees it. */
export interface Wire {
  toFar(bytes: Buffer): void;
  toNear(bytes: Buffer): void;
  /** Ends it both ways at once. */
  cut(): void;
}

/** Gets what either side sends and decides what the other one receives. */
export interface Interpreter {
  fromNear(bytes: Buffer): void;
  fromFar(bytes: Buffer): void;
}

const transparent = (wire: Wire): Interpreter => ({
  fromNear: (bytes) => wire.toFar(bytes),
  fromFar: (bytes) => wire.toNear(bytes),
});

export class TcpProxy {
  readonly port: number;
  readonly #address: string;
  readonly #targetPort: number;
  readonly #interpret: (wire: Wire) => Interpreter;
  readonly #weather: Weather = { latencyMilliseconds: 0, bytesPerSecond: Number.POSITIVE_INFINITY, swallows: false };
  readonly #connections = new Map<Socket, { readonly pumps: readonly Pump[]; cut(): void }>();
  #server: Server | undefined;

  private constructor(address: string, port: number, targetPort: number, interpret: (wire: Wire) => Interpreter) {
    this.port = port;
    this.#address = address;
    this.#targetPort = targetPort;
    this.#interpret = interpret;
  }

  /** Listens on a port of its own and passes everything on to the target port of the same address. */
  static async to(
    address: string,
    targetPort: number,
    interpret: (wire: Wire) => Interpreter = transparent,
  ): Promise<TcpProxy> {
    const proxy = new TcpProxy(address, await freePort(), targetPort, interpret);
    await proxy.pass();
    return proxy;
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** As a healthy net, again. What a black hole has held goes on, also where its sender has given up meanwhile. */
  async pass(): Promise<void> {
    this.#change({ latencyMilliseconds: 0, bytesPerSecond: Number.POSITIVE_INFINITY, swallows: false });
    this.#server ??= await this.#listen();
  }

  /** Everything takes so long each way; each connection carries at most so much. */
  slow(weather: { readonly latencyMilliseconds: number; readonly bytesPerSecond?: number }): void {
    this.#change({ bytesPerSecond: Number.POSITIVE_INFINITY, ...weather });
  }

  /** Connections stay open and new ones open, and nothing arrives. */
  swallow(): void {
    this.#change({ swallows: true });
  }

  /** New connections are refused; those that are there stay. */
  refuse(): void {
    this.#server?.close();
    this.#server = undefined;
  }

  /** Ends every connection in the middle of what it carries. */
  cut(): void {
    for (const { cut } of this.#connections.values()) cut();
  }

  async close(): Promise<void> {
    const server = this.#server;
    const closed = new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
    this.#server = undefined;
    this.cut();
    await closed;
  }

  #change(weather: Partial<Weather>): void {
    Object.assign(this.#weather, weather);
    for (const { pumps } of this.#connections.values()) for (const pump of pumps) pump.look();
  }

  async #listen(): Promise<Server> {
    const server = createServer({ allowHalfOpen: true });
    server.on('connection', (near) =>
      this.#join(near, connect({ host: this.#address, port: this.#targetPort, allowHalfOpen: true })),
    );
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: this.#address, port: this.port }, resolve);
    });
    return server;
  }

  #join(near: Socket, far: Socket): void {
    let open = 2;
    const ended = (): void => {
      open -= 1;
      if (open === 0) cut();
    };
    const out = new Pump(near, far, this.#weather, ended);
    const back = new Pump(far, near, this.#weather, ended);
    const cut = (): void => {
      for (const pump of [out, back]) pump.stop();
      near.destroy();
      far.destroy();
      this.#connections.delete(near);
    };
    this.#connections.set(near, { pumps: [out, back], cut });
    const wire: Wire = { toFar: (bytes) => out.send(bytes), toNear: (bytes) => back.send(bytes), cut };
    const interpreter = this.#interpret(wire);
    for (const [socket, hears, pump] of [
      [near, interpreter.fromNear, out],
      [far, interpreter.fromFar, back],
    ] as const) {
      socket.setNoDelay(true);
      socket.on('data', hears);
      socket.once('end', () => pump.end());
      socket.once('close', () => pump.end());
    }
    // What a sender that has gone still had to say arrives; a target that has gone is gone for both.
    near.on('error', () => out.end());
    far.on('error', cut);
  }
}
