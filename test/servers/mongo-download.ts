/** A `mongod` from the net, by way of mongodb-memory-server. Without a net this gives up after some seconds. */
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Child, endChild, startChild } from './child.ts';
import { testCache } from './test-cache.ts';

const firstBytesSeconds = 5;
const wholeSeconds = 240;
const remembersMinutes = 10;
const pollMilliseconds = 100;
const answer = 'mongod at ';

const script = `
const { MongoBinary } = await import(process.argv[1]);
console.log(${JSON.stringify(answer)} + await MongoBinary.getPath({ downloadDir: process.argv[2] }));
`;

/** The path of the program, or nothing where it cannot be had. */
export async function downloadedMongod(): Promise<string | undefined> {
  const folder = join(testCache, 'mongod');
  await mkdir(folder, { recursive: true });
  const failed = join(testCache, 'no-mongod');
  if (await isYoung(failed)) return undefined;
  const program = await download(folder);
  if (program === undefined) await writeFile(failed, '');
  return program;
}

/** Whether it could not be had a moment ago: tests that are run one by one do not wait for it each time. */
async function isYoung(path: string): Promise<boolean> {
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
  return age < remembersMinutes * 60_000;
}

async function download(folder: string): Promise<string | undefined> {
  const child = await startChild({
    command: process.execPath,
    args: ['--input-type=module', '-e', script, import.meta.resolve('mongodb-memory-server-core'), folder],
    cwd: folder,
    env: proxiesAndSettings(),
  });
  const found = child
    .line((line) => line.startsWith(answer), wholeSeconds)
    .then(
      (line) => line.slice(answer.length),
      () => undefined,
    );
  const given = untilNothingComes(child, folder);
  const program = await Promise.race([found, given]);
  await endChild(child, 'SIGKILL');
  return program;
}

/** Settles when nothing has arrived after the time in which something should have. */
async function untilNothingComes(child: Child, folder: string): Promise<undefined> {
  const began = performance.now();
  while (child.running) {
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
    if (performance.now() - began > firstBytesSeconds * 1000 && (await bytesIn(folder)) === 0) return undefined;
  }
  // It has ended: what it said says how.
  return await new Promise(() => undefined);
}

async function bytesIn(folder: string): Promise<number> {
  const files = (await readdir(folder)).filter((name) => !name.endsWith('.lock'));
  const sizes = await Promise.all(
    files.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function proxiesAndSettings(): Record<string, string> {
  const wanted = /^(https?_proxy|no_proxy|MONGOMS_.*|HOME)$/i;
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => wanted.test(entry[0])),
  );
}
