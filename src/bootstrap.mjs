// @ts-check
/**
 * What stands before everything: plain JavaScript for an older Node. It installs the dependencies when they
 * are missing or not those of the lock file (Node 24 is one of them), and then runs on that Node.
 *
 * node src/bootstrap.mjs PROGRAM [WORDS...], where PROGRAM is one of those below.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR_MIN = 20;
const NODE_MAJOR_WANTED = 24;

/** @type {Record<string, readonly string[]>} */
const PROGRAMS = {
  run: ['src/main.ts', 'run'],
  demo: ['src/demo/main.ts'],
  test: ['test/run.ts'],
  bench: ['bench/main.ts'],
};

const root = fileURLToPath(new URL('..', import.meta.url));
const installedNode = `${root}node_modules/.bin/node`;

process.exitCode = await main(process.argv.slice(2));

/** @param {readonly string[]} words */
async function main([name = '', ...words]) {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < NODE_MAJOR_MIN) {
    return fail(
      `Longroom needs Node ${NODE_MAJOR_MIN} or newer to set itself up; this is Node ${process.versions.node}.`,
    );
  }
  const program = PROGRAMS[name];
  if (program === undefined) return fail(`Say what to run: ${Object.keys(PROGRAMS).join(', ')}.`);
  if (!isInstalled() && !install()) return fail('Installing the dependencies failed; what npm says stands above.');
  const node = nodeToUse();
  if (node === undefined) {
    return fail(
      `Node ${NODE_MAJOR_WANTED} is missing: the package "node" did not install it (are install scripts switched off?).`,
    );
  }
  return await runOn(node, [...program, ...words]);
}

/** @param {string} line */
function fail(line) {
  process.stderr.write(`${line}\n`);
  return 1;
}

/** Whether everything that the lock file names is there in the version it names. */
function isInstalled() {
  const lock = packagesOf(`${root}package-lock.json`);
  const present = packagesOf(`${root}node_modules/.package-lock.json`);
  return Object.entries(lock).every(([path, entry]) => {
    if (path === '' || entry.optional || entry.devOptional || entry.peer) return true;
    return present[path]?.version === entry.version;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }>}
 */
function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};
}

function install() {
  process.stderr.write('Installing the dependencies (npm ci); this takes a minute.\n');
  const npm = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (npm.error) process.stderr.write(`npm cannot be run (${npm.error.message}).\n`);
  return npm.status === 0;
}

/** The installed one, or the one that runs this when it is new enough. */
function nodeToUse() {
  for (const node of [installedNode, process.execPath]) {
    const asked = spawnSync(node, ['--version'], { encoding: 'utf8' });
    const major = Number(/^v(\d+)/.exec(asked.stdout ?? '')?.[1]);
    if (major >= NODE_MAJOR_WANTED) return node;
  }
  return undefined;
}

/**
 * Runs the program in the foreground and passes signals on.
 *
 * @param {string} node
 * @param {readonly string[]} words
 * @returns {Promise<number>}
 */
function runOn(node, words) {
  const env = { ...process.env, PATH: `${root}node_modules/.bin:${process.env.PATH ?? ''}` };
  // The program names its files from the checkout; the working directory stays the caller's.
  const [file = '', ...rest] = words;
  const child = spawn(node, [root + file, ...rest], { stdio: 'inherit', env });
  // A terminal sends Ctrl-C to the whole group: the program has it already, and a second one would mean "at once".
  process.on('SIGINT', () => undefined);
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(fail(`Node cannot be run (${error.message}).`)));
    child.once('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  });
}
