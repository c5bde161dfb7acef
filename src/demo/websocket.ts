/**
 * Passes WebSockets (RFC 7395) on to Prosody byte for byte, so that page and chat have one origin and one port.
 * Browsers let any page open a WebSocket to any address and only tell where they come from, so that is checked.
 */
import type { IncomingMessage, Server } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

const PATH = '/xmpp-websocket';

/** Returns what cuts all of them. */
export function passWebSocketsTo(server: Server, port: number): () => void {
  const open = new Set<Duplex>();
  server.on('upgrade', (request: IncomingMessage, client: Duplex, begun: Buffer) => {
    client.on('error', () => client.destroy());
    if (!isOurs(request)) {
      client.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const prosody = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [client, prosody],
      [prosody, client],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
    prosody.write(requestHead(request));
    prosody.write(begun);
    client.pipe(prosody).pipe(client);
  });
  return () => {
    for (const socket of open) socket.destroy();
  };
}

/** Whether a `Host` header names this machine's loopback. */
export function isLoopbackName(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? '');
}

function isOurs(request: IncomingMessage): boolean {
  const { host, origin } = request.headers;
  return request.url === PATH && isLoopbackName(host) && origin === `http://${host}`;
}

function requestHead(request: IncomingMessage): string {
  let head = `${request.method} ${request.url} HTTP/1.1\r\n`;
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    head += `${request.rawHeaders[index]}: ${request.rawHeaders[index + 1]}\r\n`;
  }
  return `${head}\r\n`;
}
