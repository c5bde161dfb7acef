import { isRefusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';
import { date, lastDate } from '../date-field.ts';
import { flag, optional, text } from '../fields.ts';
import { lineItem, list, personItem } from '../item-fields.ts';
import { holdCommands } from './fields.ts';

/** Of each kind in one hold. */
const namedMax = 500;

export const createHold = serviceCommand({
  node: `${holdCommands}:create`,
  words: 'hold create',
  positional: ['name'],
  changes: true,
  title: 'Create a legal hold',
  instructions:
    'What it covers stays until it is released: nothing of it is deleted, by whomever, and what somebody takes back stays in the record. Name rooms, categories or people, or say everything.',
  mayRun: 'service admin',
  fields: {
    name: text({ name: 'name', label: 'Name', example: 'Case 17', charactersMax: 256 }),
    rooms: optional(
      list({
        name: 'rooms',
        label: 'Rooms',
        description: 'Their addresses; the part before the @ is enough.',
        example: 'floor',
        item: lineItem({ charactersMax: 2_048 }),
        itemsMax: namedMax,
      }),
    ),
    categories: optional(
      list({
        name: 'categories',
        label: 'Categories',
        description: 'Their names. Their rooms cannot be moved away then.',
        item: lineItem({ charactersMax: 256 }),
        itemsMax: namedMax,
      }),
    ),
    people: optional(
      list({
        name: 'people',
        label: 'People',
        description: 'What they wrote, in whatever room.',
        example: 'tom@example.org',
        item: personItem,
        itemsMax: namedMax,
      }),
    ),
    everything: flag({ name: 'everything', label: 'Everything', description: 'What all people wrote in all rooms.' }),
    from: optional(
      date({ name: 'from', label: 'Said on or after', description: 'Whenever it was said if it is left out.' }),
    ),
    until: optional(
      lastDate({ name: 'until', label: 'Said on or before', description: 'A date alone means the whole day.' }),
    ),
    reason: optional(text({ name: 'reason', label: 'Reason', description: 'For the audit.', charactersMax: 1_000 })),
  },
  inExample: 'people',
  steps: [
    ['name', 'rooms', 'categories', 'people', 'everything'],
    ['from', 'until', 'reason'],
  ],
  async run({ name, rooms = [], categories = [], people = [], everything, from, until, reason }, asking) {
    const made = await asking.holds.create({
      actor: asking.from.person,
      wish: {
        ...{ name, rooms, categories, people, everything },
        ...(from !== undefined && { from }),
        ...(until !== undefined && { until }),
        ...(reason !== undefined && { reason }),
      },
    });
    return isRefusal(made) ? made : { note: `The legal hold "${made.name}" is in force.` };
  },
});
