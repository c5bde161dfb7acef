/** The owner's form and what disco#info says of a room, both from the rows of the settings. */
import { createHash } from 'node:crypto';
import { keptText } from '../kept-days.ts';
import type { RoomInfo } from '../room/answer.ts';
import type { ManagerLists } from '../room/manager-lists.ts';
import { privacyOf } from '../room/privacy.ts';
import type { SettingValue } from '../room/setting.ts';
import { type AnySettingRow, type SettingKey, type Settings, settingEntries } from '../room/traits/index.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { booleanField, choicesField, type Form, integerField, listField, textField } from '../wire/form.ts';
import { buildForm, type FormField } from '../wire/form-build.ts';
import { NS } from '../wire/namespaces.ts';
import { formatDateTime } from '../wire/xep/xep0082.ts';
import type { Element } from '../wire/xml.ts';
import { managerFields } from './manager-fields.ts';

const textCharactersMax = 1_000;

/** The form with the room's settings as they are (XEP-0045 §10.2). */
export function buildConfigForm(
  settings: Settings,
  managers: ManagerLists<string>,
  more: readonly FormField[] = [],
): Element {
  return buildForm({
    type: 'form',
    formType: NS.mucRoomConfig,
    title: 'Settings of the room',
    instructions: 'Change what you like and send the form.',
    fields: [...settingEntries().map(([key, row]) => fieldOf(row, settings[key])), ...managerFields(managers), ...more],
  });
}

function fieldOf(row: AnySettingRow, value: SettingValue): FormField {
  const { field: name, label, range } = row;
  if (typeof value === 'object') {
    return { kind: 'list-multi', name, label, values: value, options: optionsOf(row) };
  }
  if (row.type === 'boolean') return { kind: 'boolean', name, label, value: value === true };
  const shown = value === row.unlimited?.value ? row.unlimited.word : String(value);
  if (row.type === 'list-single') {
    const options = optionsOf(row);
    if (!options.some((option) => option.value === shown)) options.push({ value: shown, label: shown });
    return { kind: 'list-single', name, label, value: shown, options };
  }
  if (row.type === 'text-private') return { kind: 'text-private', name, label, value: shown };
  return { kind: 'text-single', name, label, value: shown, ...(range && { validation: range }) };
}

function optionsOf({ options = [] }: AnySettingRow): { readonly value: string; readonly label: string }[] {
  return options.map(([value, label]) => ({ value, label }));
}

/**
 * The settings in a submitted form. Fields that are not there stay as they are; fields nobody here knows are passed
 * over, since clients send those of other services; a bad value refuses the form whole.
 */
export function readConfigForm(form: Form): Partial<Settings> | Refusal {
  const settings: Partial<Record<SettingKey, SettingValue>> = {};
  for (const [key, row] of settingEntries()) {
    for (const name of [row.field, ...(row.aliases ?? [])]) {
      const value = readField(form, name, row);
      if (isRefusal(value)) return value;
      if (value !== undefined) settings[key] = value;
    }
  }
  return settings as Partial<Settings>;
}

function readField(form: Form, name: string, row: AnySettingRow): SettingValue | Refusal | undefined {
  const { range, unlimited, options = [], charactersMax = textCharactersMax } = row;
  const values = options.map(([value]) => value);
  if (row.type === 'boolean') return booleanField(form, name);
  if (row.type === 'list-multi') return choicesField(form, name, values);
  if (range !== undefined) {
    const given = form.fields.get(name);
    if (unlimited !== undefined && given?.length === 1 && given[0]?.trim() === unlimited.word) return unlimited.value;
    return integerField(form, name, range);
  }
  return row.options === undefined ? textField(form, name, { charactersMax }) : listField(form, name, values);
}

/** Features that follow from the settings, such as `muc_public`. */
export function settingFeatures(settings: Settings): string[] {
  const features: string[] = [];
  for (const [key, row] of settingEntries()) {
    const feature = (row.feature as ((value: SettingValue) => string | undefined) | undefined)?.(settings[key]);
    if (feature !== undefined) features.push(feature);
  }
  return features;
}

