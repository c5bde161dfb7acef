/** Presence of somebody who does not ask to enter (XEP-0045 §7.2.18, §7.6, §7.7). */
import { affiliationOf } from './access.ts';
import { type Announcement, announce, ownPresence } from './broadcast.ts';
import type { Context } from './context.ts';
import { changeNick } from './nick.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Presence } from './presence-request.ts';
import { hatsShown } from './presenters.ts';
import { nickKey, type Room } from './state.ts';

export function presence(room: Room, request: Presence, context: Context): Outcome {
  const session = room.sessions.get(request.from.session);
  if (session === undefined) return notInStep(room.jid, request);
  const { occupant } = session;
  // With other sessions there, another spelling is what this client calls itself, not a wish for all of them.
  const respelled = occupant.sessions.length > 1 && nickKey(request.nick) === nickKey(occupant.nick);
  if (request.nick !== occupant.nick && !respelled) return changeNick(room, request, session, context);
  const announcement: Announcement = {
    nick: occupant.nick,
    personKey: occupant.person.key,
    item: { affiliation: affiliationOf(room, occupant.person), role: occupant.role },
    realJid: session.jid,
    presence: request.presence,
    hats: hatsShown(room, occupant.person),
    news: 'detail',
  };
  const details = [{ session: session.jid, presence: request.presence }];
  if (request.nick === occupant.nick) return outcome({ details, deliveries: announce(room, occupant, announcement) });
  // It is told, and it alone, that it goes by another spelling than it wrote (§7.6).
  const own = ownPresence(room, { ...announcement, ownStatuses: [210] }, [session.jid]);
  return outcome({ details, deliveries: [...announce(room, occupant, announcement, session.jid), own] });
}

/** An old groupchat 1.0 join looks like a client that lost step: both are told that they are not in (§7.2.18). */
export function notInStep(roomJid: string, request: Presence): Outcome {
  return outcome({
    deliveries: [
      {
        kind: 'presence',
        from: `${roomJid}/${request.nick}`,
        unavailable: true,
        ...(request.id !== undefined && { id: request.id }),
        presence: '',
        item: { affiliation: 'none', role: 'none', reason: 'You are not in the room. Enter it again.' },
        statuses: [110, 307, 333],
        to: [request.from.session],
      },
    ],
  });
}
