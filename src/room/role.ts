/** The role somebody has by what they are to the room, before anybody has given or taken one. */
import { factsOf } from './access.ts';
import type { Person, Role, Room } from './state.ts';
import { lesserRoleOnEntry } from './traits/index.ts';

/** The role that comes with entering (XEP-0045 §5.1.3). */
export function roleOnEntry(room: Room, person: Person): Role {
  if (factsOf(room, person).manager) return 'moderator';
  return lesserRoleOnEntry({ room, person }) ?? 'participant';
}
