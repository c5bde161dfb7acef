import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { INSTALL_SCRIPT } from '../../src/demo/packages.ts';

/** A machine of files: its policy lies in a folder, and its package tools only write down what they are asked. */
function machine(t: ExecutionContext, aptExitCode: number) {
  const folder = mkdtempSync(join(tmpdir(), 'longroom-install-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const policy = join(folder, 'policy-rc.d');
  const noted = join(folder, 'noted');
  writeFileSync(noted, '');
  mkdirSync(join(folder, 'bin'));
  const program = (name: string, text: string) => {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, 'bin', name), 0o755);
  };
  const note = (words: string) => `echo "${words}" >> ${noted}`;
  program('apt-get', `${note('apt-get $*')}; sh ${policy} prosody start; ${note('policy $?')}; exit ${aptExitCode}`);
  program('dpkg-query', `echo base; grep -q apt-get ${noted} && echo prosody; true`);
  program('dpkg', 'printf "%s\\n" /lib/systemd/system/longroom-fake.service /etc/init.d/longroom-fake /usr/bin/x');
  program('deb-systemd-helper', note('deb-systemd-helper $*'));
  program('update-rc.d', note('update-rc.d $*'));
  const install = () => {
    const script = INSTALL_SCRIPT.replace('/usr/sbin/policy-rc.d', policy);
    const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` };
    return spawnSync('sh', ['-c', script, 'install', 'prosody'], { env, encoding: 'utf8' }).status;
  };
  return { policy, install, noted: () => readFileSync(noted, 'utf8').trim().split('\n') };
}

test('while a server is installed nothing may start, and afterwards no policy is left', (t) => {
  const { policy, install, noted } = machine(t, 0);
  t.is(install(), 0);
  t.true(noted().includes('policy 101'));
  t.false(existsSync(policy));
});

test('a policy of the machine itself is back after the installation, also when it failed', (t) => {
  for (const aptExitCode of [0, 100]) {
    const { policy, install, noted } = machine(t, aptExitCode);
    writeFileSync(policy, '#!/bin/sh\nexit 104\n');
    t.is(install(), aptExitCode);
    t.true(noted().includes('policy 101'));
    t.is(readFileSync(policy, 'utf8'), '#!/bin/sh\nexit 104\n');
  }
});

test('a policy that an earlier run could not put back is put back', (t) => {
  const { policy, install } = machine(t, 0);
  writeFileSync(policy, '#!/bin/sh\n# longroom: temporary\nexit 101\n');
  writeFileSync(`${policy}.longroom-saved`, '#!/bin/sh\nexit 104\n');
  t.is(install(), 0);
  t.is(readFileSync(policy, 'utf8'), '#!/bin/sh\nexit 104\n');
  t.false(existsSync(`${policy}.longroom-saved`));
});

test('what the new packages enable for the next boot is taken back', (t) => {
  const { install, noted } = machine(t, 0);
  t.is(install(), 0);
  t.true(noted().includes('deb-systemd-helper disable longroom-fake.service'));
  t.true(noted().includes('update-rc.d longroom-fake disable'));
});

test('lists of packages are fetched only when installing without them failed', (t) => {
  const good = machine(t, 0);
  good.install();
  t.false(good.noted().some((line) => line.startsWith('apt-get update')));
  const bad = machine(t, 100);
  bad.install();
  t.true(bad.noted().some((line) => line.startsWith('apt-get update')));
});