/** Says that what a client sees of who is there is not all; absent where it is. */
const largeField: FormField = {
  kind: 'boolean',
  name: 'longroom#roominfo_largeroom',
  label: 'Only moderators are shown; ask for the list to see who is in the room',
  value: true,
};

/** Another one whenever the list of hats is (XEP-0317 §2), so that clients need not ask for it each time. */
function hatsField(hats: RoomInfo['hats']): FormField {
  const value = createHash('sha256').update(JSON.stringify(hats)).digest('base64url');
  return { kind: 'text-single', name: 'hats#hash', label: 'Hats hash', value };
}

function rateField(messagesPerHour: number): FormField {
  const value = messagesPerHour.toFixed(2);
  return { kind: 'text-single', name: '{urn:xmpp:muc-activity}message-activity', label: 'Messages per hour', value };
}

/** One for each form in which the picture is there (XEP-0486 §5.1). */
function avatarsField(values: RoomInfo['avatars']): FormField {
  return { kind: 'text-multi', name: 'muc#roominfo_avatarhash', label: 'Avatar hash', values };
}

/** What the house around the room makes of it. */
function houseFields({ category, disabled, settings, addin, keptDays }: RoomInfo): FormField[] {
  const field = (name: string, label: string, value: string) =>
    ({ kind: 'text-single', name: `longroom#roominfo_${name}`, label, value }) as const;
  return [
    field('category', 'Category', category.name),
    field('privacy', 'Privacy: open, closed, secret or unlisted', privacyOf(settings)),
    field('retention', 'Messages are kept', keptText(keptDays)),
    ...(addin
      ? [
          field('addin', 'Add-in shown beside the room', addin.name),
          field('addinurl', 'Web address of the add-in', addin.url),
        ]
      : []),
    ...(disabled ? [disabledField] : []),
  ];
}

const disabledField: FormField = {
  kind: 'boolean',
  name: 'longroom#roominfo_disabled',
  label: 'Disabled: nobody enters until an administrator enables it',
  value: true,
};

interface Around {
  readonly messageBytesMax: number;
  /** The address of the space the room is in (XEP-0503). */
  readonly space: string;
}

/** The first form of a room's disco#info (XEP-0045 §6.4); clients that read only one read this. */
export function buildRoomInfo(info: RoomInfo, around: Around): Element {
  const fields: FormField[] = [];
  for (const [key, row] of settingEntries()) {
    if (row.info === undefined || (row.info.onlyIfSet && info.settings[key] === '')) continue;
    const { field: name, aliases = [], label } = row.info;
    for (const one of [name, ...aliases]) {
      fields.push({ ...fieldOf(row, info.settings[key]), name: one, label } as FormField);
    }
  }
  return buildForm({
    type: 'result',
    formType: NS.mucRoomInfo,
    fields: [
      ...fields,
      { kind: 'text-single', name: 'muc#roominfo_subject', label: 'Subject', value: info.subject },
      {
        kind: 'text-single',
        name: 'muc#roominfo_occupants',
        label: 'People in the room',
        value: String(info.occupants),
      },
      ...houseFields(info),
      { kind: 'text-single', name: 'muc#roomconfig_pubsub', label: 'Associated pubsub node', value: around.space },
      ...(info.large ? [largeField] : []),
      ...(info.messagesPerHour === undefined ? [] : [rateField(info.messagesPerHour)]),
      ...(info.avatars.length > 0 ? [avatarsField(info.avatars)] : []),
      ...(info.hats.length > 0 ? [hatsField(info.hats)] : []),
      {
        kind: 'text-single',
        name: 'longroom#roominfo_maxmessage',
        label: 'Bytes a message may have, with all it carries',
        value: String(Math.min(around.messageBytesMax, info.messageCharactersMax)),
      },
      {
        kind: 'text-single',
        name: 'x-muc#roominfo_creationdate',
        label: 'Created on',
        value: formatDateTime(info.createdAt),
      },
    ],
  });
}
