/** Changing one's nickname (XEP-0045 §7.6). All sessions of the occupant go with it. */
import { affiliationOf, isReservedForOthers } from './access.ts';
import { type Announcement, announce } from './broadcast.ts';
import type { Context } from './context.ts';
import { type Outcome, outcome } from './outcome.ts';
import { hatsShown } from './presenters.ts';
import { nickTaken } from './refusals.ts';
import type { Party } from './request.ts';
import { occupantByNick, type Room, type Session, timeOf } from './state.ts';
import { objectionToRenaming } from './traits/index.ts';
import { isUnnoticed } from './traits/large-rooms.ts';

export function changeNick(
  room: Room,
  wish: { readonly from: Party; readonly nick: string; readonly presence: string },
  session: Session,
  context: Context,
): Outcome {
  const { occupant } = session;
  const holder = occupantByNick(room, wish.nick);
  if ((holder !== undefined && holder !== occupant) || isReservedForOthers(room, wish.nick, occupant.person)) {
    return outcome({ answer: nickTaken() });
  }
  const refused = objectionToRenaming({ room, person: occupant.person, nick: wish.nick });
  if (refused !== undefined) return outcome({ answer: refused });
  const item = { affiliation: affiliationOf(room, occupant.person), role: occupant.role };
  const common = {
    personKey: occupant.person.key,
    realJid: session.jid,
    presence: wish.presence,
  } satisfies Partial<Announcement>;
  return outcome({
    events: [
      {
        kind: 'renamed',
        at: timeOf(room, context),
        by: occupant.person,
        from: occupant.nick,
        to: wish.nick,
        ...(isUnnoticed(room, occupant) && { unnoticed: true }),
      },
    ],
    details: [{ session: session.jid, presence: wish.presence }],
    deliveries: [
      ...announce(room, occupant, {
        ...common,
        nick: occupant.nick,
        presence: '',
        item: { ...item, nick: wish.nick },
        unavailable: true,
        statuses: [303],
      }),
      ...announce(room, occupant, { ...common, nick: wish.nick, item, hats: hatsShown(room, occupant.person) }),
    ],
  });
}
