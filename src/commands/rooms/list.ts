import { isRefusal, type Refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { findCategory } from '../categories/fields.ts';
import { type CommandResult, type Page, serviceCommand, type Values } from '../command.ts';
import { boolean, flag, integer, oneOf, optional, person } from '../fields.ts';
import { counted } from '../pages.ts';
import type { RoomRow, RoomsPage, RoomsWish } from '../room-directory.ts';
import { categoryNamed } from './category-field.ts';
import { addin, roomCommands, type, words } from './fields.ts';
import { factsOn } from './lists.ts';
import { roomsTable } from './rows.ts';

const fields = {
  words,
  description: flag({
    name: 'in-description',
    label: 'Also in descriptions',
    description: 'Looks for the words there as well.',
  }),
  category: optional(categoryNamed),
  member: optional(
    person({
      name: 'member',
      label: 'Member',
      description: 'Only rooms of which this person is a member.',
      example: 'alice@example.org',
    }),
  ),
  manager: optional(
    person({
      name: 'manager',
      label: 'Manager',
      description: 'Only rooms that this person manages.',
      example: 'alice@example.org',
    }),
  ),
  addin: optional(addin),
  disabled: optional(
    boolean({ name: 'disabled', label: 'Disabled', description: 'Yes for disabled rooms only, no for all others.' }),
  ),
  privacy: optional(
    oneOf({
      name: 'privacy',
      label: 'Privacy',
      options: [
        { value: 'open', label: 'Open' },
        { value: 'closed', label: 'Closed' },
        { value: 'secret', label: 'Secret' },
        { value: 'unlisted', label: 'Not listed, but open' },
      ],
    }),
  ),
  type: optional(type),
  atMost: optional(integer({ name: 'at-most', label: 'At most so many', min: 1, max: 1_000_000 })),
};

type Given = Values<typeof fields>;

export const listRooms = serviceCommand({
  node: `${roomCommands}:list`,
  words: 'room list',
  positional: ['words'],
  changes: false,
  title: 'All rooms',
  instructions: 'Every room there is, secret and disabled ones as well, narrowed by whatever is filled in.',
  mayRun: 'service admin',
  fields,
  async run(values, asking, page) {
    const wish = wishOf(values, asking);
    if (isRefusal(wish)) return wish;
    const place = placeIn(page.after);
    const limit = Math.min(page.limit, (values.atMost ?? Number.POSITIVE_INFINITY) - place.shown);
    const person = values.member ?? values.manager;
    const here = { limit, ...(place.after !== '' && { after: place.after }) };
    const found = person === undefined ? await all(wish, asking, here) : await roomsOf(values, wish, asking, here);
    if (isRefusal(found)) return found;
    const shown = place.shown + found.rooms.length;
    const ends = found.next === undefined || shown >= (values.atMost ?? Number.POSITIVE_INFINITY);
    if (shown === 0 && ends) return { note: 'There is no such room.' };
    const result: CommandResult = {
      ...(found.count !== undefined && { note: `${counted(found.count, 'room', 'rooms')} in all.` }),
      table: roomsTable(found.rooms, asking),
    };
    return ends ? result : { ...result, next: `${shown} ${found.next}` };
  },
});

/** How many were shown before, and behind which room it goes on. */
function placeIn(after: string | undefined): { readonly shown: number; readonly after: string } {
  const [shown = '', ...rest] = (after ?? '0 ').split(' ');
  return { shown: Number(shown) || 0, after: rest.join(' ') };
}

function wishOf(
  { words: wanted, description, category: typed, addin: app, disabled, privacy, type: kind }: Given,
  asking: Asking,
): RoomsWish | Refusal {
  const category = typed === undefined ? undefined : findCategory(typed, asking);
  if (category !== undefined && isRefusal(category)) return category;
  return {
    ...(wanted !== undefined && { words: wanted, inDescription: description }),
    ...(category !== undefined && { category: category.key }),
    ...(app !== undefined && { addin: app }),
    ...(disabled !== undefined && { disabled }),
    ...(privacy !== undefined && { privacy }),
    ...(kind !== undefined && { auditorium: kind === 'auditorium' }),
  };
}

function all(wish: RoomsWish, { roomDirectory, from }: Asking, page: Page): Promise<RoomsPage | Refusal> {
  return roomDirectory.find({ ...wish, for: from.person, ...page });
}

/** Rooms of one person, a page at a time; each is asked what they are there. */
async function roomsOf(
  { member, manager }: Given,
  wish: RoomsWish,
  asking: Asking,
  page: Page,
): Promise<RoomsPage | Refusal> {
  const someone = await asking.person(member ?? manager ?? '');
  if (isRefusal(someone)) return someone;
  const belongs = await asking.roomDirectory.roomsOf({ person: someone, ...page });
  const rooms: RoomRow[] = [];
  for (const room of belongs.rooms) {
    if (!fits(room, wish) || !(await isThere(room, { member, manager }, asking))) continue;
    rooms.push(room);
  }
  return { rooms, ...(belongs.next !== undefined && { next: belongs.next }) };
}

async function isThere(
  { jid }: RoomRow,
  { member, manager }: Pick<Given, 'member' | 'manager'>,
  { ask, from }: Asking,
): Promise<boolean> {
  const answer = await ask(jid, { kind: 'ask-lists', from });
  if (answer === undefined || isRefusal(answer) || answer.kind !== 'lists') return false;
  const is = (list: 'members' | 'managers', bare: string | undefined) =>
    bare === undefined || answer.entries.some(({ person: one, facts }) => one.jid === bare && factsOn(list, facts));
  return is('members', member) && is('managers', manager);
}

function fits(room: RoomRow, wish: RoomsWish): boolean {
  const text = `${room.name}${wish.inDescription ? `\n${room.description}` : ''}`.toLowerCase();
  const wanted = wish.words?.toLowerCase().split(/\s+/) ?? [];
  return (
    wanted.every((word) => text.includes(word)) &&
    (['category', 'addin', 'disabled', 'privacy', 'auditorium'] as const).every(
      (key) => wish[key] === undefined || wish[key] === room[key],
    )
  );
}
