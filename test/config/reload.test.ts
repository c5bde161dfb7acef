/** Reading the configuration again while the service runs. */
import test, { type ExecutionContext } from 'ava';
import { type Loaded, loadConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/schema.ts';
import type { Log, LogFields } from '../../src/ops/log.ts';
import { reloaded } from '../../src/reload.ts';

const own = { LONGROOM_XMPP_DOMAIN: 'rooms.example.org', LONGROOM_XMPP_SECRET: 'hush-hush' };

function load(env: Readonly<Record<string, string>> = {}): Loaded {
  return loadConfig({ env: { ...own, ...env } });
}

function running(t: ExecutionContext): Config {
  const loaded = load();
  return loaded.kind === 'config' ? loaded.config : (t.fail() as never);
}

function logInto(said: [string, LogFields, string][]): Log {
  const say = (level: string) => (fields: LogFields, msg: string) => void said.push([level, fields, msg]);
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
}

test('groups and admins count at once; what else has changed is named and waits for a restart', (t) => {
  const said: [string, LogFields, string][] = [];
  const now = load({
    LONGROOM_GROUPS: 'desk=alice@example.org',
    LONGROOM_ADMINS: 'group:desk',
    LONGROOM_LOG_LEVEL: 'debug',
    LONGROOM_XMPP_SECRET: 'another-secret',
  });
  t.deepEqual(reloaded(running(t), now, logInto(said)), {
    groups: new Map([['desk', ['alice@example.org']]]),
    admins: ['group:desk'],
  });
  t.deepEqual(said.find(([level]) => level === 'warn')?.[1], { settings: ['xmpp.secret', 'log.level'] });
  t.false(JSON.stringify(said).includes('another-secret'));
});

test('nothing is said of settings that are as they were', (t) => {
  const said: [string, LogFields, string][] = [];
  t.deepEqual(reloaded(running(t), load(), logInto(said))?.admins, []);
  t.deepEqual(
    said.map(([level]) => level),
    ['info'],
  );
});

test('a configuration with a mistake changes nothing, and the mistake is named', (t) => {
  const said: [string, LogFields, string][] = [];
  t.is(
    reloaded(running(t), load({ LONGROOM_ADMINS: 'alice', LONGROOM_GROUPS: 'desk=bob@b' }), logInto(said)),
    undefined,
  );
  t.deepEqual(
    said.map(([level]) => level),
    ['error', 'error'],
  );
  t.regex(said[0]?.[2] ?? '', /^LONGROOM_ADMINS: admins: is not an address/);
});
