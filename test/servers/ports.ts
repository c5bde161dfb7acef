/**
 * Free TCP ports on loopback. They lie below the range that the kernel gives to outgoing connections, and
 * each test process takes them from a stretch of its own, so processes that run side by side do not race.
 */
import { createServer } from 'node:net';

const lowestPort = 15_000;
const stretches = 1_000;
const portsPerStretch = 16;

let taken = 0;

export async function freePort(): Promise<number> {
  const start = lowestPort + (process.pid % stretches) * portsPerStretch;
  for (let tries = 0; tries < portsPerStretch; tries += 1) {
    const port = start + (taken % portsPerStretch);
    taken += 1;
    if (await canListen(port)) return port;
  }
  throw new Error(`no free port between ${start} and ${start + portsPerStretch - 1}`);
}

async function canListen(port: number): Promise<boolean> {
  const probe = createServer();
  return await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1' }, () => probe.close(() => resolve(true)));
  });
}
