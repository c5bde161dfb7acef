import { isRefusal } from '../../wire/error.ts';
import { roomCommand } from '../command.ts';
import { oneOf, optional, text } from '../fields.ts';
import { pageOf } from '../pages.ts';
import { fitsPattern, patternHelp } from '../wildcard.ts';
import { roomCommands } from './fields.ts';
import { type ListName, listedIn } from './lists.ts';

const which = oneOf({
  name: 'list',
  label: 'Which list',
  options: [
    { value: 'members', label: 'Members' },
    { value: 'managers', label: 'Managers' },
    { value: 'presenters', label: 'Presenters' },
    { value: 'banned', label: 'Banned' },
  ] satisfies readonly { readonly value: ListName; readonly label: string }[],
});

const nobody: Readonly<Record<ListName, string>> = {
  members: 'The room has no members.',
  managers: 'Nobody manages the room but administrators of the service.',
  presenters: 'The room has no presenters.',
  banned: 'Nobody is banned from the room.',
};

export const listPeople = roomCommand({
  node: `${roomCommands}:people`,
  words: 'room people',
  positional: ['which', 'like'],
  changes: false,
  title: 'Who is on a list of the room',
  instructions: 'People, domains and groups, with their nicknames and what else they are in the room.',
  mayRun: 'see the ban list',
  fields: {
    which: optional(which),
    like: optional(
      text({ name: 'like', label: 'Like', description: patternHelp, example: '*@example.org', charactersMax: 200 }),
    ),
  },
  async run({ which: list = 'members', like }, asking, page) {
    const listed = await listedIn(asking, list);
    if (isRefusal(listed)) return listed;
    const fits = fitsPattern(like);
    const found = listed.filter(({ person }) => fits(person.jid));
    if (found.length === 0) return { note: like === undefined ? nobody[list] : 'Nobody on the list is like that.' };
    const { items, more } = pageOf(found, page);
    const rows = items.map(({ person, facts }) => [person.jid, facts.nick ?? '', rolesIn(facts), facts.reason ?? '']);
    const columns = [
      { name: 'who', label: 'Who' },
      { name: 'nick', label: 'Nickname' },
      { name: 'is', label: 'Is' },
      { name: 'reason', label: 'Reason' },
    ];
    return { note: `${found.length} in all.`, table: { columns, rows }, ...more };
  },
});

function rolesIn({
  manager,
  member,
  presenter,
  outcast,
}: {
  manager?: string;
  member?: true;
  presenter?: true;
  outcast?: true;
}): string {
  const words = [
    manager === 'owner' && 'manager (owner)',
    manager === 'admin' && 'manager (admin)',
    member && 'member',
    presenter && 'presenter',
    outcast && 'banned',
  ];
  return words.filter((word) => typeof word === 'string').join(', ');
}
