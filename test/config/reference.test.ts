import { join } from 'node:path';
import test from 'ava';
import { parseDocument } from 'yaml';
import { loadConfig } from '../../src/config/load.ts';
import { exampleFile, referencePage } from '../../src/config/reference.ts';
import { environmentName, SETTING_ROWS } from '../../src/config/schema.ts';
import { ROOT, textOf } from '../tidy/source.ts';

const HINT = 'run `npm run docs`';

test('the example and the page of settings are what the table says', (t) => {
  t.is(textOf('config/longroom.example.yaml'), exampleFile(), HINT);
  t.is(textOf('docs/configuration.md'), referencePage(), HINT);
});

test('the example can be used as it is', (t) => {
  t.is(loadConfig({ file: join(ROOT, 'config/longroom.example.yaml'), env: {} }).kind, 'config');
});

test('every line of the example is a good one once its comment sign is taken away', (t) => {
  const live = exampleFile().replaceAll(/^(\s*)#(?=\S)/gm, '$1');
  t.deepEqual(parseDocument(live).errors, []);
  for (const [key] of SETTING_ROWS) t.true(live.includes(`${key.split('.').at(-1)}: `), key);
});

test('every setting has a sentence of help, and a variable of its own', (t) => {
  const names = SETTING_ROWS.map(([key]) => environmentName(key));
  t.is(new Set(names).size, SETTING_ROWS.length);
  for (const [key, { help }] of SETTING_ROWS) t.regex(help, /^[A-Z].*\.$/s, key);
});

test('the variables that others rely on keep their names', (t) => {
  t.deepEqual(SETTING_ROWS.map(([key]) => environmentName(key)).toSorted(), [
    'LONGROOM_ADMINS',
    'LONGROOM_CATEGORIES_DEFAULT',
    'LONGROOM_CONTACTS_ABUSE',
    'LONGROOM_CONTACTS_ADMIN',
    'LONGROOM_CONTACTS_FEEDBACK',
    'LONGROOM_CONTACTS_SALES',
    'LONGROOM_CONTACTS_SECURITY',
    'LONGROOM_CONTACTS_STATUS',
    'LONGROOM_CONTACTS_SUPPORT',
    'LONGROOM_CONTROL_SOCKET',
    'LONGROOM_GROUPS',
    'LONGROOM_LDAP_BIND_DN',
    'LONGROOM_LDAP_CA_FILE',
    'LONGROOM_LDAP_GROUPS_BASE_DN',
    'LONGROOM_LDAP_GROUPS_FILTER',
    'LONGROOM_LDAP_GROUPS_NAME',
    'LONGROOM_LDAP_NESTED',
    'LONGROOM_LDAP_PASSWORD',
    'LONGROOM_LDAP_PEOPLE_BASE_DN',
    'LONGROOM_LDAP_PEOPLE_FILTER',
    'LONGROOM_LDAP_PEOPLE_JID',
    'LONGROOM_LDAP_REFRESH_SECONDS',
    'LONGROOM_LDAP_START_TLS',
    'LONGROOM_LDAP_URL',
    'LONGROOM_LIMITS',
    'LONGROOM_LOG_LEVEL',
    'LONGROOM_RATES_INVITES',
    'LONGROOM_RATES_JOINS',
    'LONGROOM_RATES_MESSAGES',
    'LONGROOM_RATES_PRESENCE',
    'LONGROOM_RATES_QUERIES',
    'LONGROOM_RATES_ROOM_INVITES',
    'LONGROOM_RATES_ROOM_JOINS',
    'LONGROOM_RATES_ROOM_MESSAGES',
    'LONGROOM_RATES_ROOM_PRESENCE',
    'LONGROOM_RATES_ROOM_QUERIES',
    'LONGROOM_ROOMS_CREATED_BY',
    'LONGROOM_ROOMS_LARGE_ABOVE',
    'LONGROOM_ROOMS_RETENTION',
    'LONGROOM_SEARCH_KEY',
    'LONGROOM_SEARCH_URL',
    'LONGROOM_STORE_JOURNAL',
    'LONGROOM_STORE_PASSWORD',
    'LONGROOM_STORE_URL',
    'LONGROOM_STORE_WRITE_CONCERN',
    'LONGROOM_XMPP_DOMAIN',
    'LONGROOM_XMPP_FEDERATION',
    'LONGROOM_XMPP_SECRET',
    'LONGROOM_XMPP_SERVER_COPIES',
    'LONGROOM_XMPP_SERVICE',
    'LONGROOM_XMPP_STANZA_SIZE_BYTES_MAX',
    'LONGROOM_XMPP_USERS',
  ]);
});
