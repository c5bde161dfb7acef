/**
 * XEP-0424: Message Retraction 0.4.2 (2025-01-18)
 *
 * Also the form it had before version 0.4, fastened to the message by XEP-0422, which clients still send and read.
 */
import { NS } from '../namespaces.ts';
import { markup } from '../splice.ts';
import { child, children, type Element } from '../xml.ts';
import { formatDateTime } from './xep0082.ts';

export function carriesRetraction(message: Element): boolean {
  return child(message, 'retract', NS.retract) !== undefined || fastened(message).length > 0;
}

/** Which messages a message takes back, as its sender names them; each once, whatever the form. */
export function retractedIds(message: Element): readonly string[] {
  const named = [...children(message, 'retract', NS.retract), ...fastened(message)].map(
    ({ attrs }) => attrs['id'] ?? '',
  );
  return named.length === 0 ? named : [...new Set(named)];
}

function fastened(message: Element): readonly Element[] {
  const targets = children(message, 'apply-to', NS.fasten);
  return targets.filter((target) => child(target, 'retract', NS.retractFastened) !== undefined);
}

/** What is left of a message that was taken back (§4). */
export interface Tombstone {
  /** The id of the message that took it back. */
  readonly id: string;
  /** When, in milliseconds since 1970. */
  readonly stamp: number;
}

/** The payload of a message that its sender took back, for clients of either form. */
export function tombstoneText(tombstone: Tombstone): string {
  return retractedText(tombstone) + retractedBeforeText(tombstone);
}

/** `inner` is text of child elements. */
export function retractedText({ id, stamp }: Tombstone, inner = ''): string {
  return markup('retracted', { xmlns: NS.retract, id, stamp: formatDateTime(stamp) }, inner);
}

/** The same in the form before version 0.4. */
export function retractedBeforeText({ stamp }: Pick<Tombstone, 'stamp'>): string {
  return markup('retracted', { xmlns: NS.retractFastened, stamp: formatDateTime(stamp) });
}
