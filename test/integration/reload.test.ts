/** The running program reads groups and admins again when it is told to (SIGHUP). */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { endChild, removeFolder, startChild, temporaryFolder } from '../servers/child.ts';
import { freePort } from '../servers/ports.ts';
import { ROOT } from '../tidy/source.ts';

const lineSeconds = 30;

test('SIGHUP: groups are read again, other settings are named, a mistake changes nothing, and it goes on', async (t) => {
  const folder = await temporaryFolder('reload');
  t.teardown(() => removeFolder(folder));
  const file = join(folder, 'longroom.yaml');
  const base = [
    `xmpp: {service: 'xmpp://127.0.0.1:${await freePort()}', domain: rooms.example.org, secret: hush-hush}`,
    `store: {url: 'sqlite:${join(folder, 'rooms.sqlite')}'}`,
  ];
  const write = (...lines: readonly string[]) => writeFile(file, [...base, ...lines].join('\n'));
  await write('groups: {desk: [alice@example.org]}');
  const child = await startChild({
    command: process.execPath,
    args: [join(ROOT, 'src/main.ts'), 'run', '--config', file],
  });
  t.teardown(() => endChild(child, 'SIGKILL'));
  const line = (...parts: readonly string[]) =>
    child.line((text) => parts.every((part) => text.includes(part)), lineSeconds);
  await line('groups have changed', '"members":1');
  // Nobody listens there; that the link is tried says that the service is up.
  await line('127.0.0.1');

  await write('groups: {desk: [alice@example.org, bob@example.org]}', 'log: {level: debug}');
  child.signal('SIGHUP');
  await line('groups have changed', '"members":2');
  await line('count after a restart', 'log.level');

  await write('groups: {desk: [nobody at all]}');
  child.signal('SIGHUP');
  await line(`${file}:3:9: groups: in the group desk: member 1 is not`);
  await line('what was read before still counts');

  await write('groups: {desk: []}');
  child.signal('SIGHUP');
  await line('groups have changed', '"members":0');
  t.is(await endChild(child, 'SIGTERM'), 0);
});
