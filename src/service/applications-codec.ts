/** Requests to become a member as the store keeps them, with the room itself: mostly there are none, and never many. */
import type { Answers, Applications } from '../room/applications.ts';
import type { PersonKey } from '../store/event.ts';
import { type PeopleIndex, personOf } from './people-index.ts';

export interface ApplicationsPart {
  readonly pending: readonly (readonly [PersonKey, nick: string, Answers, number: number, at: number])[];
  readonly resting: readonly (readonly [PersonKey, until: number])[];
}

/** Undefined where there are none. */
export function encodeApplications({ pending, resting }: Applications): ApplicationsPart | undefined {
  if (pending.size === 0 && resting.size === 0) return undefined;
  return {
    pending: Array.from(pending.values(), ({ person, nick, answers, number, at }) => [
      person.key,
      nick,
      answers,
      number,
      at,
    ]),
    resting: Array.from(resting.values(), ({ person, until }) => [person.key, until]),
  };
}

export function peopleInApplications({ pending, resting }: ApplicationsPart): PersonKey[] {
  return [...pending.map(([key]) => key), ...resting.map(([key]) => key)];
}

export function decodeApplications({ pending, resting }: ApplicationsPart, index: PeopleIndex): Applications {
  return {
    pending: new Map(
      pending.map(([key, nick, answers, number, at]) => {
        const person = personOf(index, key);
        return [person.jid, { person, nick, answers, number, at }];
      }),
    ),
    resting: new Map(
      resting.map(([key, until]) => {
        const person = personOf(index, key);
        return [person.jid, { person, until }];
      }),
    ),
  };
}
