/** Legal holds, as they are stored: people stand by their key. */
import type { Hold } from '../room/holds.ts';
import type { PersonKey } from '../store/event.ts';
import { type PeopleIndex, personOf } from './people-index.ts';
import type { Body, EventRow } from './record-events.ts';
import type { HoldCreated, HoldReleased } from './service-events.ts';

export interface HoldPart extends Omit<Hold, 'people'> {
  readonly people: readonly PersonKey[];
}

export const holdParts = {
  encode: ({ people, ...hold }: Hold): HoldPart => ({ ...hold, people: people.map(({ key }) => key) }),
  decode: ({ people, ...hold }: HoldPart, index: PeopleIndex): Hold => ({
    ...hold,
    people: people.map((key) => personOf(index, key)),
  }),
  keys: ({ people }: HoldPart): readonly PersonKey[] => people,
};

export const holdEvent: EventRow<HoldCreated | HoldReleased> = {
  encode: ({ hold }) => ({ hold: holdParts.encode(hold) }),
  keys: ({ hold }: Body) => holdParts.keys(hold as HoldPart),
  decode: ({ hold }, people) => ({ hold: holdParts.decode(hold as HoldPart, people) }),
};
