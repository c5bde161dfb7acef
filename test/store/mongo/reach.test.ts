/** A MongoDB that does not answer: waited for, named without its password, and left at once where waiting is no use. */
import test from 'ava';
import { databaseNameOf, hostsOf, withoutPassword } from '../../../src/store/mongo/address.ts';
import { reach, untilReached } from '../../../src/store/mongo/reach.ts';
import { StoreError } from '../../../src/store/port.ts';
import { freePort } from '../../servers/ports.ts';

test('a server that does not answer is waited for, with a line that does not show the password', async (t) => {
  const url = `mongodb://longroom:s3cr3t@127.0.0.1:${await freePort()}/rooms`;
  const stopping = new AbortController();
  const lines: string[] = [];
  const said = Promise.withResolvers<void>();
  const log = {
    info: () => t.fail(),
    warn: (text: string) => {
      lines.push(text);
      said.resolve();
    },
  };
  const waiting = untilReached(url, { log, stopping: stopping.signal });
  await said.promise;
  stopping.abort();
  await t.throwsAsync(waiting, { instanceOf: StoreError, message: 'stopped while waiting for the store' });
  t.is(lines.length, 1);
  t.regex(lines[0] ?? '', /^the MongoDB at 127\.0\.0\.1:\d+ does not answer \(.*ECONNREFUSED.*; waiting for it$/);
  t.notRegex(lines.join(), /s3cr3t/);
});

test('an address that no server helps against is refused at once', async (t) => {
  const log = { info: () => t.fail(), warn: () => t.fail() };
  const message = /^store\.url cannot be used \(.*\): correct it$/;
  await t.throwsAsync(untilReached('mongodb://me:s3cr3t@127.0.0.1:1/?retry=me', { log }), { message });
  await t.throwsAsync(reach('mongodb://me:s3cr3t@127.0.0.1:1/?retry=me'), { instanceOf: StoreError, message });
});

test('what an address says is read without the password', (t) => {
  const url = 'mongodb://me:p%40ss@db1:27017,db2/rooms?replicaSet=rs0';
  t.is(hostsOf(url), 'db1:27017,db2');
  t.is(databaseNameOf(url), 'rooms');
  t.is(databaseNameOf('mongodb://db/?authSource=admin'), 'longroom');
  t.is(databaseNameOf('mongodb+srv://db'), 'longroom');
  t.is(databaseNameOf('mongodb://db?tlsCAFile=/etc/ca.pem'), 'longroom');
  t.is(withoutPassword('bad p%40ss, or p@ss\nat x', url), 'bad …, or …');
});
