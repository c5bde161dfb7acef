import { privacyOf } from '../../room/privacy.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { roomCommand, type Values } from '../command.ts';
import { optional } from '../fields.ts';
import { goneText } from '../retention.ts';
import { askRoom, infoOf, settingsOf } from './asked.ts';
import {
  clearableAddin,
  clearableDescription,
  invitations,
  name,
  privacy,
  retention,
  roomCommands,
  type,
} from './fields.ts';

const fields = {
  name: optional(name),
  description: clearableDescription,
  type: optional(type),
  privacy: optional(privacy),
  invitations: optional(invitations),
  addin: clearableAddin,
  retention: optional(retention),
};

type Given = Values<typeof fields>;

export const setRoom = roomCommand({
  node: `${roomCommands}:set`,
  words: 'room set',
  changes: true,
  title: 'Change the room',
  instructions:
    'What is left as it is does not change. Who may not be in the room any more leaves it at once; its address stays whatever it is called.',
  mayRun: 'configure the room',
  fields,
  inExample: 'description',
  presets,
  async confirm({ retention: days }, asking) {
    if (days === undefined) return undefined;
    const rights = await askRoom(asking, { kind: 'ask-rights', actions: ['limit the history'] });
    // Whoever may not is told so, and not what there is.
    if (isRefusal(rights) || rights.kind !== 'rights' || rights.allowed.length === 0) return undefined;
    const kept = await asking.retention.countInRoom({ room: asking.at, days });
    if (isRefusal(kept)) return kept;
    const gone = goneText(kept);
    return gone && `${gone} Shall the room be changed?`;
  },
  async run(values, asking) {
    const settings = settingsOf(values);
    if (Object.keys(settings).length === 0) return { note: 'Nothing was to be changed.' };
    const before = await infoOf(asking);
    if (isRefusal(before)) return before;
    const answer = await askRoom(asking, { kind: 'configure', settings });
    if (isRefusal(answer)) return answer;
    return {
      note: `The room is changed.${consequences(values, before.settings.auditorium)}${addinText(values, asking)}`,
    };
  },
});

async function presets(_: Partial<Given>, asking: Asking): Promise<Partial<Given> | Refusal> {
  const info = await infoOf(asking);
  if (isRefusal(info)) return info;
  const { settings } = info;
  const now = privacyOf(settings);
  return {
    name: settings.name === '' ? undefined : settings.name,
    description: settings.description === '' ? undefined : settings.description,
    type: settings.auditorium ? 'auditorium' : 'normal',
    // A room that is not listed and open has no word among these, and stays so unless one is chosen.
    privacy: now === 'unlisted' ? undefined : now,
    invitations: settings.invitations === 'inherit',
    addin: settings.addin === '' ? undefined : settings.addin,
    retention: settings.retentionDays,
  };
}

function consequences({ type: kind }: Given, wasAuditorium: boolean): string {
  if (kind === 'normal' && wasAuditorium) return ' It has no presenters any more: all who are in it may write.';
  return kind === 'auditorium' && !wasAuditorium
    ? ' Only presenters write from now on: name some with "room presenters".'
    : '';
}

function addinText({ addin }: Given, { addins }: Asking): string {
  const found = addin === undefined || addin === null ? undefined : addins.find(addin);
  return found === undefined ? '' : ` Its add-in is ${found.name}: ${found.url}`;
}
