import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { ROOT } from '../tidy/source.ts';

/** A checkout with one dependency, and an npm that installs it by writing files. */
function checkout(t: ExecutionContext, npmExitCode = 0) {
  const folder = mkdtempSync(join(tmpdir(), 'longroom-bootstrap-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  for (const name of ['src', 'test', 'bin']) mkdirSync(join(folder, name));
  copyFileSync(join(ROOT, 'src/bootstrap.mjs'), join(folder, 'src/bootstrap.mjs'));
  writeFileSync(
    join(folder, 'test/run.ts'),
    'const words: string[] = process.argv.slice(2); console.log("ran", ...words); process.exitCode = 7;',
  );
  const npm = `#!/bin/sh
echo "npm $1"
mkdir -p node_modules/.bin && cp package-lock.json node_modules/.package-lock.json
ln -sf '${process.execPath}' node_modules/.bin/node
exit ${npmExitCode}
`;
  writeFileSync(join(folder, 'bin/npm'), npm);
  chmodSync(join(folder, 'bin/npm'), 0o755);
  const lock = (version: string) => {
    const packages = { '': { name: 'longroom' }, 'node_modules/dependency': { version } };
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
  };
  lock('1.0.0');
  const start = (...words: string[]) => {
    const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` };
    return spawnSync(process.execPath, [join(folder, 'src/bootstrap.mjs'), ...words], { env, encoding: 'utf8' });
  };
  return { lock, start };
}

test('on a fresh clone the dependencies are installed first, and later only when the lock file changed', (t) => {
  const { lock, start } = checkout(t);
  const first = start('test', 'unit');
  t.is(first.stdout, 'npm ci\nran unit\n');
  t.is(first.status, 7, 'the exit code is that of the program');
  t.is(start('test').stdout, 'ran\n');
  lock('1.0.1');
  t.is(start('test').stdout, 'npm ci\nran\n');
});

test('when installing fails nothing is run', (t) => {
  const { status, stdout, stderr } = checkout(t, 1).start('test');
  t.is(status, 1);
  t.is(stdout, 'npm ci\n');
  t.regex(stderr, /Installing the dependencies failed/);
});

test('an unknown program is one line', (t) => {
  const { status, stderr } = checkout(t).start('dance');
  t.is(status, 1);
  t.is(stderr, 'Say what to run: run, demo, test, bench.\n');
});

test('a Node that is too old to set things up is one line', (t) => {
  const pretend = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"18.19.0"})';
  const words = ['--import', pretend, join(ROOT, 'src/bootstrap.mjs'), 'test'];
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  t.is(status, 1);
  t.is(stderr, 'Longroom needs Node 20 or newer to set itself up; this is Node 18.19.0.\n');
});
