import { isRefusal, type Refusal, refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { category, findCategory } from '../categories/fields.ts';
import { serviceCommand } from '../command.ts';
import { flag, optional, text } from '../fields.ts';
import { pageOf } from '../pages.ts';
import { fitsPattern, matching, patternHelp } from '../wildcard.ts';
import { eligibleIn, type Scope } from './eligible.ts';
import { membersOf, scopeOfRoom } from './room.ts';

export const listEligible = serviceCommand({
  node: 'longroom:eligible:list',
  words: 'eligible',
  positional: ['category', 'filter'],
  changes: false,
  title: 'Who may be put on lists',
  instructions:
    'Shows who can become member or manager of the rooms of a category, or of one room: people, domains and groups, and the people in the groups.',
  mayRun: 'service admin',
  fields: {
    category: optional(category),
    room: optional(
      text({ name: 'room', label: 'Room', description: 'Its address, instead of a category.', charactersMax: 3_071 }),
    ),
    presenters: flag({
      name: 'presenters',
      label: 'Presenters',
      description: 'Only who can become presenter of the room: its members.',
    }),
    filter: optional(text({ name: 'filter', label: 'Filter', description: patternHelp, charactersMax: 256 })),
  },
  async run(values, asking, page) {
    const found = await whoCan(values, asking);
    if (isRefusal(found)) return found;
    const { items, more } = pageOf(matching(found, fitsPattern(values.filter)), page);
    if (items.length === 0) return { note: 'Nobody.' };
    return { table: { columns: [{ name: 'who', label: 'Who' }], rows: items.map((one) => [one]) }, ...more };
  },
});

interface Wanted {
  readonly category?: string | undefined;
  readonly room?: string | undefined;
  readonly presenters: boolean;
}

async function whoCan(
  { category: name, room, presenters }: Wanted,
  asking: Asking,
): Promise<Iterable<string> | Refusal> {
  if ((name === undefined) === (room === undefined)) return oneOfBoth();
  if (name !== undefined && presenters) return presentersOfRoom();
  const scope = name === undefined ? await scopeOfRoom(room ?? '', asking) : scopeOf(name, asking);
  if (isRefusal(scope)) return scope;
  if (!presenters || scope.room === undefined) return eligibleIn(scope, asking);
  const members = await membersOf(scope.room, asking);
  return isRefusal(members) ? members : members.filter((member) => scope.view.covers(member));
}

function scopeOf(name: string, asking: Asking): Scope | Refusal {
  const found = findCategory(name, asking);
  if (isRefusal(found)) return found;
  const view = asking.categories.asRoomsSee(found.key);
  return view === undefined ? oneOfBoth() : { allowed: found.allowed, view };
}

const oneOfBoth = (): Refusal =>
  refusal('not-acceptable', 'modify', 'Name either a category or a room. Nothing was looked up.');

const presentersOfRoom = (): Refusal =>
  refusal('not-acceptable', 'modify', 'Presenters are presenters of one room: name the room, in the field "room".');
