/** What tests of categories, facts and auditoriums do to a room. */
import type { ListChange } from '../../src/room/administration-request.ts';
import type { Outcome } from '../../src/room/outcome.ts';
import type { RoomRequest } from '../../src/room/request.ts';
import type { Settings } from '../../src/room/traits/index.ts';
import { isRefusal } from '../../src/wire/error.ts';
import { type Crowd, party } from './crowd.ts';

export function configure(crowd: Crowd, settings: Partial<Settings>, who = 'olga'): Outcome {
  return crowd.do({ kind: 'configure', from: party(who), settings });
}

/** `whom`: somebody's name, a domain with a dot in it, or `group:NAME`. */
export function principal(whom: string): { readonly key: string; readonly jid: string } {
  return whom.startsWith('group:') || whom.includes('.') ? { key: whom, jid: whom } : party(whom).person;
}

export function list(crowd: Crowd, whom: string, set: ListChange['set'], who = 'olga'): Outcome {
  return crowd.do({ kind: 'change-lists', from: party(who), changes: [{ whom: principal(whom), set }] });
}

export function say(crowd: Crowd, who: string, text = 'hello'): Outcome {
  const said = { characters: text.length };
  return crowd.do({ kind: 'post', from: party(who), id: text, xml: `<body>${text}</body>`, said, keep: 'archived' });
}

export function read(crowd: Crowd, who: string): Outcome {
  return crowd.do({ kind: 'ask-to-read', from: party(who) });
}

export function ask(crowd: Crowd, who: string, request: DistributiveOmit<RoomRequest, 'from'>): Outcome {
  return crowd.do({ ...request, from: party(who) } as RoomRequest);
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** The condition of a refusal; undefined where it came about. */
export function refused({ answer }: Outcome): string | undefined {
  return answer !== undefined && isRefusal(answer) ? answer.condition : undefined;
}

export function wordsOf({ answer }: Outcome): string {
  return answer !== undefined && isRefusal(answer) ? (answer.text ?? '') : '';
}

/** Who is in the room, with their roles. */
export function rolesIn({ room }: Crowd): Record<string, string> {
  return Object.fromEntries([...room.occupants.values()].map(({ nick, role }) => [nick, role]));
}

/** Status codes in what a session was told of itself. */
export function ownStatuses({ deliveries }: Outcome, who: string): readonly number[] {
  const { session } = party(who);
  return deliveries.flatMap((one) => (one.kind === 'presence' && one.to.includes(session) ? one.statuses : []));
}
