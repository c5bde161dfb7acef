/** One command for each list of a room: adding to it, taking off it, or giving it as a whole. */
import type { Action } from '../../room/access.ts';
import type { ListChange } from '../../room/administration-request.ts';
import type { Person } from '../../room/state.ts';
import { isRefusal, type Refusal, refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { roomCommand, type Values } from '../command.ts';
import { clearable, optional } from '../fields.ts';
import { counted } from '../pages.ts';
import { listPreset } from '../principals.ts';
import { askRoom, peopleCalled } from './asked.ts';
import { principals, roomCommands } from './fields.ts';
import { changeOn, type ListName, listedIn } from './lists.ts';

const fields = {
  add: optional(principals({ name: 'add', label: 'Add' })),
  remove: optional(principals({ name: 'remove', label: 'Remove' })),
  whole: clearable(
    principals({
      name: 'list',
      label: 'The whole list',
      description: 'As it shall be; who is not named here is taken off. Addresses, domains or group:NAME.',
    }),
  ),
};

type Given = Values<typeof fields>;

interface Told {
  readonly list: Exclude<ListName, 'banned'>;
  readonly title: string;
  readonly instructions: string;
  readonly mayRun: Action;
}

function changeList({ list, title, instructions, mayRun }: Told) {
  return roomCommand({
    node: `${roomCommands}:${list}`,
    words: `room ${list}`,
    positional: ['add'],
    changes: true,
    title,
    instructions,
    mayRun,
    fields,
    inExample: 'add',
    async presets(_, asking): Promise<Partial<Given> | Refusal> {
      const listed = await listedIn(asking, list);
      if (isRefusal(listed)) return listed;
      return { whole: listPreset(new Set(listed.map(({ person }) => person.jid))) };
    },
    async run(values, asking) {
      const changes = await changesTo(list, values, asking);
      if (isRefusal(changes)) return changes;
      if (changes.length === 0) return { note: 'Nothing was to be changed.' };
      if (changes.length > changesMax) return tooMany();
      const answer = await askRoom(asking, { kind: 'change-lists', changes });
      if (isRefusal(answer)) return explained(answer);
      const added = changes.filter(({ set }) => Object.values(set).some((value) => value !== false)).length;
      return { note: `Done: ${counted(added, 'entry', 'entries')} added, ${changes.length - added} removed.` };
    },
  });
}

const changesMax = 1_000;

async function changesTo(
  list: ListName,
  { add, remove, whole }: Given,
  asking: Asking,
): Promise<readonly ListChange[] | Refusal> {
  const listed = await listedIn(asking, list);
  if (isRefusal(listed)) return listed;
  const there = new Map(listed.map(({ person }) => [person.jid, person]));
  const wanted = new Set(whole === undefined ? there.keys() : (whole ?? []));
  for (const one of add ?? []) wanted.add(one);
  for (const one of remove ?? []) wanted.delete(one);
  const fresh = await peopleCalled(
    asking,
    [...wanted].filter((one) => !there.has(one)),
  );
  if (isRefusal(fresh)) return fresh;
  const leaving = [...there.values()].filter(({ jid }) => !wanted.has(jid));
  const change =
    (is: boolean) =>
    (whom: Person): ListChange => ({ whom, set: changeOn(list, is) });
  return [...fresh.map(change(true)), ...leaving.map(change(false))];
}

/** What can be improved on: others may be named. */
function explained(why: Refusal): Refusal {
  return why.condition === 'not-allowed' || why.condition === 'conflict'
    ? refusal(why.condition, 'modify', why.text)
    : why;
}

const tooMany = (): Refusal =>
  refusal('policy-violation', 'modify', `At most ${changesMax} entries change at once: name fewer, and do it again.`);

export const changeMembers = changeList({
  list: 'members',
  title: 'Change the members',
  instructions: 'Members enter closed and secret rooms, read and write. Who is taken off leaves the room at once.',
  mayRun: 'change members and bans',
});

export const changeManagers = changeList({
  list: 'managers',
  title: 'Change the managers',
  instructions:
    'Managers run the room. They are not thereby members: add them to the members as well if they shall take part.',
  mayRun: 'change owners and admins',
});

export const changePresenters = changeList({
  list: 'presenters',
  title: 'Change the presenters',
  instructions: 'Presenters write in an auditorium. Only members can become presenters.',
  mayRun: 'change presenters',
});
