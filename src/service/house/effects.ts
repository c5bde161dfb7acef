/** How many would have to go if a category were another one: asked room by room, for as long as somebody may wait. */
import type { CategoryEffects } from '../../commands/house.ts';
import type { Clock } from '../../ops/clock.ts';
import type { RoomCategory } from '../../room/directory.ts';
import type { Party } from '../../room/request.ts';
import { sideBySide } from '../side-by-side.ts';
import type { RoomReviews } from './room-reviews.ts';

const roomsMax = 20_000;
const millisecondsMax = 10_000;
const page = 50;
/** Rooms that are read and asked at the same time. */
const atATime = 8;

export interface EffectsEnvironment {
  readonly clock: Pick<Clock, 'now'>;
  readonly reviews: Pick<RoomReviews, 'page' | 'ask' | 'breathe'>;
  /** The service itself. */
  readonly from: Party;
}

export async function countEffects(
  { clock, reviews, from }: EffectsEnvironment,
  key: string,
  within: RoomCategory,
): Promise<CategoryEffects> {
  const until = clock.now() + millisecondsMax;
  const counted = { rooms: 0, affected: 0, entries: 0, occupants: 0 };
  let after = '';
  for (;;) {
    const rooms = await reviews.page(key, after, page);
    for (const { entries, occupants, more } of await sideBySide(rooms, atATime, ({ jid }) =>
      reviews.ask(jid, from, within),
    )) {
      counted.rooms += 1;
      if (entries + occupants > 0 || more) counted.affected += 1;
      counted.entries += entries;
      counted.occupants += occupants;
    }
    reviews.breathe();
    if (rooms.length < page) return { ...counted, atLeast: false };
    if (counted.rooms >= roomsMax || clock.now() >= until) return { ...counted, atLeast: true };
    after = rooms.at(-1)?.jid ?? after;
  }
}
