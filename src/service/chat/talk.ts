/** Which messages to the service are talk that is answered (DESIGN: Chat with the service). */
import type { Jid } from '../../wire/jid.ts';
import { NS } from '../../wire/namespaces.ts';
import { child, childText, type Element } from '../../wire/xml.ts';

/** Marks of a message that somebody else than the sender has passed on, or kept for later: a stored "delete" must not run tomorrow. */
const notFirstHand = [
  ['delay', NS.delay],
  ['received', NS.carbons],
  ['sent', NS.carbons],
  ['forwarded', NS.forward],
  // Out of a room of another service: the bare address there is everybody's in it.
  ['x', NS.mucUser],
] as const;

/**
 * The text, where the message is to be answered: of one who sits at a client now and says something of their own. Two
 * machines must never talk to each other: nothing of other services, or of our own, is answered.
 */
export function talkIn(
  message: Element,
  { from, type, domain }: { readonly from: Jid; readonly type: string; readonly domain: string },
): string | undefined {
  if (type !== 'chat' && type !== 'normal') return undefined;
  if (from.local === undefined || from.resource === undefined || from.domain === domain) return undefined;
  if (notFirstHand.some(([name, xmlns]) => child(message, name, xmlns) !== undefined)) return undefined;
  const body = childText(message, 'body')?.trim();
  return body === '' ? undefined : body;
}
