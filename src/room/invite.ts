/** Invitations through the room, and their declining (XEP-0045 §7.8.2). */
import { affiliationFrom, affiliationOf, factsOf, isInScope, isMember, may } from './access.ts';
import { ChangesTold } from './affiliation-versions.ts';
import type { Context } from './context.ts';
import { mayBeWrittenTo } from './courtesy.ts';
import type { Delivery } from './delivery.ts';
import type { RoomEvent } from './events.ts';
import { invitationsOff, notInScope } from './house-refusals.ts';
import { invitation } from './invitation.ts';
import type { Decline, Invite } from './message-request.ts';
import { type Outcome, outcome } from './outcome.ts';
import { banned, forbidden, notAnOccupant, roomLocked } from './refusals.ts';
import { type Occupant, occupantByNick, type Room, timeOf } from './state.ts';
import { hasInvitations } from './traits/invitations.ts';

/** In a room for members only an invitation makes a member of whoever is invited, as §7.8.2 recommends. */
export function invite(room: Room, request: Invite, context: Context): Outcome {
  if (!room.open) return outcome({ answer: roomLocked() });
  const inviter = room.sessions.get(request.from.session)?.occupant;
  if (inviter === undefined) return outcome({ answer: notAnOccupant() });
  const standing = { room, person: inviter.person, role: inviter.role };
  if (!may('invite', standing, context))
    return outcome({ answer: forbidden('You may not invite people to this room.') });
  if (!hasInvitations(room)) return outcome({ answer: invitationsOff() });
  if (!request.invitations.every(({ whom }) => isInScope(room, whom))) return outcome({ answer: notInScope() });
  const events: RoomEvent[] = [];
  const deliveries: Delivery[] = [];
  const changes = new ChangesTold(room);
  const id = request.id === undefined ? {} : { id: request.id };
  for (const { whom, address, ...words } of request.invitations) {
    const facts = factsOf(room, whom);
    if (facts.outcast) return outcome({ answer: forbidden('One of those you invite is banned from this room.') });
    if (room.settings.membersOnly && !isMember(facts)) {
      const before = room.entries.get(whom.jid)?.facts ?? {};
      const after = { ...before, member: true as const };
      events.push({
        kind: 'affiliated',
        at: timeOf(room, context),
        by: inviter.person,
        whom,
        facts: after,
        before,
      });
      deliveries.push(...changes.message(whom, affiliationFrom(after), { versions: changes.next(), except: [] }));
    }
    if (!mayBeWrittenTo(room, whom, context)) continue;
    deliveries.push(invitation(room, inviter, { ...id, ...words }, address));
  }
  changes.end(room, context);
  return outcome({ events, deliveries });
}

/** Told to the inviter, if still in the room; whoever declines need not be in it. */
export function decline(room: Room, request: Decline): Outcome {
  const inviter = inviterOf(room, request.to);
  if (affiliationOf(room, request.from.person) === 'outcast') return outcome({ answer: banned() });
  if (inviter === undefined) return outcome({});
  return outcome({
    deliveries: [
      {
        kind: 'decline',
        ...(request.id !== undefined && { id: request.id }),
        from: request.from.person.jid,
        ...(request.reason !== undefined && { reason: request.reason }),
        to: inviter.sessions.map((session) => session.jid),
      },
    ],
  });
}

/** Invitations come from a nickname or from a real address, and so may what answers them. */
function inviterOf(room: Room, address: string): Occupant | undefined {
  const [bare = '', ...resource] = address.split('/');
  if (bare === room.jid) return occupantByNick(room, resource.join('/'));
  return room.sessions.get(address)?.occupant ?? [...room.occupants.values()].find(({ person }) => person.jid === bare);
}
