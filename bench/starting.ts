/** Starts of the program as a process of its own, with this process as its server. CPU and memory are from /proc. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fakeServer } from '../test/fake-server.ts';
import { fillDomain } from './fill.ts';
import { type Usage, usageOf } from './process/usage.ts';
import { rounded } from './result-file.ts';

export interface Start {
  readonly readySeconds: number;
  readonly readyCpuSeconds: number;
  readonly readyMebibytes: number;
  /** The most it took until the end, with the probes that were wanted. */
  readonly peakMebibytes: number;
  readonly probedSeconds: number;
}

const bytesPerMebibyte = 1_048_576;

/** Zeros where there is no /proc. */
function used({ pid }: ChildProcess): Usage {
  if (pid === undefined || !existsSync('/proc')) return { cpuMs: 0, residentBytes: 0, peakBytes: 0 };
  return usageOf(pid);
}

/** Starts it with this `store.url`, and stops it when so many sessions have been probed. */
export async function start({ url, probes }: { readonly url: string; readonly probes: number }): Promise<Start> {
  const server = await fakeServer({ secret: 's' });
  const begun = performance.now();
  const seconds = (): number => rounded((performance.now() - begun) / 1_000, 2);
  const child = spawn(process.execPath, ['src/main.ts', 'run'], {
    env: {
      ...process.env,
      LONGROOM_XMPP_SERVICE: server.service,
      LONGROOM_XMPP_DOMAIN: fillDomain,
      LONGROOM_XMPP_SECRET: 's',
      LONGROOM_STORE_URL: url,
      LONGROOM_CONTROL_SOCKET: 'off',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const said: string[] = [];
  let isReady = false;
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    isReady = line.includes('"ready"');
    if (isReady) break;
  }
  if (!isReady) throw new Error(`it did not start: ${said.join('\n')}`);
  const readySeconds = seconds();
  const ready = used(child);
  const stream = await server.accepted();
  await stream.until(() => stream.received.split('id="probe"').length - 1 >= probes);
  const probedSeconds = seconds();
  const { peakBytes } = used(child);
  child.kill('SIGTERM');
  await exited;
  await server.close();
  return {
    readySeconds,
    readyCpuSeconds: rounded(ready.cpuMs / 1_000, 2),
    readyMebibytes: Math.round(ready.residentBytes / bytesPerMebibyte),
    peakMebibytes: Math.round(peakBytes / bytesPerMebibyte),
    probedSeconds,
  };
}

/** Of so many starts, by how long each took until it was ready. */
export async function starts(count: number, of: Parameters<typeof start>[0]): Promise<readonly Start[]> {
  const runs: Start[] = [];
  for (let left = count; left > 0; left--) runs.push(await start(of));
  return runs.sort((a, b) => a.readySeconds - b.readySeconds);
}
