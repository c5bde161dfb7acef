/** Making, handing out and taking back hats, and the lists of them (XEP-0317 §3.2 to §3.7). */
import type { Refusal } from '../wire/error.ts';
import { may, standingOf } from './access.ts';
import type { ChangeHats, HatChange } from './administration-request.ts';
import { done } from './answer.ts';
import type { AskHats } from './ask-request.ts';
import { announce, announcementOf } from './broadcast.ts';
import type { Context } from './context.ts';
import type { Delivery } from './delivery.ts';
import type { RoomEvent } from './events.ts';
import { exchanged, type Hat, hatsMax, hatsPerPersonMax, wearersMax, wears, without } from './hats.ts';
import { roomsOwnHat } from './house-refusals.ts';
import { type Outcome, outcome } from './outcome.ts';
import { presenterHat, withOwnHat } from './presenters.ts';
import { forbidden, listNotForYou, noSuchHat, tooManyHats } from './refusals.ts';
import { audience, type Occupant, type Person, type Room, timeOf } from './state.ts';

export function changeHats(room: Room, { from, change }: ChangeHats, context: Context): Outcome {
  if (!may('change hats', standingOf(room, from), context)) {
    return outcome({ answer: forbidden('Only owners and admins of the room may change its hats.') });
  }
  const refused = objection(room, change);
  if (refused !== undefined) return outcome({ answer: refused });
  const stamp = { at: timeOf(room, context), by: from.person };
  const known = room.hats.get(change.kind === 'create' ? change.hat.uri : change.uri);
  const before = known === undefined ? {} : { before: known };
  switch (change.kind) {
    case 'create':
      if (isSame(room.hats.get(change.hat.uri), change.hat)) return outcome({ answer: done });
      return changed(room, { kind: 'hat-created', ...stamp, hat: change.hat, ...before }, (hats) =>
        exchanged(hats, change.hat),
      );
    case 'destroy':
      return changed(room, { kind: 'hat-destroyed', ...stamp, uri: change.uri, ...before }, (hats) =>
        without(hats, change.uri),
      );
    case 'assign':
      return assign(room, { kind: 'hat-assigned', ...stamp, whom: change.whom, uri: change.uri });
    case 'unassign':
      return unassign(room, { kind: 'hat-unassigned', ...stamp, whom: change.whom, uri: change.uri });
  }
}

function objection(room: Room, change: HatChange): Refusal | undefined {
  const { hats } = room;
  if ((change.kind === 'create' ? change.hat.uri : change.uri) === presenterHat.uri) return roomsOwnHat();
  if (change.kind === 'create') {
    const full = hats.get(change.hat.uri) === undefined && hats.size.defined >= hatsMax;
    return full ? tooManyHats(`This room has ${hatsMax} hats already. Destroy one first.`) : undefined;
  }
  if (hats.get(change.uri) === undefined) return noSuchHat();
  if (change.kind !== 'assign') return undefined;
  const worn = hats.wornBy(change.whom.jid);
  if (worn === undefined) {
    return hats.size.wearers >= wearersMax ? tooManyHats(`${wearersMax} people wear hats here already.`) : undefined;
  }
  return worn.length >= hatsPerPersonMax && !wears(worn, change.uri)
    ? tooManyHats(`Nobody may wear more than ${hatsPerPersonMax} hats. Take one back first.`)
    : undefined;
}

type Change = Extract<
  RoomEvent,
  { readonly kind: 'hat-created' | 'hat-destroyed' | 'hat-assigned' | 'hat-unassigned' }
>;

/** Everybody hears that the list is another one (104, §3.2), and sees whoever wears what changed. */
function changed(room: Room, event: Change, after: (hats: readonly Hat[]) => readonly Hat[]): Outcome {
  const uri = event.kind === 'hat-created' ? event.hat.uri : event.uri;
  const deliveries: Delivery[] = [{ kind: 'notice', statuses: [104], to: audience(room) }];
  for (const occupant of room.occupants.values()) {
    const worn = room.hats.wornBy(occupant.person.jid);
    if (worn !== undefined && wears(worn, uri)) deliveries.push(...show(room, occupant, after(worn)));
  }
  return outcome({ events: [event], deliveries, answer: done });
}

function assign(room: Room, event: Extract<Change, { readonly kind: 'hat-assigned' }>): Outcome {
  const hat = room.hats.get(event.uri);
  const worn = room.hats.wornBy(event.whom.jid) ?? [];
  if (hat === undefined || wears(worn, hat.uri)) return outcome({ answer: done });
  return outcome({ events: [event], deliveries: showOne(room, event.whom, [...worn, hat]), answer: done });
}

function unassign(room: Room, event: Extract<Change, { readonly kind: 'hat-unassigned' }>): Outcome {
  const worn = room.hats.wornBy(event.whom.jid) ?? [];
  if (!wears(worn, event.uri)) return outcome({ answer: done });
  return outcome({
    events: [event],
    deliveries: showOne(room, event.whom, without(worn, event.uri)),
    answer: done,
  });
}

function showOne(room: Room, whom: Person, hats: readonly Hat[]): Delivery[] {
  const deliveries: Delivery[] = [];
  for (const occupant of room.occupants.values()) {
    if (occupant.person.jid === whom.jid) deliveries.push(...show(room, occupant, hats));
  }
  return deliveries;
}

/** An empty list is shown, too: it is how a client learns that the last one is gone (§3.1). */
function show(room: Room, occupant: Occupant, hats: readonly Hat[]): Delivery[] {
  const shown = withOwnHat(room, occupant.person, hats) ?? hats;
  return announce(room, occupant, { ...announcementOf(room, occupant), hats: shown });
}

function isSame(known: Hat | undefined, hat: Hat): boolean {
  return known !== undefined && known.title === hat.title && known.hue === hat.hue;
}

export function askHats(room: Room, { from, which }: AskHats, context: Context): Outcome {
  const action = which === 'defined' ? 'see the hats' : 'see who wears hats';
  if (!may(action, standingOf(room, from), context)) {
    return outcome({ answer: listNotForYou() });
  }
  if (which === 'defined') return outcome({ answer: { kind: 'hats', hats: room.hats.defined } });
  return outcome({
    answer: {
      kind: 'hats',
      hats: room.hats.wearers.flatMap(({ person, hats }) => hats.map((hat) => ({ ...hat, jid: person.jid }))),
    },
  });
}
