import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { ROOT, textOf } from '../tidy/source.ts';

const folder = mkdtempSync(join(tmpdir(), 'longroom-dist-'));
const longroom = join(folder, 'dist/longroom.js');

test.before('the package is built as it is published', (t) => {
  t.timeout(120_000);
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const build = ['-p', join(ROOT, 'tsconfig.build.json'), '--outDir', join(folder, 'dist')];
  const { status, stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), build, { encoding: 'utf8' });
  t.is(status, 0, stdout);
});

test.after.always('the folder is taken away', () => rmSync(folder, { recursive: true }));

test('the installed command runs from JavaScript alone', (t) => {
  const { status, stdout } = spawnSync(process.execPath, [longroom, '--version'], { encoding: 'utf8' });
  t.is(status, 0);
  t.is(stdout.trim(), JSON.parse(textOf('package.json')).version);
});

test('the installed service opens its store before it needs a network', (t) => {
  const env = {
    ...process.env,
    LONGROOM_XMPP_DOMAIN: 'rooms.example.org',
    LONGROOM_XMPP_SECRET: 'hush-hush',
    LONGROOM_STORE_URL: `sqlite:${join(folder, 'missing', 'rooms.sqlite')}`,
  };
  const { status, stderr } = spawnSync(process.execPath, [longroom, 'run'], { cwd: folder, env, encoding: 'utf8' });
  t.is(status, 1);
  t.regex(stderr, /^\{.*"msg":"the folder [^"]*missing does not exist[^"]*"\}\n$/);
});

test('on a Node that is too old the installed command is one line', (t) => {
  const pretend = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"22.1.0"})';
  const { status, stderr } = spawnSync(process.execPath, ['--import', pretend, longroom, 'run'], { encoding: 'utf8' });
  t.is(status, 1);
  t.is(stderr, 'longroom needs Node 24 or newer; this is Node 22.1.0.\n');
});
