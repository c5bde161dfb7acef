/** A private message through the room (XEP-0045 §7.5), to all sessions of the one nickname. */

import type { PrivateMessage } from './message-request.ts';
import { type Outcome, outcome } from './outcome.ts';
import { noSuchOccupant, notAnOccupant } from './refusals.ts';
import { occupantByNick, occupantJid, type Room } from './state.ts';
import { objectionToPrivateMessage } from './traits/index.ts';

export function privateMessage(room: Room, request: PrivateMessage): Outcome {
  const sender = room.sessions.get(request.from.session)?.occupant;
  if (sender === undefined) return outcome({ answer: notAnOccupant() });
  const receiver = occupantByNick(room, request.nick);
  if (receiver === undefined) return outcome({ answer: noSuchOccupant() });
  const refused = objectionToPrivateMessage({ room, sender, receiver, said: request.said });
  if (refused !== undefined) return outcome({ answer: refused });
  return outcome({
    deliveries: [
      {
        kind: 'private',
        from: occupantJid(room, sender.nick),
        personKey: sender.person.key,
        id: request.id,
        type: request.type,
        xml: request.xml,
        to: receiver.sessions.map((session) => session.jid),
      },
    ],
  });
}
