/** The role somebody has by what they are to the room, before anybody has given or taken one. */
import { factsOf } from './access.ts';
import type { Person, Role, Room } from './state.ts';
import { lesserRoleOnEntry } from './traits/index.ts';

/** The role that comes with entering: in a moderated room it lasts from one stay to the next (XEP-0045 §5.1). */
export function roleOnEntry(room: Room, person: Person): Role {
  const usual = usualRole(room, person);
  if (!room.settings.moderated || usual === 'moderator') return usual;
  const noted = room.voiceNotes?.get(person.key)?.role ?? usual;
  // A presenter may have been silenced; nobody else was ever given voice.
  return room.settings.auditorium ? lowerRole(noted, usual) : noted;
}

/** The role that comes with an affiliation (§5.1.2). */
export function usualRole(room: Room, person: Person): Role {
  if (factsOf(room, person).manager) return 'moderator';
  return lesserRoleOnEntry({ room, person }) ?? 'participant';
}

const order: readonly Role[] = ['none', 'visitor', 'participant', 'moderator'];

export function higherRole(one: Role, other: Role): Role {
  return order.indexOf(one) > order.indexOf(other) ? one : other;
}

export function lowerRole(one: Role, other: Role): Role {
  return order.indexOf(one) < order.indexOf(other) ? one : other;
}
