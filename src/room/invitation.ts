/** An invitation as it is written, whatever it comes from: of somebody in the room, of a change to its lists, of an approval. */
import { seesRealJids } from './access.ts';
import type { InvitationDelivery } from './delivery.ts';
import { occupantJid, type Person, type Room } from './state.ts';

/** Who invites: by their nickname if they are in the room. */
export interface Inviter {
  readonly person: Person;
  readonly nick: string | undefined;
}

/**
 * `words`: what the inviter says. Where everybody sees real addresses it comes from the inviter's, else from the nickname; if
 * that was done from outside, from the room itself.
 */
export function invitation(
  room: Room,
  { person, nick }: Inviter,
  words: Pick<InvitationDelivery, 'id' | 'reason' | 'continues'>,
  address: string,
): InvitationDelivery {
  const hidden = nick === undefined ? room.jid : occupantJid(room, nick);
  return {
    kind: 'invitation',
    from: seesRealJids(room, 'none') && hasAddress(person) ? person.jid : hidden,
    ...words,
    ...(room.settings.passwordProtected && { password: room.settings.password }),
    to: [address],
  };
}

/** Not so who types commands on the machine of the service: no address has a space in it (RFC 7622 §3.3). */
function hasAddress({ jid }: Person): boolean {
  return !jid.includes(' ');
}
