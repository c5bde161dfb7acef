/**
 * All traits of a room, in the order in which their guards are asked. Taking one out is deleting its
 * file and its word here.
 */

import type { Refusal } from '../../wire/error.ts';
import type { EnterQuestion, Guards, NickQuestion, RoleQuestion, SpeakQuestion, WhisperQuestion } from '../guard.ts';
import type { SettingRow } from '../setting.ts';
import type { Role, Room } from '../state.ts';
import * as addin from './addin.ts';
import * as archive from './archive.ts';
import * as auditorium from './auditorium.ts';
import * as invitations from './invitations.ts';
import * as language from './language.ts';
import * as largeRooms from './large-rooms.ts';
import * as links from './links.ts';
import * as memberList from './member-list.ts';
import * as membersOnly from './members-only.ts';
import * as mentions from './mentions.ts';
import * as messageLength from './message-length.ts';
import * as moderated from './moderated.ts';
import * as name from './name.ts';
import * as nicknames from './nicknames.ts';
import * as occupantsLimit from './occupants-limit.ts';
import * as occupantsList from './occupants-list.ts';
import * as pace from './pace.ts';
import * as password from './password.ts';
import * as persistent from './persistent.ts';
import * as presenceBroadcast from './presence-broadcast.ts';
import * as privateMessages from './private-messages.ts';
import * as isPublic from './public.ts';
import * as publicLogging from './public-logging.ts';
import * as queries from './queries.ts';
import * as realJids from './real-jids.ts';
import * as registration from './registration.ts';
import * as retention from './retention.ts';
import * as slowMode from './slow-mode.ts';
import * as subject from './subject.ts';
import * as voiceRequests from './voice-requests.ts';

const traits: readonly { readonly guards?: Guards }[] = [
  membersOnly,
  password,
  occupantsLimit,
  auditorium,
  moderated,
  subject,
  privateMessages,
  nicknames,
  queries,
  slowMode,
  messageLength,
];

/** Every setting of a room, in the order of the owner's form. */
export const settingRows = {
  ...name.settings,
  ...language.settings,
  ...persistent.settings,
  ...isPublic.settings,
  ...occupantsList.settings,
  ...membersOnly.settings,
  ...moderated.settings,
  ...auditorium.settings,
  ...voiceRequests.settings,
  ...password.settings,
  ...realJids.settings,
  ...subject.settings,
  ...invitations.settings,
  ...registration.settings,
  ...privateMessages.settings,
  ...queries.settings,
  ...nicknames.settings,
  ...occupantsLimit.settings,
  ...presenceBroadcast.settings,
  ...memberList.settings,
  ...slowMode.settings,
  ...pace.settings,
  ...messageLength.settings,
  ...largeRooms.settings,
  ...mentions.settings,
  ...publicLogging.settings,
  ...archive.settings,
  ...retention.settings,
  ...links.settings,
  ...addin.settings,
};

export type SettingKey = keyof typeof settingRows;

type Value<Row> = Row extends SettingRow<infer T> ? T : never;

export type Settings = { readonly [Key in SettingKey]: Value<(typeof settingRows)[Key]> };

export type AnySettingRow =
  | SettingRow<boolean>
  | SettingRow<string>
  | SettingRow<number>
  | SettingRow<readonly string[]>;

export function settingEntries(): [SettingKey, AnySettingRow][] {
  return Object.entries(settingRows) as [SettingKey, AnySettingRow][];
}

export const defaultSettings: Settings = Object.freeze(
  Object.fromEntries(settingEntries().map(([key, row]) => [key, row.default])),
) as Settings;

/** The guards of one point, in their order; found once, as some of them are asked for every message. */
function at<Point extends keyof Guards>(point: Point): readonly NonNullable<Guards[Point]>[] {
  return traits.flatMap(({ guards }) => guards?.[point] ?? []) as NonNullable<Guards[Point]>[];
}

const guards = {
  enter: at('enter'),
  post: at('post'),
  subject: at('subject'),
  privateMessage: at('privateMessage'),
  rename: at('rename'),
  nickOnEntry: at('nickOnEntry'),
  query: at('query'),
  roleOnEntry: at('roleOnEntry'),
  settings: at('settings'),
  implied: at('implied'),
};

export function objectionToEntering(question: EnterQuestion): Refusal | undefined {
  return first(guards.enter, question);
}

export function objectionToPosting(question: SpeakQuestion): Refusal | undefined {
  return first(guards.post, question);
}

export function objectionToSubject(question: SpeakQuestion): Refusal | undefined {
  return first(guards.subject, question);
}

export function objectionToPrivateMessage(question: WhisperQuestion): Refusal | undefined {
  return first(guards.privateMessage, question);
}

export function objectionToRenaming(question: NickQuestion): Refusal | undefined {
  return first(guards.rename, question);
}

export function nickOnEntry(question: NickQuestion): string {
  return first(guards.nickOnEntry, question) ?? question.nick;
}

export function objectionToQuery(question: { readonly room: Room }): Refusal | undefined {
  return first(guards.query, question);
}

export function objectionToSettings(settings: Settings, before: Settings): Refusal | undefined {
  return first(
    guards.settings.map((guard) => (asked: Settings) => guard(asked, before)),
    settings,
  );
}

/** The settings of a form, with those that follow from them. */
export function impliedBy(form: Partial<Settings>, before: Settings): Partial<Settings> {
  return Object.assign({}, form, ...guards.implied.map((imply) => imply(form, before))) as Partial<Settings>;
}

export function lesserRoleOnEntry(question: RoleQuestion): Role | undefined {
  return first(guards.roleOnEntry, question);
}

function first<Question, Answer>(
  asked: readonly ((question: Question) => Answer | undefined)[],
  question: Question,
): Answer | undefined {
  for (const ask of asked) {
    const answer = ask(question);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
