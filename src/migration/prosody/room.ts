/** Configuration and lists of a room of Prosody's (0.10 and later) as ours. */
import type { Settings } from '../../room/traits/index.ts';
import { splitJid } from '../../wire/jid.ts';
import { entryOf } from '../entries.ts';
import type { Findings } from '../findings.ts';
import { fitting } from '../fitting.ts';
import type { ForeignEntry, ForeignRoom, ForeignSubject } from '../foreign.ts';
import { isMap, mapIn, type Plain } from './plain.ts';

export interface ProsodyRoom extends Pick<ForeignRoom, 'settings' | 'entries' | 'subject'> {
  /** With which it makes its ids of occupants (XEP-0421). */
  readonly salt?: string;
  /** It was destroyed, and a notice was left in its place. */
  readonly destroyed: boolean;
}

/** Of which nothing is lost here, or which say nothing that lasts. */
const known = new Set([
  ...['name', 'description', 'password', 'moderated', 'members_only', 'hidden', 'persistent', 'changesubject', 'whois'],
  ...[
    'history_length',
    'default_history_messages',
    'language',
    'allow_member_invites',
    'presence_broadcast',
    'archiving',
  ],
  ...['subject', 'subject_from', 'subject_time', 'occupant_id_salt', 'destroyed', 'reason', 'newjid', 'locked'],
]);

export function prosodyRoom(config: Plain, findings: Findings): ProsodyRoom {
  const data = mapIn(config, '_data');
  for (const key of data.keys()) if (!known.has(key)) findings.note(`the setting "${key.slice(0, 40)}" of Prosody`);
  const salt = data.get('occupant_id_salt');
  const subject = subjectOf(data);
  return {
    settings: fitting(settingsOf(data), findings),
    entries: entriesOf(config, findings),
    ...(subject && { subject }),
    ...(typeof salt === 'string' && { salt }),
    destroyed: data.get('destroyed') === true,
  };
}

function settingsOf(data: ReadonlyMap<string, Plain>): Partial<Settings> {
  const text = (key: string): string | undefined => {
    const value = data.get(key);
    return typeof value === 'string' ? value : undefined;
  };
  const isOn = (key: string): boolean => data.get(key) === true;
  const history = data.get('default_history_messages') ?? data.get('history_length');
  const archiving = data.get('archiving');
  const password = text('password') ?? '';
  const roles = data.get('presence_broadcast');
  return {
    name: text('name') ?? '',
    description: text('description') ?? '',
    language: text('language') ?? '',
    persistent: isOn('persistent'),
    public: !isOn('hidden'),
    membersOnly: isOn('members_only'),
    moderated: isOn('moderated'),
    passwordProtected: password !== '',
    password,
    whois: text('whois') === 'anyone' ? 'anyone' : 'moderators',
    occupantsChangeSubject: isOn('changesubject'),
    occupantsInvite: isOn('allow_member_invites'),
    ...(typeof history === 'number' && { historyOnEntry: history }),
    ...(typeof archiving === 'boolean' && { archived: archiving }),
    ...(isMap(roles) && {
      presenceOf: (['moderator', 'participant', 'visitor'] as const).filter((role) => roles.get(role) === true),
    }),
  };
}

function subjectOf(data: ReadonlyMap<string, Plain>): ForeignSubject | undefined {
  const [text, from, time] = [data.get('subject'), data.get('subject_from'), data.get('subject_time')];
  if (typeof text !== 'string' || text === '') return undefined;
  return {
    text,
    nick: typeof from === 'string' ? (splitJid(from).resource ?? '') : '',
    ...(typeof time === 'number' && time > 0 && { at: Math.round(time * 1_000) }),
  };
}

/** Both ways in which Prosody has kept them: beside the data, and as a list of their own. */
function entriesOf(config: Plain, findings: Findings): ForeignEntry[] {
  const details = mapIn(config, '_affiliation_data');
  const older = mapIn(config, '_affiliations');
  const listed = older.size > 0 ? older : isMap(config) ? config : new Map<string, Plain>();
  const entries: ForeignEntry[] = [];
  for (const [jid, affiliation] of listed) {
    if (jid.startsWith('_') || jid === 'jid' || typeof affiliation !== 'string') continue;
    const more = mapIn(details, jid);
    for (const key of more.keys()) {
      if (key !== 'reserved_nickname' && key !== 'reason')
        findings.note(`"${key.slice(0, 40)}" of people on the lists`);
    }
    const [nick, reason] = [more.get('reserved_nickname'), more.get('reason')];
    const entry = entryOf(
      {
        ...{ jid, affiliation },
        ...(typeof nick === 'string' && nick !== '' && { nick }),
        ...(typeof reason === 'string' && { reason }),
      },
      findings,
    );
    if (entry !== undefined) entries.push(entry);
  }
  return entries.sort((a, b) => (a.jid < b.jid ? -1 : 1));
}
