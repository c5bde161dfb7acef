/** The options of a room of ejabberd's as ours: configuration, lists and subject. */
import type { Settings } from '../../room/traits/index.ts';
import { entryOf } from '../entries.ts';
import type { ErlangTerm } from '../erlang-term.ts';
import type { Findings } from '../findings.ts';
import { fitting } from '../fitting.ts';
import type { ForeignEntry, ForeignRoom, ForeignSubject } from '../foreign.ts';

type Options = ReadonlyMap<string, ErlangTerm>;

/** Read here, or of no meaning for what lasts. */
const known = new Set([
  ...['title', 'description', 'allow_change_subj', 'allow_query_users', 'allow_private_messages', 'allowpm'],
  ...['public', 'public_list', 'persistent', 'moderated', 'members_by_default', 'members_only', 'allow_user_invites'],
  ...['password_protected', 'password', 'anonymous', 'logging', 'max_users', 'allow_voice_requests', 'mam', 'lang'],
  ...['voice_request_min_interval', 'presence_broadcast', 'affiliations', 'subject', 'subject_author', 'roles'],
  ...['hibernation_time', 'vcard_xupdate', 'captcha_whitelist', 'enable_hats', 'allow_subscription'],
]);

/** What has no counterpart here, and what it says where nothing is lost with it. */
const without: Readonly<Record<string, { readonly usual: string; readonly lost: string }>> = {
  allow_private_messages_from_visitors: {
    usual: 'anyone',
    lost: 'that visitors may not write to everybody privately',
  },
  allow_visitor_status: { usual: 'true', lost: 'that what visitors say of themselves is not shown' },
  allow_visitor_nickchange: { usual: 'true', lost: 'that visitors may not change their nickname' },
  captcha_protected: { usual: 'false', lost: 'that people are asked to prove that they are human' },
  vcard: { usual: '', lost: 'the picture and card of the room' },
  pubsub: { usual: '', lost: 'the node for news of the room' },
  hats_users: { usual: '', lost: 'who wears which hat' },
  hats_defs: { usual: '', lost: 'the hats of the room' },
  subscribers: { usual: '', lost: 'subscriptions to the room (MUC/Sub)' },
};

/** Undefined where they are no list of options. */
export function ejabberdRoom(
  term: ErlangTerm,
  findings: Findings,
): Pick<ForeignRoom, 'settings' | 'entries' | 'subject'> | undefined {
  const options = optionsOf(term);
  if (options === undefined) return undefined;
  for (const [key, value] of options) {
    if (known.has(key)) continue;
    const { usual, lost } = without[key] ?? { usual: undefined, lost: `the option "${key.slice(0, 40)}" of ejabberd` };
    if (wordOf(value) !== usual) findings.note(lost);
  }
  const subject = subjectOf(options);
  return {
    settings: fitting(settingsOf(options, findings), findings),
    entries: entriesOf(options.get('affiliations'), findings),
    ...(subject && { subject }),
  };
}

function optionsOf(term: ErlangTerm): Options | undefined {
  if (!isList(term)) return undefined;
  const options = new Map<string, ErlangTerm>();
  for (const option of term) {
    const [key, value] = itemsOf(option);
    const name = key === undefined ? '' : wordOf(key);
    if (name !== '' && value !== undefined) options.set(name, value);
  }
  return options;
}

