/** What is said of, and to, those whose affiliation changes while they are not in the room (XEP-0045 §9.5, §10.3, §17.1). */

import { isPerson } from '../principal-text.ts';
import { isInScope, may, seesRealJids } from './access.ts';
import { type Administration, why } from './administration.ts';
import type { Context } from './context.ts';
import { invitation } from './invitation.ts';
import type { Versions } from './list-versions.ts';
import type { Affiliation, Person, Room } from './state.ts';
import { hasInvitations } from './traits/invitations.ts';

/** Of so many in one request; whoever asks for more can look at the lists, and nobody can make the room a mailer. */
export const absentToldMax = 50;

/** Whether a room writes to somebody at all: for who is out of scope, or kept out of the service, it is not there. */
export function mayBeWrittenTo(room: Room, person: Person, { isBlocked }: Pick<Context, 'isBlocked'>): boolean {
  return isInScope(room, person) && !isBlocked(person);
}

/** Gives the sessions in the room that have been told. */
export function tellOfAbsent(
  work: Administration,
  item: { readonly whom: Person; readonly reason?: string },
  {
    before,
    after,
    versions,
  }: { readonly before: Affiliation; readonly after: Affiliation; readonly versions: Versions },
): readonly string[] {
  // A domain, or a group, is nobody one could write to.
  if (!isPerson(item.whom.jid) || work.told.absent >= absentToldMax) return [];
  work.told.absent += 1;
  const { draft, deliveries, context } = work;
  // Made or lifted: of who is banned and not here only those hear who may see that list.
  const isBan = before === 'outcast' || after === 'outcast';
  const shown = { affiliation: after, role: 'none' as const, jid: item.whom.jid, ...why(work, item) };
  const seeing: string[] = [];
  for (const { jid, occupant } of draft.sessions.values()) {
    // In a large room only moderators hear of what is not about themselves.
    const hears = !draft.large || occupant.role === 'moderator';
    if (!hears || !seesRealJids(draft, occupant.role)) continue;
    if (!isBan || may('see the ban list', { room: draft, person: occupant.person, role: occupant.role }, context)) {
      seeing.push(jid);
    }
  }
  if (seeing.length > 0) deliveries.push({ kind: 'affiliation', item: shown, statuses: [], versions, to: seeing });
  if (!mayBeWrittenTo(draft, item.whom, context)) return seeing;
  if (draft.settings.membersOnly && after === 'member' && before === 'none' && hasInvitations(draft)) {
    invite(work, item);
    return seeing;
  }
  // Who was a stranger and is banned, or the other way round, has never had anything to do with the room.
  if (isStranger(before) && isStranger(after)) return seeing;
  deliveries.push({ kind: 'affiliation', item: shown, statuses: [101], to: [item.whom.jid] });
  return seeing;
}

function isStranger(affiliation: Affiliation): boolean {
  return affiliation === 'none' || affiliation === 'outcast';
}

/** Invited by whoever made it a member. */
function invite(
  { draft, deliveries, actor, asker }: Administration,
  { whom, reason }: { readonly whom: Person; readonly reason?: string },
): void {
  const inviter = { person: asker.person, nick: actor };
  deliveries.push(invitation(draft, inviter, reason === undefined ? {} : { reason }, whom.jid));
}
