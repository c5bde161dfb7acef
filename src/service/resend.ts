/**
 * Sending again what may not have arrived: after a restart or a cut stream, everything since the delivered mark,
 * in each room before anything newer and with the same stanza-ids (DESIGN: Nothing lost, nothing doubled). Where that
 * is, is found in `undelivered.ts`; what is told of each event is in `told-again.ts`.
 */
import { refusedWord } from '../room/approval.ts';
import { avatarFor } from '../room/card.ts';
import type { Context } from '../room/context.ts';
import { mayBeWrittenTo } from '../room/courtesy.ts';
import type { Delivery } from '../room/delivery.ts';
import { toldAgain } from '../room/destroy.ts';
import type { Left, RoomEvent } from '../room/events.ts';
import { acquaint } from '../room/resize.ts';
import { noSubject } from '../room/retract.ts';
import { audience, type Room } from '../room/state.ts';
import { unveil } from '../room/unveil.ts';
import { voiceRequestAgain } from '../room/voice.ts';
import type { StreamId } from '../store/event.ts';
import type { Store } from '../store/port.ts';
import { decodeEvent, peopleIn } from './event-codec.ts';
import type { RoomOutbox } from './outbox.ts';
import { render, renderStored } from './render.ts';
import { roomKeyOf, roomStream } from './room-loader.ts';
import { Stays } from './stays.ts';
import {
  askedAgain,
  farewellAgain,
  hatsAgain,
  ownFarewell,
  promotedAgain,
  renamedAgain,
  welcomeAgain,
  wornAgain,
} from './told-again.ts';
import type { Undelivered } from './undelivered.ts';

/** Events read from the store at a time. */
const batch = 500;

/** Tells everybody who was in a room when it was destroyed, or had left it shortly before. It has no mailbox any more; all there is, is its record. */
export async function resendEnd(
  { stream, first }: Undelivered['ended'][number],
  env: { readonly store: Store; outboxOf(roomJid: string): RoomOutbox },
): Promise<void> {
  const leavers = new Map<string, Left>();
  for await (const { event } of eventsFrom({ stream, first, through: Number.MAX_SAFE_INTEGER }, env.store)) {
    if (event.kind === 'left') leavers.set(`${event.by.jid}/${event.resource}`, event);
    if (event.kind !== 'destroyed') continue;
    for (const [session, { nick, by, cause }] of leavers) {
      if (cause === 'gone') continue;
      const { room: jid } = event;
      const told =
        cause === 'destroyed'
          ? toldAgain(event, { nick, by, session })
          : ownFarewell({ jid, nick, by, session, cause });
      env.outboxOf(jid).send(render(told, { jid, key: roomKeyOf(stream) }), told.to);
    }
  }
}

export interface ResendEnvironment {
  readonly store: Store;
  readonly outbox: RoomOutbox;
  context(room: Room): Context;
}

/** Sends everything of the room from this event on to those whom it concerns and who are in it now. */
export async function resendRoom(room: Room, first: number, env: ResendEnvironment): Promise<void> {
  const stays = new Stays();
  const tail = { stream: roomStream(room.key), first, through: room.number };
  for await (const { number, event } of eventsFrom(tail, env.store)) stays.note(number, event);
  for await (const { number, event } of eventsFrom(tail, env.store)) {
    resendEvent(room, event, { number, stays, env });
  }
}

interface Tail {
  readonly stream: StreamId;
  readonly first: number;
  readonly through: number;
}

async function* eventsFrom(
  { stream, first, through }: Tail,
  store: Store,
): AsyncGenerator<{ readonly number: number; readonly event: RoomEvent }> {
  let after = first - 1;
  for (;;) {
    const events = await store.read({ stream, after, before: through + 1, order: 'ascending', limit: batch });
    const people = await store.people.jids([...new Set(events.flatMap(peopleIn))]);
    for (const stored of events) yield { number: stored.number, event: decodeEvent(stored, people) };
    const last = events.at(-1);
    if (events.length < batch || last === undefined) return;
    after = last.number;
  }
}

interface Place {
  readonly number: number;
  /** Who came and went in what is sent again: what was said while they were away is none of theirs. */
  readonly stays: Stays;
  readonly env: ResendEnvironment;
}

function resendEvent(room: Room, event: RoomEvent, { number, stays, env }: Place): void {
  const { outbox } = env;
  switch (event.kind) {
    case 'posted': {
      if (event.gone) return;
      const there = audience(room);
      const to = stays.any ? there.filter((session) => stays.wasInside(session, number)) : there;
      outbox.send(renderStored({ ...event, personKey: event.by.key }, room), to);
      return event.takesSubject === 'current' && room.subject === undefined
        ? deliver(outbox, room, [noSubject(room)])
        : undefined;
    }
    case 'entered':
      if (stays.entry(`${event.by.jid}/${event.resource}`) === number) {
        deliver(outbox, room, welcomeAgain(room, event, env));
      }
      return;
    case 'left':
      return deliver(outbox, room, farewellAgain(room, event));
    case 'renamed':
      return deliver(outbox, room, renamedAgain(room, event));
    case 'resized':
      return event.large || room.large ? undefined : deliver(outbox, room, acquaint(room));
    case 'configured':
      // Other settings are seen in the next disco.
      return event.settings.presenceOf && deliver(outbox, room, unveil(room, room.occupants.values()));
    case 'role':
      return deliver(outbox, room, promotedAgain(room, event));
    case 'hat-created':
      return deliver(outbox, room, wornAgain(room, event.hat.uri));
    case 'hat-assigned':
    case 'hat-unassigned':
      return deliver(outbox, room, hatsAgain(room, event.whom));
    case 'applied':
      return deliver(outbox, room, askedAgain(room, event, { number, stays, context: env.context(room) }));
    case 'dismissed':
      if (event.by.key === event.whom.key || !mayBeWrittenTo(room, event.whom, env.context(room))) return;
      return deliver(outbox, room, [refusedWord(room, event.whom)]);
    case 'voice-asked':
      return deliver(outbox, room, voiceRequestAgain(room, event));
    case 'purged':
    case 'cleared':
      return event.takesSubject === 'current' && room.subject === undefined
        ? deliver(outbox, room, [noSubject(room)])
        : undefined;
    case 'carded':
      return deliver(outbox, room, [avatarFor(room, audience(room))]);
    default:
      // Affiliations: whoever missed the change sees it in the next presence.
      return;
  }
}

function deliver(outbox: RoomOutbox, room: Room, deliveries: readonly Delivery[]): void {
  for (const delivery of deliveries) outbox.deliver(delivery, room);
}
