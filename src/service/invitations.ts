/** Invitations and declines in messages to a room, read into requests. */

import type { Invitee } from '../room/message-request.ts';
import type { Party, RoomRequest } from '../room/request.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { prepareJid } from '../wire/jid.ts';
import type { InvitationRequest } from '../wire/xep/xep0045-user.ts';
import type { MessageEnvironment } from './message-environment.ts';
import { badRequest, malformedAddress, nobodyToInvite, storeAway } from './refusals.ts';

/** People who may be invited with one message. */
const inviteesMax = 50;

export async function readInvitation(
  wish: InvitationRequest,
  from: Party,
  env: MessageEnvironment,
): Promise<RoomRequest | Refusal> {
  const tooMany = env.tooMany(wish.kind === 'decline' ? 1 : wish.invitations.length);
  if (tooMany !== undefined) return tooMany;
  if (wish.kind === 'decline') {
    return { ...wish, from };
  }
  if (wish.invitations.length > inviteesMax)
    return badRequest(`Invite at most ${inviteesMax} people with one message.`);
  // Nobody is looked up, and so written down, for somebody who may not invite.
  const standing = await env.ask({ kind: 'ask-standing', from, to: 'invite' });
  if (isRefusal(standing)) return standing;
  const invitations: Invitee[] = [];
  for (const { to, ...words } of wish.invitations) {
    const jid = prepareJid(to);
    if (isRefusal(jid)) return malformedAddress();
    // As if nobody were there: who is blocked is the operator's business.
    if (env.isBlocked(jid)) return nobodyToInvite();
    const whom = await env.person(jid.bare);
    if (whom === undefined) return storeAway();
    invitations.push({ whom, address: jid.full, ...words });
  }
  return { kind: 'invite', from, invitations, ...(wish.id !== undefined && { id: wish.id }) };
}
