/**
 * XEP-0425: Moderated Message Retraction 0.3.0 (2023-03-02)
 *
 * Also the form it had before version 0.3, fastened to the message by XEP-0422.
 */
import { NS } from '../namespaces.ts';
import { child, children, type Element } from '../xml.ts';

/** Whether a message says that a moderator retracted another one; only a room itself may say so (§3.1). */
export function carriesModeration(message: Element): boolean {
  const retraction = child(message, 'retract', NS.retract);
  if (retraction !== undefined && child(retraction, 'moderated', NS.moderate) !== undefined) return true;
  return children(message, 'apply-to', NS.fasten).some(
    (target) => child(target, 'moderated', NS.moderateFastened) !== undefined,
  );
}
