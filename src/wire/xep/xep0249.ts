/**
 * XEP-0249: Direct MUC Invitations 1.2 (2011-09-22)
 */
import { NS } from '../namespaces.ts';
import { type Element, xml } from '../xml.ts';

/** The short form of an invitation (§2): some clients read no other, also where it comes through the room. */
export function buildDirectInvitation(invitation: {
  readonly room: string;
  readonly reason?: string;
  readonly password?: string;
  readonly continues?: { readonly thread?: string };
}): Element {
  const { room, reason, password, continues } = invitation;
  return xml('x', {
    xmlns: NS.directInvite,
    jid: room,
    reason,
    password,
    continue: continues && 'true',
    thread: continues?.thread,
  });
}
