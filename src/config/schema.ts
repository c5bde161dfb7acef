/**
 * Every setting, declared once. The YAML file, the environment names, `longroom config check`, the
 * annotated example and docs/configuration.md all come from this table. To add a setting, add a row.
 */
import { LOG_LEVELS } from '../ops/log.ts';
import { defaultRates, type LimitKind } from '../service/rates.ts';
import {
  addressPattern,
  administrators,
  attributeName,
  categoryName,
  directoryAddress,
  directoryFilter,
  distinguishedName,
  federation,
  fileName,
  groups,
} from './group-values.ts';
import { type Described, derived, optional, required, requiredWith, type Setting, withDefault } from './setting.ts';
import { passwordConflict } from './store-address.ts';
import {
  componentAddress,
  contactAddresses,
  daysOrForever,
  domain,
  domains,
  oneOf,
  onOff,
  rate,
  secret,
  socketPath,
  storeAddress,
  webAddress,
  wholeNumber,
  writeConcern,
} from './value.ts';

const STANZA_BYTES = { min: 16_000, max: 16_777_216 };

export const SETTINGS = {
  'xmpp.service': withDefault('xmpp://127.0.0.1:5347', {
    kind: componentAddress,
    help: 'Where the XMPP server accepts components (XEP-0114).',
  }),
  'xmpp.domain': required({
    kind: domain,
    help: 'The address of this service: the component domain that the XMPP server is configured with.',
    example: 'rooms.example.org',
  }),
  'xmpp.secret': required({
    kind: secret,
    help: 'The secret that the XMPP server expects from this component.',
    example: 'change-me',
    secret: true,
  }),
  'xmpp.users': derived({
    kind: domains,
    help: 'Who is at home here: people of these domains may use the service.',
    example: '[example.org]',
    words: 'the domain without its first label',
    derive: (from) => {
      const labels = String(from.get('xmpp.domain') ?? '').split('.');
      return labels.length > 1 ? [labels.slice(1).join('.')] : undefined;
    },
  }),
  'xmpp.federation': withDefault<'off' | 'all' | readonly string[]>('off', {
    kind: federation,
    help: 'Which other domains than those of xmpp.users may use the service as well: none, all, or those listed.',
    example: '[partner.example]',
  }),
  'xmpp.stanzaSizeBytesMax': withDefault(262_144, {
    kind: wholeNumber(STANZA_BYTES),
    help: 'The largest stanza, in bytes, that is accepted or sent. Not more than the XMPP server lets through.',
  }),
  'xmpp.serverCopies': withDefault('auto', {
    kind: oneOf(['auto', 'off']),
    help: 'Whether the XMPP server makes the copies of a message (XEP-0033). With auto it does where it can and keeps their order.',
  }),
  'rooms.largeAbove': withDefault(75, {
    kind: wholeNumber({ min: 0, max: 500 }),
    help: 'With more sessions than this in a room, only its moderators are shown to everybody there; when a fifth fewer are left, all are again. 0 is never. Owners may set another number for their room.',
  }),
  'rooms.createdBy': withDefault('everyone', {
    kind: oneOf(['everyone', 'admins']),
    help: 'Who may make new rooms, by entering one that is not there: everyone who may use the service, or its admins only.',
  }),
  'rooms.retention': withDefault<number | 'forever'>('forever', {
    kind: daysOrForever,
    help: 'For how many days rooms keep what is said, where their category does not say. What is older is deleted. A legal hold keeps it all the same.',
    example: '365',
  }),
  'categories.default': withDefault('General', {
    kind: categoryName,
    help: 'The name of the category that is there at the first start, for the people of xmpp.users. Rooms made by entering them belong to it.',
  }),
  'store.url': withDefault('sqlite:longroom.sqlite', {
    kind: storeAddress,
    help: 'Where everything is kept: in one file, or in a MongoDB (docs/store.md says which of the two is for whom). A relative path starts at the working directory.',
    secret: true,
  }),
  'store.password': optional({
    kind: secret,
    help: 'The password of the user that store.url names, where it does not stand there. Of MongoDB only.',
    example: 'change-me',
    secret: true,
    conflict: (_, from) => passwordConflict(String(from.get('store.url'))),
  }),
  'store.writeConcern': withDefault<'majority' | number>('majority', {
    kind: writeConcern,
    help: 'How many servers of a MongoDB have a write before it counts as written. With fewer than the majority, what was answered may be lost when another server takes the lead.',
  }),
  'store.journal': withDefault<'on' | 'off'>('on', {
    kind: onOff,
    help: 'Whether a MongoDB has a write in its journal, on disk, before it counts as written. With off, what was answered may be lost in a power cut.',
  }),
  'control.socket': derived({
    kind: socketPath,
    help: 'The socket at which the running service takes the commands of the command line, such as "longroom block list". Whoever may open it may do everything: only the user that the service runs as may. A relative path starts at the working directory. With off there is none.',
    words: 'the file of store.url, with .sock behind its name; longroom.sock where that is no file',
    derive: (from) => {
      const store = String(from.get('store.url'));
      return `${store.startsWith('sqlite:') ? store.slice('sqlite:'.length) : 'longroom'}.sock`;
    },
  }),
  'search.url': optional({
    kind: webAddress,
    help: 'The search server. Reserved: accepted, but not used by this version.',
    example: 'http://127.0.0.1:7700',
  }),
  'search.key': optional({
    kind: secret,
    help: 'The key for the search server. Reserved: accepted, but not used by this version.',
    example: 'change-me',
    secret: true,
  }),
  admins: withDefault<readonly string[]>([], {
    kind: administrators,
    help: 'Who administers the service: people, and groups of any origin. Read again on SIGHUP.',
    example: '[alice@example.org, "group:desk"]',
  }),
  groups: withDefault<ReadonlyMap<string, readonly string[]>>(new Map(), {
    kind: groups,
    help: 'Named groups of people and of whole domains, for access to categories and rooms and for admins. docs/groups.md has more. Read again on SIGHUP.',
    example: '{traders: [alice@example.org, bob@example.org], analysts: [example.net]}',
  }),
  'ldap.url': optional({
    kind: directoryAddress,
    help: 'The directory (LDAP) from which more groups are read; docs/groups.md has examples for OpenLDAP and Active Directory. Without it there are none.',
    example: 'ldaps://ldap.example.org',
  }),
  'ldap.bindDn': requiredWith('ldap.password', {
    kind: distinguishedName,
    help: 'The account that reads the directory. Without one, only what everybody may read is read.',
    example: 'cn=longroom,ou=services,dc=example,dc=org',
  }),
  'ldap.password': requiredWith('ldap.bindDn', {
    kind: secret,
    help: 'The password of that account.',
    example: 'change-me',
    secret: true,
  }),
  'ldap.startTls': withDefault<'on' | 'off'>('off', {
    kind: onOff,
    help: 'Whether TLS is started on an ldap:// connection. Without TLS the password can be read on its way.',
    conflict: (value, from) =>
      value === 'on' && !/^(ldap:|undefined)/i.test(String(from.get('ldap.url')))
        ? 'is for ldap:// only; ldaps:// has TLS from the start; leave it out'
        : undefined,
  }),
  'ldap.caFile': optional({
    kind: fileName,
    help: 'The certificate (PEM) of the authority that signed the one of the directory. Without it, those count that the system trusts.',
    example: '/etc/longroom/ldap-ca.pem',
  }),
  'ldap.groupsBaseDn': requiredWith('ldap.url', {
    kind: distinguishedName,
    help: 'Where groups are looked for: this entry and all below it.',
    example: 'ou=groups,dc=example,dc=org',
  }),
  'ldap.groupsFilter': withDefault(
    '(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup)(objectClass=group))',
    { kind: directoryFilter, help: 'Which entries there are groups.' },
  ),
  'ldap.groupsName': withDefault('cn', {
    kind: attributeName,
    help: 'The attribute with the name of a group. A group whose name has a comma is left out.',
  }),
  'ldap.peopleBaseDn': requiredWith('ldap.url', {
    kind: distinguishedName,
    help: 'Where people are looked for: this entry and all below it. Members of groups who are elsewhere are left out.',
    example: 'ou=people,dc=example,dc=org',
  }),
  'ldap.peopleFilter': withDefault('(|(objectClass=person)(objectClass=posixAccount)(objectClass=user))', {
    kind: directoryFilter,
    help: 'Which entries there are people.',
  }),
  'ldap.peopleJid': derived({
    kind: addressPattern,
    help: 'How the XMPP address of a person comes about: from an attribute that has all of it, or from one that has the part before the @.',
    example: "'{uid}@example.org'",
    words: '{uid}@ and the first of xmpp.users; mail where that is not a domain',
    derive: (from) => {
      const [first = '*'] = (from.get('xmpp.users') as readonly string[] | undefined) ?? [];
      return first === '*' ? 'mail' : `{uid}@${first}`;
    },
  }),
  'ldap.refreshSeconds': withDefault(900, {
    kind: wholeNumber({ min: 10, max: 86_400 }),
    help: 'How long after one reading of the directory the next begins, in seconds.',
  }),
  'ldap.nested': withDefault<'on' | 'off'>('on', {
    kind: onOff,
    help: 'Whether members of a group within a group are members of the outer one too.',
  }),
  'contacts.abuse': contacts('report abuse'),
  'contacts.admin': contacts('reach those who run the service'),
  'contacts.feedback': contacts('say what one thinks of the service'),
  'contacts.sales': contacts('ask about buying'),
  'contacts.security': contacts('report a weakness'),
  'contacts.status': contacts('see whether the service works'),
  'contacts.support': contacts('get help'),
  'log.level': withDefault('info', {
    kind: oneOf(LOG_LEVELS),
    help: 'The least important lines that are still logged.',
  }),
  limits: withDefault('on', {
    kind: onOff,
    help: 'Whether limits on rates are applied; off is for load tests. The limits are in the section rates: so many a second in the long run, and so many at once after a pause.',
  }),
  'rates.messages': personRate('messages', 'Messages one person may send, to rooms and to people in them.'),
  'rates.presence': personRate(
    'presence',
    'Changes of presence and nickname one person may send, to all rooms together.',
  ),
  'rates.joins': personRate('joins', 'Rooms one person may enter.'),
  'rates.invites': personRate('invites', 'People one person may invite.'),
  'rates.queries': personRate('queries', 'Queries one person may send: lists, settings, pages of history.'),
  'rates.roomMessages': roomRate(
    'messages',
    'Messages all together may send to one room. With 500 people in it a message counts for two, with 1,000 for three.',
  ),
  'rates.roomPresence': roomRate('presence', 'Changes of presence and nickname in one room, of all together.'),
  'rates.roomJoins': roomRate('joins', 'People who may enter one room, all together.'),
  'rates.roomInvites': roomRate('invites', 'People who may be invited to one room, by all together.'),
  'rates.roomQueries': roomRate('queries', 'Queries to one room, of all together.'),
};

