import { isRefusal } from '../../wire/error.ts';
import { category, findCategory } from '../categories/fields.ts';
import { serviceCommand } from '../command.ts';
import { integer, optional } from '../fields.ts';
import { momentText } from '../moment.ts';
import type { RoomUse, UsageReport } from '../operations.ts';

const topUsual = 10;
const topMax = 50;
const daysUsual = 30;
const daysMax = 3_650;

export const reportUsage = serviceCommand({
  node: 'longroom:usage:report',
  words: 'usage',
  positional: ['days', 'top'],
  changes: false,
  title: 'Usage',
  instructions: 'Shows how much the rooms are used: totals, the busiest and the quietest ones, and each category.',
  mayRun: 'service admin',
  fields: {
    days: optional(
      integer({
        name: 'days',
        label: 'Days',
        description: `What counts as recent; ${daysUsual} if it is left out.`,
        min: 1,
        max: daysMax,
      }),
    ),
    top: optional(
      integer({
        name: 'top',
        label: 'How many rooms to name',
        description: `Of the busiest and of the quietest; ${topUsual} if it is left out.`,
        min: 1,
        max: topMax,
      }),
    ),
    category: optional(category),
  },
  async run({ days = daysUsual, top = topUsual, category: name }, asking) {
    const found = name === undefined ? undefined : findCategory(name, asking);
    if (isRefusal(found)) return found;
    const only = found === undefined ? {} : { category: found.key };
    const report = await asking.usage.report({ days, top, ...only });
    if (isRefusal(report)) return report;
    const nameOf = (key: string) => asking.categories.find(key, asking.from.person)?.name ?? key;
    return {
      ...(!report.complete && { note: 'There are more rooms than could be looked at: this is about a part of them.' }),
      facts: factsOf(report, days),
      table: { columns: columnsFor(days), rows: rowsOf(report, nameOf) },
    };
  },
});

function factsOf({ rooms, disabled, messages, recent, occupants, inactive }: UsageReport, days: number) {
  return [
    { name: 'rooms', label: 'Rooms', value: String(rooms) },
    { name: 'disabled', label: 'Of them disabled', value: String(disabled) },
    { name: 'occupants', label: 'People in rooms now, by room', value: String(occupants) },
    { name: 'messages', label: 'Messages', value: String(messages) },
    { name: 'recent', label: `Messages of the last ${days} days`, value: String(recent) },
    { name: 'inactive', label: `Rooms without a message in the last ${days} days`, value: String(inactive) },
  ];
}

function columnsFor(days: number) {
  return [
    { name: 'what', label: 'What' },
    { name: 'name', label: 'Name' },
    { name: 'recent', label: `Messages in ${days} days` },
    { name: 'messages', label: 'In all' },
    { name: 'last', label: 'Last one' },
  ];
}

function rowsOf({ mostActive, leastActive, perCategory }: UsageReport, nameOf: (key: string) => string): string[][] {
  const ofRoom = (what: string) => (room: RoomUse) => [
    what,
    room.name === '' ? room.jid : `${room.name} (${room.jid})`,
    String(room.recent),
    String(room.messages),
    room.lastAt === undefined ? '' : momentText(room.lastAt),
  ];
  const categories = [...perCategory].map(([key, { rooms, messages, recent }]) => [
    'category',
    `${nameOf(key)}, ${rooms} rooms`,
    String(recent),
    String(messages),
    '',
  ]);
  return [...categories, ...mostActive.map(ofRoom('busy')), ...leastActive.map(ofRoom('quiet'))];
}
