/** What a change of a category takes away, in words. */
import { isRefusal, type Refusal } from '../../wire/error.ts';
import type { CategoryEffects } from '../house.ts';
import { counted } from '../pages.ts';

/** One sentence; nothing where it takes nothing from anybody. */
export function effectsText({ affected, entries, occupants, atLeast }: CategoryEffects): string | undefined {
  if (occupants === 0 && entries === 0) {
    return atLeast ? 'Nobody is known to lose anything, but not all rooms could be looked at.' : undefined;
  }
  const people = `takes ${counted(occupants, 'person', 'people')} out of rooms`;
  const lists = `${counted(entries, 'entry', 'entries')} off the lists of ${counted(affected, 'room', 'rooms')}`;
  return atLeast
    ? `This ${people} and ${lists}, at least: not all rooms could be looked at.`
    : `This ${people} and ${lists}.`;
}

/** Several of them, as one. */
export function effectsTogether(all: readonly (CategoryEffects | Refusal)[]): CategoryEffects {
  const sum = { rooms: 0, affected: 0, entries: 0, occupants: 0, atLeast: false };
  for (const one of all) {
    if (isRefusal(one)) {
      sum.atLeast = true;
      continue;
    }
    sum.rooms += one.rooms;
    sum.affected += one.affected;
    sum.entries += one.entries;
    sum.occupants += one.occupants;
    sum.atLeast ||= one.atLeast;
  }
  return sum;
}

/** Where a change goes on in the rooms. */
export function followsText(job: string | undefined): string {
  return job === undefined ? '' : ` Its rooms follow now: "job show ${job}" tells how far that is.`;
}
