/** What is written about the settings of a room, from their rows: docs/rooms.md. */
import type { SettingValue } from '../setting.ts';
import { type AnySettingRow, settingEntries } from './index.ts';

export function roomSettingsPage(): string {
  return [
    '# Settings of a room',
    '',
    'Owners change them in their client ("Configure room"), in the form of XEP-0045 §10.2. Everybody in the room is told',
    'that something has changed, and all of it holds at once, also for those who are inside. A bad value changes nothing and',
    'is named. This page is made from the settings themselves by `npm run docs`.',
    '',
    'The lists of owners and admins are in the same form (`muc#roomconfig_roomowners`, `muc#roomconfig_roomadmins`): whole',
    'lists of addresses, one on each line.',
    '',
    '| setting | field, and other names for it | what it may be | new rooms | from |',
    '| --- | --- | --- | --- | --- |',
    ...settingEntries().map(([, row]) => line(row)),
    '',
  ].join('\n');
}

function line(row: AnySettingRow): string {
  const names = [row.field, ...(row.aliases ?? [])].map((name) => `\`${name}\``).join(', ');
  const cells = [row.label, names, valuesOf(row), shown(row, row.default), sourceOf(row)];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** For readers: which XEP it comes from, not what else we thought of. */
function sourceOf({ source }: AnySettingRow): string {
  return /XEP-\d{4}(?: §[\d.]+(?:, §[\d.]+)*)?/.exec(source)?.[0] ?? '';
}

function valuesOf(row: AnySettingRow): string {
  const { type, options, range, unlimited, charactersMax } = row;
  if (type === 'boolean') return 'yes or no';
  if (range !== undefined) {
    const word = unlimited === undefined ? '' : `, or \`${unlimited.word}\``;
    return `a number from ${range.min} to ${range.max}${word}`;
  }
  if (options !== undefined) {
    const offered = options.map(([value, label]) => `\`${value}\` (${label})`).join(', ');
    return `${type === 'list-multi' ? 'any' : 'one'} of ${offered}`;
  }
  return `text${charactersMax === undefined ? '' : ` of at most ${charactersMax} characters`}`;
}

function shown(row: AnySettingRow, value: SettingValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (row.unlimited?.value === value) return `\`${row.unlimited.word}\``;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value === '' ? '' : `\`${value}\``;
  return value.map((one) => `\`${one}\``).join(', ');
}
