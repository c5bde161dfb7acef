/**
 * Every setting, declared once. The YAML file, the environment names, `longroom config check`, the
 * annotated example and docs/configuration.md all come from this table. To add a setting, add a row.
 */
import { LOG_LEVELS } from '../ops/log.ts';
import { defaultRates, type LimitKind } from '../service/rates.ts';
import {
  bareJids,
  componentAddress,
  contactAddresses,
  domain,
  domains,
  type Kind,
  oneOf,
  onOff,
  rate,
  secret,
  socketPath,
  storeAddress,
  webAddress,
  wholeNumber,
} from './value.ts';

interface Described<T> {
  readonly kind: Kind<T>;
  /** For the person who runs the service: what it is for, and its unit. Whole sentences. */
  readonly help: string;
  /** A plausible value for the annotated example. */
  readonly example?: string;
  /** Never shown, and may come from a file (`..._FILE`). */
  readonly secret?: true;
}

type Fallback<T> =
  | { readonly presence: 'required' }
  | { readonly presence: 'optional' }
  | { readonly presence: 'default'; readonly value: T }
  /** Computed from other settings; `words` describe how. `undefined` when it cannot be. */
  | { readonly presence: 'derived'; readonly words: string; readonly derive: (from: Given) => T | undefined };

/** Values that are already known when a derived default is computed. */
export type Given = ReadonlyMap<string, unknown>;

export type Setting<T = unknown> = Described<T> & { readonly fallback: Fallback<T> };

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
  'store.url': withDefault('sqlite:longroom.sqlite', {
    kind: storeAddress,
    help: 'Where everything is kept. A relative path starts at the working directory.',
  }),
  'control.socket': derived({
    kind: socketPath,
    help: 'The socket at which the running service takes the commands of the command line, such as "longroom block list". Whoever may open it may do everything: only the user that the service runs as may. A relative path starts at the working directory. With off there is none.',
    words: 'the file of store.url, with .sock behind its name',
    derive: (from) => {
      const store = from.get('store.url');
      return `${typeof store === 'string' ? store.slice('sqlite:'.length) : 'longroom'}.sock`;
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
    kind: bareJids,
    help: 'Who administers the service.',
    example: '[alice@example.org]',
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
    ? S extends { readonly fallback: { readonly presence: 'optional' } }
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

function required<T>(described: Described<T>) {
  return { ...described, fallback: { presence: 'required' } as const };
}

function optional<T>(described: Described<T>) {
  return { ...described, fallback: { presence: 'optional' } as const };
}

function withDefault<T>(value: NoInfer<T>, described: Described<T>) {
  return { ...described, fallback: { presence: 'default', value } as const };
}

function contacts(purpose: string) {
  return withDefault<readonly string[]>([], {
    kind: contactAddresses,
    help: `Where to ${purpose}. Shown to everybody who asks what the service is.`,
    example: '[mailto:xmpp@example.org]',
  });
}

function derived<T>(
  row: Described<T> & { readonly words: string; readonly derive: (from: Given) => NoInfer<T> | undefined },
) {
  const { words, derive, ...described } = row;
  return { ...described, fallback: { presence: 'derived', words, derive } as const };
}
