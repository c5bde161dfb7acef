/** The lists of a room, as commands name them. */
import type { ListChange } from '../../room/administration-request.ts';
import type { Facts, Person } from '../../room/state.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { askRoom } from './asked.ts';

export type ListName = 'managers' | 'members' | 'presenters' | 'banned';

export function factsOn(list: ListName, facts: Facts): boolean {
  switch (list) {
    case 'managers':
      return facts.manager !== undefined;
    case 'members':
      return facts.member === true;
    case 'presenters':
      return facts.presenter === true;
    case 'banned':
      return facts.outcast === true;
  }
}

/** What stands there, or not any more. */
export function changeOn(list: ListName, there: boolean): ListChange['set'] {
  switch (list) {
    case 'managers':
      return { manager: there ? 'owner' : false };
    case 'members':
      return { member: there };
    case 'presenters':
      return { presenter: there };
    case 'banned':
      return { outcast: there };
  }
}

/** Everybody on the list, by what they are called. */
export async function listedIn(
  asking: Asking,
  list: ListName,
): Promise<readonly { readonly person: Person; readonly facts: Facts }[] | Refusal> {
  const answer = await askRoom(asking, { kind: 'ask-lists' });
  if (isRefusal(answer)) return answer;
  if (answer.kind !== 'lists') return [];
  const listed = answer.entries.filter(({ facts }) => factsOn(list, facts));
  return listed.toSorted((one, other) => (one.person.jid < other.person.jid ? -1 : 1));
}
