/** Settings about named groups, other domains and the directory. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type Loaded, loadConfig } from '../../src/config/load.ts';
import { problemLine } from '../../src/config/problem.ts';
import type { Config } from '../../src/config/schema.ts';

const own = { LONGROOM_XMPP_DOMAIN: 'rooms.example.org', LONGROOM_XMPP_SECRET: 'hush-hush' };

function fromFile(t: ExecutionContext, text: string): Loaded {
  const folder = mkdtempSync(join(tmpdir(), 'longroom-config-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'c.yaml'), text);
  return loadConfig({ file: join(folder, 'c.yaml'), env: own });
}

function fromVariables(env: Readonly<Record<string, string>>): Loaded {
  return loadConfig({ env: { ...own, ...env } });
}

function configOf(t: ExecutionContext, loaded: Loaded): Config {
  if (loaded.kind === 'problems') return t.fail(linesOf(loaded).join('\n')) as never;
  return loaded.config;
}

function linesOf(loaded: Loaded): string[] {
  if (loaded.kind === 'config') return [];
  return loaded.problems.map((one) => problemLine(one).replace(/^.*\/c\.yaml/, 'c.yaml'));
}

const wanted = new Map([
  ['traders', ['alice@example.org', 'bob@example.org']],
  ['Händler EU', ['partner.example']],
  ['nobody', []],
]);

test('groups stand in the file as lists, in the environment as one text, and are prepared alike', (t) => {
  const text = 'groups:\n  traders: [Alice@Example.ORG, bob@example.org]\n  Händler EU: [Partner.example]\n  nobody:\n';
  t.deepEqual(configOf(t, fromFile(t, text)).groups, wanted);
  const variable = 'traders=Alice@Example.ORG bob@example.org; Händler EU=Partner.example; nobody=';
  t.deepEqual(configOf(t, fromVariables({ LONGROOM_GROUPS: variable })).groups, wanted);
});

test('what is wrong with a group is told with the group and the member', (t) => {
  const text = 'groups:\n  traders: [alice@example.org, "a b@c"]\n  "x,y": [a@b]\n  desk: alice@example.org\n';
  t.deepEqual(linesOf(fromFile(t, text)), [
    'c.yaml:2:3: groups: in the group traders: member 2 is not an address such as alice@example.org or a domain (it is "a b@c")',
    'c.yaml:2:3: groups: "x,y" cannot be the name of a group: 1 to 256 characters, no commas',
    'c.yaml:2:3: groups: the group desk must be a list of not more than 10000 members (it is "alice@example.org")',
  ]);
  t.deepEqual(linesOf(fromVariables({ LONGROOM_GROUPS: 'desk=alice@example.org a!b@' })), [
    'LONGROOM_GROUPS: groups: in the group desk: member 2 is not an address such as alice@example.org or a domain (it is "desk=alice@example.org a!b@")',
  ]);
  for (const wrong of ['alice@example.org', 'one=a@b; two']) {
    t.regex(linesOf(fromVariables({ LONGROOM_GROUPS: wrong }))[0] ?? '', /must be names of groups, each with a list/);
  }
  t.regex(linesOf(fromFile(t, 'groups: [a, b]'))[0] ?? '', /must be names of groups/);
});

test('admins may be groups as well as people', (t) => {
  const config = configOf(t, fromVariables({ LONGROOM_ADMINS: 'Alice@example.org, group: Desk EU ' }));
  t.deepEqual(config.admins, ['alice@example.org', 'group:Desk EU']);
  t.regex(linesOf(fromVariables({ LONGROOM_ADMINS: 'group:' }))[0] ?? '', /is not an address .* or a group such as/);
});

test('other domains are let in not at all, all of them or by a list', (t) => {
  const federationOf = (text: string) => configOf(t, fromFile(t, `xmpp: {federation: ${text}}`)).xmpp.federation;
  t.is(federationOf('off'), 'off');
  t.is(federationOf('false'), 'off');
  t.is(federationOf('all'), 'all');
  t.is(federationOf("['*']"), 'all');
  t.deepEqual(federationOf('[Partner.example, other.example]'), ['partner.example', 'other.example']);
  t.deepEqual(linesOf(fromFile(t, 'xmpp: {federation: on}')), [
    'c.yaml:1:20: xmpp.federation: must be off, all, or a list of domains (it is "on")',
  ]);
});

test('the first category has a name of one line', (t) => {
  t.is(configOf(t, fromVariables({ LONGROOM_CATEGORIES_DEFAULT: ' Alle Räume ' })).categories.default, 'Alle Räume');
  t.regex(linesOf(fromFile(t, 'categories: {default: "a\\nb"}'))[0] ?? '', /must be 1 to 256 characters on one line/);
});

const directory = {
  LONGROOM_LDAP_URL: 'ldaps://ldap.example.org:1636',
  LONGROOM_LDAP_GROUPS_BASE_DN: 'ou=groups,dc=example,dc=org',
  LONGROOM_LDAP_PEOPLE_BASE_DN: 'ou=people,dc=example,dc=org',
};

test('a directory needs to know where groups and people are, and an account its password', (t) => {
  t.is(configOf(t, fromVariables(directory)).ldap.url, 'ldaps://ldap.example.org:1636');
  t.deepEqual(linesOf(fromFile(t, 'ldap:\n  url: ldap://x\n  bindDn: cn=a\n')), [
    'c.yaml:1:1: ldap.password: is required with ldap.bindDn; set it in the file or with LONGROOM_LDAP_PASSWORD or LONGROOM_LDAP_PASSWORD_FILE',
    'c.yaml:1:1: ldap.groupsBaseDn: is required with ldap.url; set it in the file or with LONGROOM_LDAP_GROUPS_BASE_DN',
    'c.yaml:1:1: ldap.peopleBaseDn: is required with ldap.url; set it in the file or with LONGROOM_LDAP_PEOPLE_BASE_DN',
  ]);
  t.regex(
    linesOf(fromVariables({ LONGROOM_LDAP_PASSWORD: 'p4ss' }))[0] ?? '',
    /ldap\.bindDn: is required with ldap\.p/,
  );
});

test('addresses become from people as the settings say, by default in the first domain of xmpp.users', (t) => {
  t.is(configOf(t, fromVariables(directory)).ldap.peopleJid, '{uid}@example.org');
  t.is(configOf(t, fromVariables({ ...directory, LONGROOM_XMPP_USERS: '*' })).ldap.peopleJid, 'mail');
});

test('each mistake about the directory says what would be right, and none shows the password', (t) => {
  const wrong = {
    URL: [['http://x', 'ldap://x/dc=example', 'ldap://u:p@x', 'ldapi:///run/x', 'x'], /must look like ldap:\/\/host/],
    GROUPS_BASE_DN: [['groups', 'ou=a,b'], /must look like ou=people/],
    GROUPS_FILTER: [['cn=a', '(cn=a', '(cn=a)(cn=b)', '(cn=a))'], /must stand in parentheses/],
    GROUPS_NAME: [['c n', '1'], /must be the name of an attribute/],
    PEOPLE_JID: [['{a}{b}@x', '{uid}@', '@x', '{u d}@x'], /must be an attribute such as mail/],
    START_TLS: [['on'], /is for ldap:\/\/ only/],
    REFRESH_SECONDS: [['9', '86401'], /must be a whole number from 10 to 86400/],
  } as const;
  for (const [name, [values, message]] of Object.entries(wrong)) {
    for (const value of values) {
      const loaded = fromVariables({ ...directory, [`LONGROOM_LDAP_${name}`]: value });
      t.is(linesOf(loaded).length, 1, `${name} ${value}`);
      t.regex(linesOf(loaded)[0] ?? '', message, `${name} ${value}`);
    }
  }
  const shown = fromVariables({ LONGROOM_LDAP_PASSWORD: 'p4ss', LONGROOM_LDAP_URL: 'x' });
  t.false(JSON.stringify(shown).includes('p4ss'));
});
