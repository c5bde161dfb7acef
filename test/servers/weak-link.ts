/** A TCP connection that can be cut in the middle: what was under way on it is lost, both ways. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './ports.ts';

export class WeakLink {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(port: number, server: Server) {
    this.port = port;
    this.#server = server;
  }

  /** Listens on loopback and passes everything on to the target port. */
  static async to(address: string, targetPort: number): Promise<WeakLink> {
    const port = await freePort();
    const server = createServer();
    const link = new WeakLink(port, server);
    server.on('connection', (near) => link.#join(near, connect({ host: address, port: targetPort })));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: address, port }, resolve);
    });
    return link;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cut();
    await closed;
  }

  #join(near: Socket, far: Socket): void {
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.pipe(other);
      // A broken connection ends as a cut one does.
      socket.on('error', () => socket.destroy());
      socket.once('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
