/**
 * Free TCP ports on loopback. They lie below the range that the kernel gives to outgoing connections. Each test
 * process takes them from a stretch of its own, claimed by listening on its first port for as long as the
 * process lives, so processes that run side by side never get the same.
 */
import { createServer, type Server } from 'node:net';

const lowestPort = 15_000;
const portsPerStretch = 64;
const stretches = 250;

let claimed: Promise<number> | undefined;
let taken = 0;

export async function freePort(): Promise<number> {
  claimed ??= claimStretch();
  const first = (await claimed) + 1;
  for (let tries = 1; tries < portsPerStretch; tries += 1) {
    const port = first + (taken % (portsPerStretch - 1));
    taken += 1;
    const probe = await listen(port);
    if (probe === undefined) continue;
    await new Promise((resolve) => probe.close(resolve));
    return port;
  }
  throw new Error(`no free port between ${first} and ${first + portsPerStretch - 2}`);
}

async function claimStretch(): Promise<number> {
  for (let tries = 0; tries < stretches; tries += 1) {
    const start = lowestPort + ((process.pid + tries) % stretches) * portsPerStretch;
    const claim = await listen(start);
    if (claim === undefined) continue;
    claim.unref();
    return start;
  }
  throw new Error('no stretch of ports is free');
}

async function listen(port: number): Promise<Server | undefined> {
  const server = createServer();
  return await new Promise<Server | undefined>((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1' }, () => resolve(server));
  });
}
