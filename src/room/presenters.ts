/** Presenters of an auditorium: they speak, and are shown to everybody, by a hat of the room's own (XEP-0317). */
import { factsOf } from './facts.ts';
import type { Hat } from './hats.ts';
import type { Person, Room } from './state.ts';

export const presenterHat: Hat = { uri: 'urn:longroom:hats:presenter', title: 'Presenter' };

export function isPresenter(room: Room, person: Pick<Person, 'jid'>): boolean {
  if (!room.settings.auditorium) return false;
  const { presenter, outcast } = factsOf(room, person);
  return presenter === true && !outcast;
}

const nothingElse: readonly Hat[] = [presenterHat];
/** What is worn with it: the same list as long as the others are the same, since presence is built anew for another. */
const withOthers = new WeakMap<readonly Hat[], readonly Hat[]>();

/** What somebody is shown with: the same array as long as it is the same; undefined for nothing. */
export function hatsShown(room: Room, person: Pick<Person, 'jid'>): readonly Hat[] | undefined {
  return withOwnHat(room, person, room.hats.wornBy(person.jid));
}

/** The same, if these were the hats that the room has given to them. */
export function withOwnHat(
  room: Room,
  person: Pick<Person, 'jid'>,
  given: readonly Hat[] | undefined,
): readonly Hat[] | undefined {
  if (!isPresenter(room, person)) return given;
  if (given === undefined) return nothingElse;
  const known = withOthers.get(given);
  if (known !== undefined) return known;
  const made = [presenterHat, ...given];
  withOthers.set(given, made);
  return made;
}
