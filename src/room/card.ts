/** The room's card: who may change it, and who hears that it shows another picture (XEP-0054, XEP-0153, XEP-0486). */
import { affiliationOf, may, standingOf } from './access.ts';
import type { SetCard } from './administration-request.ts';
import { done } from './answer.ts';
import type { AskCard } from './ask-request.ts';
import type { Context } from './context.ts';
import type { Delivery } from './delivery.ts';
import type { RoomEvent } from './events.ts';
import { type Outcome, outcome } from './outcome.ts';
import { ownersOnly, roomLocked } from './refusals.ts';
import { audience, type Room, timeOf } from './state.ts';

/** `xml`: what is in the card, namespace-complete; `hashes`: SHA-1 of each picture in it, in hexadecimal. */
export interface Card {
  readonly xml: string;
  readonly hashes: readonly string[];
}

/** The stream, and the event in it that holds the card; no number where there is none. */
export interface CardPlace {
  readonly kind: 'card';
  readonly key: string;
  readonly number?: number;
}

/** The room shows the picture of its card, by presence of its own; without a hash, that it has none (XEP-0153 §3.1). */
export interface AvatarDelivery {
  readonly kind: 'avatar';
  readonly hash?: string | undefined;
  readonly to: readonly string[];
}

export function setCard(room: Room, { from, card }: SetCard, context: Context): Outcome {
  if (!may('change the card', standingOf(room, from), context)) return outcome({ answer: ownersOnly() });
  if (card === undefined && room.card === undefined) return outcome({ answer: done });
  const event: RoomEvent = {
    kind: 'carded',
    at: timeOf(room, context),
    by: from.person,
    ...(card !== undefined && { card }),
    ...(room.card && { before: room.card }),
  };
  return outcome({ events: [event], deliveries: tell(room, card?.hashes ?? []), answer: done });
}

/** 104, as for every change of what disco#info says (XEP-0486 §3.2), and the picture, if it is another one. */
function tell(room: Room, hashes: readonly string[]): Delivery[] {
  const to = audience(room);
  if (!room.open || to.length === 0) return [];
  const notice: Delivery = { kind: 'notice', statuses: [104], to };
  const [hash] = hashes;
  return hash === room.card?.hashes[0] ? [notice] : [{ kind: 'avatar', hash, to }, notice];
}

/** The picture as it is now. */
export function avatarFor(room: Room, to: readonly string[]): Delivery {
  return { kind: 'avatar', hash: room.card?.hashes[0], to };
}

/** What a newcomer is shown: nothing where there is no picture, as it does not expect one. */
export function shownCard(room: Room, session: string): Delivery[] {
  return room.card?.hashes[0] === undefined ? [] : [avatarFor(room, [session])];
}

/** Whoever may know what the room is. */
export function askCard(room: Room, { from }: AskCard): Outcome {
  if (!room.open && affiliationOf(room, from.person) !== 'owner') return outcome({ answer: roomLocked() });
  const number = room.card?.number;
  return outcome({ answer: { kind: 'card', key: room.key, ...(number !== undefined && { number }) } });
}
