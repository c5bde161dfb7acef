/** The unit for systemd: understood by it, hardened, and not started again where that mends nothing. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { EXIT_CONFIG, EXIT_USAGE } from '../../src/command-line.ts';
import { environmentFileName, environmentName, SETTING_ROWS } from '../../src/config/schema.ts';
import { judge } from '../../src/wire/link-end.ts';
import { textOf } from '../tidy/source.ts';

const unit = textOf('extras/systemd/longroom.service');
const isThere = spawnSync('systemd-analyze', ['--version']).status === 0;
const onSystemd = isThere ? test : test.skip;
const reason = isThere ? '' : ' (systemd-analyze is not installed)';

/** Exposure as systemd reckons it, times ten; 10 is the best that a service with a network gets. */
const exposureMax = '20';

function settings(name: string): string[] {
  return [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value);
}

/** The unit with a program that is there. */
function analyze(t: ExecutionContext, ...words: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'longroom-unit-'));
  const path = join(folder, 'longroom.service');
  writeFileSync(path, unit.replace('/usr/local/bin/longroom', process.execPath));
  const { status, stdout, stderr } = spawnSync('systemd-analyze', [...words, path], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  t.is(status, 0, stdout + stderr);
  return stdout + stderr;
}

onSystemd(`systemd understands the unit and has nothing to say${reason}`, (t) => {
  t.is(analyze(t, 'verify', '--man=no'), '');
});

onSystemd(`little is exposed${reason}`, (t) => {
  t.regex(analyze(t, 'security', '--offline=true', `--threshold=${exposureMax}`, '--no-pager'), /Overall exposure/);
});

test('what a new start does not mend is not started again', (t) => {
  const prevented = settings('RestartPreventExitStatus').flatMap((codes) => codes.split(' ').map(Number));
  const ends = ['not-authorized', 'host-unknown', 'conflict'].map((condition) =>
    judge({ kind: 'stream-error', condition, text: '' }, { domain: 'rooms.example', wasUp: false }),
  );
  const ofStream = ends.map((end) => ('failure' in end ? end.failure.exitCode : undefined));
  t.deepEqual(prevented.map(String).sort(), [EXIT_USAGE, EXIT_CONFIG, ...ofStream].map(String).sort());
  t.deepEqual(settings('Restart'), ['on-failure']);
});

test('its variables are settings, and its secrets come as credentials', (t) => {
  const known = new Set(SETTING_ROWS.flatMap(([key]) => [environmentName(key), environmentFileName(key)]));
  const credentials = settings('LoadCredential').map((one) => one.split(':')[0]);
  for (const [name = '', value = ''] of settings('Environment').map((one) => one.split('='))) {
    t.true(['NODE_ENV', 'LONGROOM_CONFIG'].includes(name) || known.has(name), name);
    if (name.endsWith('_FILE')) t.true(credentials.includes(value.replace('%d/', '')), value);
  }
});