export type SettingKey = keyof typeof SETTINGS;

type ValueOf<S> =
  S extends Described<infer T>
    ? S extends { readonly fallback: { readonly presence: 'optional' | 'with' } }
      ? T | undefined
      : T
    : never;
type Flat = { readonly [K in SettingKey]: ValueOf<(typeof SETTINGS)[K]> };
type Head<K extends string> = K extends `${infer Section}.${string}` ? Section : K;

/** All settings with their values, checked and complete. Sections are objects: `config.xmpp.domain`. */
export type Config = {
  readonly [S in Head<SettingKey>]: S extends keyof Flat
    ? Flat[S]
    : { readonly [K in keyof Flat as K extends `${S}.${infer Leaf}` ? Leaf : never]: Flat[K] };
};

/** The table as a list, in the order in which it is shown to people. */
export const SETTING_ROWS: readonly (readonly [key: string, setting: Setting])[] = Object.entries(SETTINGS);

/** `xmpp.stanzaSizeBytesMax` is `LONGROOM_XMPP_STANZA_SIZE_BYTES_MAX`. */
export function environmentName(key: string): string {
  const words = key.replaceAll('.', '_').replaceAll(/[A-Z]/g, (letter) => `_${letter}`);
  return `LONGROOM_${words.toUpperCase()}`;
}

/** The file from which a secret is read when its own variable is not set. */
export function environmentFileName(key: string): string {
  return `${environmentName(key)}_FILE`;
}

function personRate(kind: LimitKind, help: string) {
  return withDefault<string>(defaultRates[kind].person, { kind: rate, help });
}

function roomRate(kind: LimitKind, help: string) {
  return withDefault<string>(defaultRates[kind].room, { kind: rate, help });
}

function contacts(purpose: string) {
  return withDefault<readonly string[]>([], {
    kind: contactAddresses,
    help: `Where to ${purpose}. Shown to everybody who asks what the service is.`,
    example: '[mailto:xmpp@example.org]',
  });
}
