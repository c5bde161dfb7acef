/**
 * XEP-0424: Message Retraction 0.4.2 (2025-01-18)
 *
 * Also the form it had before version 0.4, fastened to the message by XEP-0422, which clients still send.
 */
import { NS } from '../namespaces.ts';
import { child, children, type Element } from '../xml.ts';

export function carriesRetraction(message: Element): boolean {
  if (child(message, 'retract', NS.retract) !== undefined) return true;
  return children(message, 'apply-to', NS.fasten).some(
    (target) => child(target, 'retract', NS.retractFastened) !== undefined,
  );
}