function settingsOf(options: Options, findings: Findings): Partial<Settings> {
  const settings: { -readonly [Key in keyof Settings]?: Settings[Key] } = {};
  const given = <Key extends keyof Settings>(
    option: string,
    key: Key,
    value: (option: ErlangTerm) => Settings[Key],
  ): void => {
    const term = options.get(option);
    if (term !== undefined) settings[key] = value(term);
  };
  given('title', 'name', wordOf);
  given('description', 'description', wordOf);
  given('lang', 'language', wordOf);
  given('persistent', 'persistent', isOn);
  given('public', 'public', isOn);
  given('public_list', 'occupantsListed', isOn);
  given('members_only', 'membersOnly', isOn);
  given('allow_voice_requests', 'voiceRequests', isOn);
  given('voice_request_min_interval', 'voiceRequestInterval', numberOf);
  given('anonymous', 'whois', (term) => (isOn(term) ? 'moderators' : 'anyone'));
  given('allow_change_subj', 'occupantsChangeSubject', isOn);
  given('allow_user_invites', 'occupantsInvite', isOn);
  given('allow_query_users', 'occupantsQuery', isOn);
  given('max_users', 'occupantsMax', numberOf);
  given('logging', 'publicLogging', isOn);
  given('mam', 'archived', isOn);
  given('allow_private_messages', 'allowPrivateMessages', (term) => (isOn(term) ? 'anyone' : 'none'));
  given('allowpm', 'allowPrivateMessages', (term) => mayWrite(wordOf(term)));
  given('presence_broadcast', 'presenceOf', rolesOf);
  given('password_protected', 'passwordProtected', isOn);
  if (settings.passwordProtected) given('password', 'password', wordOf);
  else if (wordOf(options.get('password')) !== '') findings.note('a password that is not asked for');
  // There, who enters a moderated room has voice unless this is off; here they have none.
  given('moderated', 'moderated', (term) => isOn(term) && wordOf(options.get('members_by_default')) === 'false');
  return settings;
}

function isOn(term: ErlangTerm): boolean {
  return wordOf(term) === 'true';
}

/** A word stands for no bound. */
function numberOf(term: ErlangTerm): number {
  return typeof term === 'number' ? term : 0;
}

function mayWrite(word: string): Settings['allowPrivateMessages'] {
  return word === 'participants' || word === 'moderators' || word === 'none' ? word : 'anyone';
}

function rolesOf(term: ErlangTerm): Settings['presenceOf'] {
  const roles = isList(term) ? term.map(wordOf) : [];
  return (['moderator', 'participant', 'visitor'] as const).filter((role) => roles.includes(role));
}

/** `{{User, Server, Resource}, Affiliation}`, where the affiliation may come with a reason. */
function entriesOf(term: ErlangTerm | undefined, findings: Findings): ForeignEntry[] {
  const entries: ForeignEntry[] = [];
  for (const listed of isList(term) ? term : []) {
    const [who, what] = itemsOf(listed);
    const [user = '', server = ''] = itemsOf(who).map(wordOf);
    const [affiliation = '', reason = ''] = itemsOf(what).length > 0 ? itemsOf(what).map(wordOf) : [wordOf(what)];
    const jid = user === '' ? server : `${user}@${server}`;
    const entry = entryOf({ jid, affiliation, ...(reason !== '' && { reason }) }, findings);
    if (entry !== undefined) entries.push(entry);
  }
  return entries.sort((a, b) => (a.jid < b.jid ? -1 : 1));
}

function subjectOf(options: Options): ForeignSubject | undefined {
  const written = options.get('subject');
  const texts = isList(written) ? written.map((one) => wordOf(itemsOf(one)[2])) : [wordOf(written)];
  const text = texts.find((one) => one !== '');
  if (text === undefined) return undefined;
  const author = options.get('subject_author');
  return { text, nick: wordOf(itemsOf(author)[0] ?? author) };
}

function isList(term: ErlangTerm | undefined): term is readonly ErlangTerm[] {
  return Array.isArray(term);
}

/** Of a tuple; none of anything else. */
function itemsOf(term: ErlangTerm | undefined): readonly ErlangTerm[] {
  return typeof term === 'object' && 'kind' in term && term.kind === 'tuple' ? term.items : [];
}

/** Of an atom, a text or a number; empty for an empty list, and "…" for what is none of these. */
function wordOf(term: ErlangTerm | undefined): string {
  if (term === undefined || (isList(term) && term.length === 0)) return '';
  if (typeof term === 'number') return String(term);
  if ('kind' in term && term.kind === 'atom') return term.name;
  return 'kind' in term && term.kind === 'text' ? term.text : '…';
}
