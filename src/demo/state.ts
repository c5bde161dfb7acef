/**
 * What the demo remembers between runs, in `state.json` of its folder: ports, so that an open browser tab finds
 * it again, and words made up for this folder alone. They are demo words, yet nobody else's business: mode 0600.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';

const port = z.number().int().min(1024).max(65_535);

const State = z.object({
  /** Another one after `--fresh`: a browser tab sees that what it remembers is gone. */
  id: z.string(),
  componentSecret: z.string(),
  password: z.string(),
  ports: z.object({ page: port, http: port, component: port }),
  historyWritten: z.boolean(),
});

export type DemoState = z.infer<typeof State>;

/** Where the page is looked for first; anything free will do. */
const FAVOURITE_PORTS = { page: 8090, http: 8091, component: 8092 };

/** Reads the state of `folder`, or begins one. Ports that are taken meanwhile are replaced by free ones. */
export async function openState(folder: string, options: { readonly fresh: boolean }): Promise<DemoState> {
  if (options.fresh) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const known = await readState(folder);
  const ports = await choosePorts(known?.ports ?? FAVOURITE_PORTS);
  const state: DemoState = known
    ? { ...known, ports }
    : { id: word(), componentSecret: word(), password: word(), ports, historyWritten: false };
  await saveState(folder, state);
  return state;
}

export async function saveState(folder: string, state: DemoState): Promise<void> {
  const file = join(folder, 'state.json');
  await writeFile(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

async function readState(folder: string): Promise<DemoState | undefined> {
  const file = join(folder, 'state.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
  const parsed = State.safeParse(parseJson(text));
  if (!parsed.success) throw new DemoError(`${file} is damaged. "npm run demo -- --fresh" begins anew.`);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function choosePorts(wanted: DemoState['ports']): Promise<DemoState['ports']> {
  const page = await freePort(wanted.page, []);
  const http = await freePort(wanted.http, [page]);
  const component = await freePort(wanted.component, [page, http]);
  return { page, http, component };
}

async function freePort(wanted: number, taken: readonly number[]): Promise<number> {
  for (const candidate of [wanted, 0, 0, 0]) {
    const found = await tryPort(candidate);
    if (found !== undefined && !taken.includes(found)) return found;
  }
  throw new DemoError('There is no free port on 127.0.0.1.');
}

/** The port if it can be listened on; for 0 whichever the system gives. */
function tryPort(wanted: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen({ port: wanted, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address();
      const found = typeof address === 'object' && address ? address.port : undefined;
      probe.close(() => resolve(found));
    });
  });
}

function word(): string {
  return randomBytes(12).toString('base64url');
}

/** Why the demo cannot go on, in words for the person who started it. */
export class DemoError extends Error {
  override name = 'DemoError';
}

/** A port was free when it was chosen and is not any more; choosing again helps. */
export class PortTaken extends DemoError {
  override name = 'PortTaken';

  constructor(port: number) {
    super(`Port ${port} was taken by another program in this very moment. Please try again.`);
  }
}
