/** Reads cards of rooms from the record; they are too large, and too seldom wanted, to be kept in memory. */
import type { Card } from '../room/card.ts';
import type { Store } from '../store/port.ts';
import { decodeEvent, peopleIn } from './event-codec.ts';
import { roomStream } from './room-loader.ts';
import type { RoomQueryEnvironment } from './room-queries/question.ts';

export function cardReader(store: Pick<Store, 'read' | 'people'>): RoomQueryEnvironment['card'] {
  return async ({ key, number }): Promise<Card | undefined> => {
    const [stored] = await store.read({
      stream: roomStream(key),
      after: number - 1,
      before: number + 1,
      order: 'ascending',
      limit: 1,
    });
    if (stored === undefined) return undefined;
    const event = decodeEvent(stored, await store.people.jids(peopleIn(stored)));
    return event.kind === 'carded' ? event.card : undefined;
  };
}
