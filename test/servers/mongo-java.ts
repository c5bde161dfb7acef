/**
 * mongo-java-server with our launcher: the jars that `mongo-java/pom.xml` names are fetched by Maven, the launcher is
 * compiled, once for all runs. Its main classes would not do: they speak a protocol older than today's drivers accept.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { programOf } from '../../src/demo/packages.ts';
import { testCache } from './test-cache.ts';

const sources = fileURLToPath(new URL('mongo-java', import.meta.url));
const fetchMinutes = 4;

/** The class path to run `Launcher` with. Rejects with one line when it cannot be made. */
export async function javaServer(): Promise<string> {
  const files = globSync('*', { cwd: sources }).sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(sources, file)));
  const folder = join(testCache, `mongo-java-${hash.digest('hex').slice(0, 16)}`);
  if (!existsSync(folder)) await make(folder, files);
  return `${join(folder, 'jars', '*')}:${join(folder, 'classes')}`;
}

export function javaServerVersion(): string {
  const pom = readFileSync(join(sources, 'pom.xml'), 'utf8');
  return /<server\.version>(.*)<\/server\.version>/.exec(pom)?.[1] ?? 'of an unknown version';
}

async function make(folder: string, files: readonly string[]): Promise<void> {
  const started = `${folder}.${process.pid}`;
  const jars = join(started, 'jars');
  const classes = join(started, 'classes');
  await mkdir(classes, { recursive: true });
  try {
    const fetched = ['-q', '-B', '-f', join(sources, 'pom.xml'), 'dependency:copy-dependencies'];
    await run('maven', [...fetched, `-DoutputDirectory=${jars}`], 'its jars cannot be fetched');
    const java = files.filter((file) => file.endsWith('.java')).map((file) => join(sources, file));
    const compile = ['-nowarn', '-cp', join(jars, '*'), '-d', classes, ...java];
    await run('default-jdk-headless', compile, 'its launcher does not compile');
    // Somebody else may have made the same meanwhile.
    await rename(started, folder).catch(() => undefined);
  } finally {
    await rm(started, { recursive: true, force: true });
  }
}

async function run(name: 'maven' | 'default-jdk-headless', words: string[], complaint: string): Promise<void> {
  const program = programOf(name);
  if (program === undefined) throw new Error(`mongo-java-server cannot be used: ${name} is not installed`);
  try {
    await promisify(execFile)(program, words, { timeout: fetchMinutes * 60_000 });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const said =
      `${stdout}${stderr}`
        .trim()
        .split('\n')
        .find((line) => /error/i.test(line)) ?? '';
    throw new Error(`mongo-java-server cannot be used: ${complaint}${said === '' ? '' : ` (${said.slice(0, 300)})`}`);
  }
}
