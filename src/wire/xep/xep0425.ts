/**
 * XEP-0425: Moderated Message Retraction 0.3.0 (2023-03-02)
 *
 * Also the form it had before version 0.3, fastened to the message by XEP-0422. What the room says, it says in both
 * forms in one message: a client reads the one it knows.
 */
import { type Refusal, refusal } from '../error.ts';
import { escapeText } from '../escape.ts';
import { NS } from '../namespaces.ts';
import { markup } from '../splice.ts';
import { child, children, childText, type Element, is } from '../xml.ts';
import { given } from './given.ts';
import { occupantIdText } from './xep0421.ts';
import { retractedBeforeText, retractedText, type Tombstone } from './xep0424.ts';

/** Whether a message says that a moderator retracted another one; only a room itself may say so (§5). */
export function carriesModeration(message: Element): boolean {
  const retraction = child(message, 'retract', NS.retract);
  if (retraction !== undefined && child(retraction, 'moderated', NS.moderate) !== undefined) return true;
  return children(message, 'apply-to', NS.fasten).some(
    (target) => child(target, 'moderated', NS.moderateFastened) !== undefined,
  );
}

export interface ModerationRequest {
  /** The id that the room gave to the message. */
  readonly id: string;
  readonly reason?: string;
}

/** Reads the payload of an iq of type set; `undefined` where it moderates nothing. */
export function parseModeration(payload: Element): ModerationRequest | Refusal | undefined {
  const moderate = is(payload, 'apply-to', NS.fasten) ? child(payload, 'moderate', NS.moderateFastened) : payload;
  if (moderate === undefined) return undefined;
  if (moderate === payload && !is(payload, 'moderate', NS.moderate)) return undefined;
  // Clients of the earlier form are seen to send the retraction of either.
  const retracts = [NS.retract, NS.retractFastened].some((ns) => child(moderate, 'retract', ns) !== undefined);
  if (!retracts) {
    return refusal(
      'feature-not-implemented',
      'cancel',
      'Of what a moderator may do to a message, only <retract/> is known.',
    );
  }
  const id = payload.attrs['id'];
  if (id === undefined || id === '') {
    return refusal('bad-request', 'modify', 'The request does not say which message is meant: its "id" is missing.');
  }
  const reason = childText(moderate, 'reason');
  return given({ id, reason: reason === '' ? undefined : reason });
}

/** Who moderated a message, and why. */
export interface Moderation {
  /** The moderator's occupant JID, or the room's own where they are not in it. */
  readonly by: string;
  readonly occupantId: string;
  readonly reason?: string;
}

/** What the room tells everybody in it (§3.1). `id` is the one that it gave to the message. */
export function moderationText({ id, ...moderation }: Moderation & { readonly id: string }): string {
  const why = reasonText(moderation);
  const retract = markup('retract', { xmlns: NS.retract, id }, moderatedText(moderation) + why);
  const action = markup('retract', { xmlns: NS.retractFastened });
  return retract + markup('apply-to', { xmlns: NS.fasten, id }, moderatedBeforeText(moderation, action + why));
}

/** The payload of a message that a moderator retracted (§4). */
export function moderatedTombstoneText(moderation: Moderation, tombstone: Tombstone): string {
  const why = reasonText(moderation);
  const retracted = retractedText(tombstone, moderatedText(moderation) + why);
  return retracted + moderatedBeforeText(moderation, retractedBeforeText(tombstone) + why);
}

function moderatedText({ by, occupantId }: Moderation): string {
  return markup('moderated', { xmlns: NS.moderate, by }, occupantIdText(occupantId));
}

function moderatedBeforeText({ by, occupantId }: Moderation, inner: string): string {
  return markup('moderated', { xmlns: NS.moderateFastened, by }, inner + occupantIdText(occupantId));
}

function reasonText({ reason }: Moderation): string {
  return reason === undefined ? '' : markup('reason', {}, escapeText(reason));
}
