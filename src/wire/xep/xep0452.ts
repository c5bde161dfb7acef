/**
 * XEP-0452: MUC Mention Notifications 0.2.2 (2022-01-11)
 */
import { NS } from '../namespaces.ts';
import { markup } from '../splice.ts';
import { delayText } from './xep0203.ts';

export interface MentioningMessage {
  /** The room's bare JID, and the sender's occupant JID. */
  readonly room: string;
  readonly from: string;
  readonly id: string;
  /** Children as `complete` made them, with what the room has added. */
  readonly xml: string;
  /** When the room received it, in milliseconds since 1970. */
  readonly stamp: number;
}

/** What is in the notification (§3.2): the whole message as the room has it. */
export function mentionText({ room, from, id, xml, stamp }: MentioningMessage): string {
  const attrs = { xmlns: NS.client, type: 'groupchat', id: id === '' ? undefined : id, to: room, from };
  const forwarded = markup('forwarded', { xmlns: NS.forward }, delayText({ stamp }) + markup('message', attrs, xml));
  return markup('mentions', { xmlns: NS.mentions }, forwarded);
}
