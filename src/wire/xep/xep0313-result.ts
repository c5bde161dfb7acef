/**
 * XEP-0313: Message Archive Management 1.1.3 (2025-04-09)
 *
 * One result of a query (§4.2). Messages lie in the archive as text, and are put into their result as text.
 */
import { NS } from '../namespaces.ts';
import { elementText, stanzaText } from '../splice.ts';
import { xml } from '../xml.ts';
import { buildMucUser } from './xep0045-user.ts';
import { buildDelay } from './xep0203.ts';

export interface MamResult {
  /** The room's bare JID, and the session that asked. */
  readonly from: string;
  readonly to: string;
  readonly queryId?: string;
  readonly archiveId: string;
  /** When the room received it, in milliseconds since 1970. */
  readonly stamp: number;
  readonly message: {
    /** The sender's occupant JID. */
    readonly from: string;
    readonly id: string;
    /** Children as `complete` made them. */
    readonly xml: string;
    /** The sender's real JID, only for those who may see it (§6.1.2). */
    readonly realJid?: string;
  };
}

/** The whole stanza. The forwarded message is in `jabber:client` and has no `to` (XEP-0297 §3). */
export function mamResultText({ from, to, queryId, archiveId, stamp, message }: MamResult): string {
  const original = xml(
    'message',
    { xmlns: NS.client, from: message.from, type: 'groupchat', id: message.id === '' ? undefined : message.id },
    message.realJid === undefined ? undefined : buildMucUser({ items: [{ jid: message.realJid }] }),
  );
  const forwarded = xml('forwarded', { xmlns: NS.forward }, buildDelay({ stamp }));
  const result = xml('result', { xmlns: NS.mam, queryid: queryId, id: archiveId });
  return stanzaText(
    xml('message', { from, to }),
    elementText(result, elementText(forwarded, elementText(original, message.xml))),
  );
}
