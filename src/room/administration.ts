/** One request to change affiliations and roles on its way, item by item. */
import type { Standing } from './access.ts';
import type { ChangesTold } from './affiliation-versions.ts';
import type { Context } from './context.ts';
import type { Delivery } from './delivery.ts';
import type { RoomEvent } from './events.ts';
import type { Removal } from './leave.ts';
import type { Affiliation, Occupant, Role, Room } from './state.ts';

export interface Administration {
  readonly context: Context;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly asker: Standing & { readonly affiliation: Affiliation };
  readonly ownersBefore: number;
  /** The asker's nickname, if it is in the room. */
  readonly actor: string | undefined;
  /** With the lists as the items so far make them; a refusal changes nothing. */
  readonly draft: Room;
  /** Roles that the items so far have changed. */
  readonly roles: Map<Occupant, Role>;
  readonly removals: Map<Occupant, Removal>;
  readonly events: RoomEvent[];
  readonly deliveries: Delivery[];
  /** How many people who are not in the room have been written to. */
  readonly told: { absent: number };
  /** What is told by versions of the lists (XEP-0463). */
  readonly changes: ChangesTold;
}

/** Who did it and why, as `<actor/>` and `<reason/>` say it. The actor's address is never told. */
export function why(
  { actor }: Administration,
  { reason }: { readonly reason?: string },
): { readonly actor?: string; readonly reason?: string } {
  return { ...(actor !== undefined && { actor }), ...(reason !== undefined && { reason }) };
}

export function roleNow({ roles }: Administration, occupant: Occupant): Role {
  return roles.get(occupant) ?? occupant.role;
}

/** `given`: by a moderator, and not for what the occupant is. */
export function setRole(
  { roles, events, at, asker, draft }: Administration,
  occupant: Occupant,
  { role, given = false }: { readonly role: Role; readonly given?: boolean },
): void {
  roles.set(occupant, role);
  // In an auditorium roles follow from what people are.
  const usual = draft.settings.auditorium && !given && { usual: true as const };
  const appointed = given && role === 'moderator' && { appointed: true as const };
  events.push({ kind: 'role', at, by: asker.person, nick: occupant.nick, role, ...usual, ...appointed });
}
