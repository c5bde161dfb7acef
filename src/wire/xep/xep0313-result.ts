/**
 * XEP-0313: Message Archive Management 1.1.3 (2025-04-09)
 *
 * One result of a query (§4.2). Messages lie in the archive as text, and are put into their result as text.
 */
import { NS } from '../namespaces.ts';
import { markup } from '../splice.ts';
import { mucUserText } from './xep0045-user.ts';
import { delayText } from './xep0203.ts';
import { occupantIdText } from './xep0421.ts';

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
    /** Of the sender (XEP-0421 §4); absent where the room itself spoke. */
    readonly occupantId?: string;
    /** Children as `complete` made them. */
    readonly xml: string;
    /** The sender's real JID, only for those who may see it (§6.1.2). */
    readonly realJid?: string;
  };
}

/** The whole stanza. The forwarded message is in `jabber:client` and has no `to` (XEP-0297 §3). */
export function mamResultText({ from, to, queryId, archiveId, stamp, message }: MamResult): string {
  const real = message.realJid === undefined ? '' : mucUserText({ items: [{ jid: message.realJid }] });
  const who = message.occupantId === undefined ? '' : occupantIdText(message.occupantId);
  const id = message.id === '' ? undefined : message.id;
  const original = markup(
    'message',
    { xmlns: NS.client, from: message.from, type: 'groupchat', id },
    real + who + message.xml,
  );
  const forwarded = markup('forwarded', { xmlns: NS.forward }, delayText({ stamp }) + original);
  const result = markup('result', { xmlns: NS.mam, queryid: queryId, id: archiveId }, forwarded);
  return markup('message', { from, to }, result);
}
