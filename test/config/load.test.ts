import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { type Loaded, loadConfig } from '../../src/config/load.ts';
import { problemLine } from '../../src/config/problem.ts';
import type { Config } from '../../src/config/schema.ts';

const GOOD = 'xmpp:\n  domain: rooms.example.org\n  secret: hush-hush\n';
const GOOD_ENVIRONMENT = { LONGROOM_XMPP_DOMAIN: 'rooms.example.org', LONGROOM_XMPP_SECRET: 'hush-hush' };

function inFolder(t: ExecutionContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'longroom-config-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

function load(t: ExecutionContext, text: string, env: Readonly<Record<string, string>> = {}): Loaded {
  return loadConfig({ file: join(inFolder(t, { 'c.yaml': text }), 'c.yaml'), env });
}

function configOf(t: ExecutionContext, loaded: Loaded): Config {
  if (loaded.kind === 'problems') t.fail(loaded.problems.map(problemLine).join('\n'));
  t.is(loaded.kind, 'config');
  return (loaded as Extract<Loaded, { kind: 'config' }>).config;
}

/** Problems as lines, without the folder. */
function linesOf(loaded: Loaded): string[] {
  return loaded.kind === 'config'
    ? []
    : loaded.problems.map((one) => problemLine(one).replace(/^.*\/c\.yaml/, 'c.yaml'));
}

const noDirectory = {
  url: undefined,
  bindDn: undefined,
  password: undefined,
  startTls: 'off',
  caFile: undefined,
  groupsBaseDn: undefined,
  groupsFilter:
    '(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup)(objectClass=group))',
  groupsName: 'cn',
  peopleBaseDn: undefined,
  peopleFilter: '(|(objectClass=person)(objectClass=posixAccount)(objectClass=user))',
  peopleJid: '{uid}@example.org',
  refreshSeconds: 900,
  nested: 'on',
} as const;

const usualRates = {
  messages: '10/s, 100 at once',
  presence: '20/s, 1000 at once',
  joins: '10/s, 600 at once',
  invites: '0.5/s, 100 at once',
  queries: '100/s, 6000 at once',
  roomMessages: '200/s, 1000 at once',
  roomPresence: '500/s, 50000 at once',
  roomJoins: '1000/s, 50000 at once',
  roomInvites: '2/s, 500 at once',
  roomQueries: '2000/s, 200000 at once',
};

test('domain and secret are all that a file must say; the rest has defaults', (t) => {
  t.deepEqual(configOf(t, load(t, GOOD)), {
    xmpp: {
      service: 'xmpp://127.0.0.1:5347',
      domain: 'rooms.example.org',
      secret: 'hush-hush',
      users: ['example.org'],
      federation: 'off',
      stanzaSizeBytesMax: 262_144,
      serverCopies: 'auto',
    },
    rooms: { largeAbove: 75, createdBy: 'everyone', retention: 'forever' },
    categories: { default: 'General' },
    store: { url: 'sqlite:longroom.sqlite', password: undefined, writeConcern: 'majority', journal: 'on' },
    control: { socket: 'longroom.sqlite.sock' },
    search: { url: undefined, key: undefined },
    admins: [],
    groups: new Map(),
    ldap: noDirectory,
    contacts: { abuse: [], admin: [], feedback: [], sales: [], security: [], status: [], support: [] },
    log: { level: 'info' },
    limits: 'on',
    rates: usualRates,
  });
});

test('everything can come from the environment, and the environment wins over the file', (t) => {
  const env = {
    LONGROOM_XMPP_SERVICE: 'xmpp://10.0.0.1:5275',
    LONGROOM_XMPP_DOMAIN: 'chat.example.net',
    LONGROOM_XMPP_SECRET: 'other',
    LONGROOM_XMPP_USERS: 'example.net, example.com',
    LONGROOM_XMPP_STANZA_SIZE_BYTES_MAX: '65536',
    LONGROOM_ROOMS_LARGE_ABOVE: '0',
    LONGROOM_XMPP_SERVER_COPIES: 'off',
    LONGROOM_STORE_URL: 'sqlite:/var/lib/longroom/rooms.sqlite',
    LONGROOM_SEARCH_URL: 'http://127.0.0.1:7700',
    LONGROOM_SEARCH_KEY: 'search-key',
    LONGROOM_ADMINS: 'alice@example.net,bob@example.net',
    LONGROOM_CONTACTS_ABUSE: 'mailto:abuse@example.net, xmpp:abuse@example.net',
    LONGROOM_LOG_LEVEL: 'debug',
    LONGROOM_LIMITS: 'off',
    LONGROOM_RATES_MESSAGES: '0.5/s, 20 at once',
  };
  const expected = {
    xmpp: {
      service: 'xmpp://10.0.0.1:5275',
      domain: 'chat.example.net',
      secret: 'other',
      users: ['example.net', 'example.com'],
      federation: 'off',
      stanzaSizeBytesMax: 65_536,
      serverCopies: 'off',
    },
    rooms: { largeAbove: 0, createdBy: 'everyone', retention: 'forever' },
    categories: { default: 'General' },
    store: {
      url: 'sqlite:/var/lib/longroom/rooms.sqlite',
      password: undefined,
      writeConcern: 'majority',
      journal: 'on',
    },
    control: { socket: '/var/lib/longroom/rooms.sqlite.sock' },
    search: { url: 'http://127.0.0.1:7700', key: 'search-key' },
    admins: ['alice@example.net', 'bob@example.net'],
    groups: new Map(),
    ldap: { ...noDirectory, peopleJid: '{uid}@example.net' },
    contacts: {
      abuse: ['mailto:abuse@example.net', 'xmpp:abuse@example.net'],
      admin: [],
      feedback: [],
      sales: [],
      security: [],
      status: [],
      support: [],
    },
    log: { level: 'debug' },
    limits: 'off',
    rates: { ...usualRates, messages: '0.5/s, 20 at once' },
  };
  t.deepEqual<unknown, unknown>(configOf(t, load(t, `${GOOD}limits: on\nlog: {level: warn}\n`, env)), expected);
});

test('a rate that is none, or lets nothing through, is a mistake', (t) => {
  for (const rate of ['10', '10/s', '0/s, 5 at once', '5/s, 0 at once', '-1/s, 5 at once', '1e3/s, 5 at once']) {
    t.deepEqual(linesOf(load(t, `${GOOD}rates: {messages: "${rate}"}\n`)), [
      `c.yaml:4:19: rates.messages: must be a rate such as 10/s, 100 at once, with both numbers above 0 (it is "${rate}")`,
    ]);
  }
});

test('a variable that is set but empty does not hide what the file says', (t) => {
  t.is(configOf(t, load(t, GOOD, { LONGROOM_XMPP_SECRET: '', LONGROOM_ADMINS: '' })).xmpp.secret, 'hush-hush');
});

test('a secret may stand in a file of its own, with one line break at the end', (t) => {
  const folder = inFolder(t, { secret: ' two words \n' });
  const env = { LONGROOM_XMPP_DOMAIN: 'rooms.example.org', LONGROOM_XMPP_SECRET_FILE: join(folder, 'secret') };
  t.is(configOf(t, loadConfig({ env })).xmpp.secret, ' two words ');
});

test('a secret that is given twice, or whose file cannot be read, is a mistake', (t) => {
  const twice = loadConfig({ env: { ...GOOD_ENVIRONMENT, LONGROOM_XMPP_SECRET_FILE: '/somewhere' } });
  t.deepEqual(linesOf(twice), [
    'LONGROOM_XMPP_SECRET_FILE: xmpp.secret: is set beside LONGROOM_XMPP_SECRET; set one of them',
  ]);
  const folder = inFolder(t, {});
  const env = { LONGROOM_XMPP_DOMAIN: 'rooms.example.org', LONGROOM_XMPP_SECRET_FILE: join(folder, 'none') };
  t.deepEqual(linesOf(loadConfig({ env })), [
    `LONGROOM_XMPP_SECRET_FILE: xmpp.secret: ${join(folder, 'none')} cannot be read (ENOENT)`,
  ]);
});

test('each mistake is told with its file, line, column and key, all of them at once, in order', (t) => {
  const text = [
    'xmpp:',
    '  service: localhost:5347',
    '  secert: abc',
    '  secret: 12345',
    '  users: [example.org, a b]',
    '  stanzaSizeBytesMax: 3',
    'logs: {level: info}',
    'log: {level: loud}',
    'limits: maybe',
    'admins: alice',
  ].join('\n');
  t.deepEqual(linesOf(load(t, text)), [
    'c.yaml:1:1: xmpp.domain: is required; set it in the file or with LONGROOM_XMPP_DOMAIN',
    'c.yaml:2:12: xmpp.service: must look like xmpp://host:5347 (it is "localhost:5347")',
    'c.yaml:3:3: xmpp.secert: unknown key, did you mean xmpp.secret?',
    'c.yaml:4:11: xmpp.secret: must be text; put it in quotes',
    'c.yaml:5:10: xmpp.users: is not a domain (it is "a b")',
    'c.yaml:6:23: xmpp.stanzaSizeBytesMax: must be a whole number from 16000 to 16777216 (it is 3)',
    'c.yaml:7:1: logs: unknown key, did you mean log?',
    'c.yaml:8:14: log.level: must be one of debug, info, warn, error, silent (it is "loud")',
    'c.yaml:9:9: limits: must be on or off (it is "maybe")',
    'c.yaml:10:9: admins: is not an address such as alice@example.org, or a group such as group:desk (it is "alice")',
  ]);
});

test('a setting without its section is told where it belongs', (t) => {
  t.deepEqual(linesOf(load(t, `${GOOD}domain: a.example\n`)), [
    'c.yaml:4:1: domain: unknown key, did you mean xmpp.domain?',
  ]);
});

test('broken YAML, a key that stands twice and a file that is none are told by their place', (t) => {
  t.regex(linesOf(load(t, 'xmpp:\n  domain: "rooms\n', GOOD_ENVIRONMENT))[0] ?? '', /^c\.yaml:\d+:\d+: /);
  t.regex(linesOf(load(t, `${GOOD}limits: on\nlimits: off\n`))[0] ?? '', /^c\.yaml:5:1: /);
  t.regex(linesOf(load(t, '- a list\n', GOOD_ENVIRONMENT))[0] ?? '', /^c\.yaml:1:1: must be /);
  t.regex(linesOf(load(t, 'xmpp: text\n', GOOD_ENVIRONMENT))[0] ?? '', /^c\.yaml:1:1: xmpp: is a section/);
  t.regex(
    linesOf(loadConfig({ file: '/nowhere/c.yaml', env: GOOD_ENVIRONMENT }))[0] ?? '',
    /cannot be read \(ENOENT\)/,
  );
});

test('an empty file and an empty section say nothing, which is no mistake', (t) => {
  t.is(load(t, '', GOOD_ENVIRONMENT).kind, 'config');
  t.is(load(t, 'search:\nadmins:\n', GOOD_ENVIRONMENT).kind, 'config');
});

test('a misspelled variable is a mistake; a variable of somebody else is not', (t) => {
  const misspelled = loadConfig({ env: { ...GOOD_ENVIRONMENT, LONGROOM_XMPP_SECERT: 'x' } });
  t.deepEqual(linesOf(misspelled), ['LONGROOM_XMPP_SECERT: unknown variable, did you mean LONGROOM_XMPP_SECRET?']);
  t.is(loadConfig({ env: { ...GOOD_ENVIRONMENT, LONGROOM_PORT_5347_TCP_ADDR: '10.0.0.1' } }).kind, 'config');
});

test('addresses are prepared as servers do it', (t) => {
  const text = `${GOOD}admins: [Alice@Example.ORG]\n`.replace('rooms.example.org', 'Rooms.BÜCHER.example');
  const config = configOf(t, load(t, text));
  t.is(config.xmpp.domain, 'rooms.bücher.example');
  t.deepEqual(config.xmpp.users, ['bücher.example']);
  t.deepEqual(config.admins, ['alice@example.org']);
});

test('who is at home here must be said when the domain has only one label', (t) => {
  t.deepEqual(linesOf(load(t, GOOD.replace('rooms.example.org', 'rooms'))), [
    'c.yaml:1:1: xmpp.users: has no default here (the domain without its first label); set it',
  ]);
  t.deepEqual(
    configOf(t, load(t, GOOD.replace('rooms.example.org', 'rooms'), { LONGROOM_XMPP_USERS: '*' })).xmpp.users,
    ['*'],
  );
});

test('on and off may be written as true and false', (t) => {
  t.is(configOf(t, load(t, `${GOOD}limits: false\n`)).limits, 'off');
  t.is(configOf(t, load(t, GOOD, { LONGROOM_LIMITS: 'true' })).limits, 'on');
});

test('a message never shows a secret, whatever is wrong with the file', (t) => {
  const broken = ['xmpp: {domain: "", secret: [s3cr3t]}', 'xmpp:\n  secret: {a: s3cr3t}', 'search: {key: [s3cr3t]}'];
  for (const text of broken) {
    const lines = linesOf(load(t, text));
    t.true(lines.length > 0);
    t.false(lines.join('\n').includes('s3cr3t'));
  }
});

test('whatever a file holds, loading answers with a configuration or with places', (t) => {
  const value = fc.jsonValue({ maxDepth: 3 });
  const section = fc.dictionary(fc.constantFrom('domain', 'secret', 'users', 'url', 'level', 'x'), value);
  const file = fc.dictionary(
    fc.constantFrom('xmpp', 'store', 'log', 'admins', 'limits', 'y'),
    fc.oneof(section, value),
  );
  const folder = inFolder(t, {});
  fc.assert(
    fc.property(file, (content) => {
      writeFileSync(join(folder, 'c.yaml'), JSON.stringify(content, null, 1));
      const loaded = loadConfig({ file: join(folder, 'c.yaml'), env: {} });
      if (loaded.kind === 'config') return loaded.config.xmpp.domain !== '';
      return loaded.problems.length > 0 && loaded.problems.every(({ where }) => /c\.yaml:\d+:\d+$/.test(where));
    }),
  );
  t.pass();
});

test('a contact address is one that people can click on', (t) => {
  const text = `${GOOD}contacts:\n  abuse: [abuse@example.org]\n  support: ['https://example.org/help']\n`;
  const loaded = load(t, text);
  t.is(loaded.kind, 'problems');
  t.regex(JSON.stringify(loaded), /"contacts\.abuse","message":"must begin with mailto:/);
  t.notRegex(JSON.stringify(loaded), /contacts\.support/);
});
