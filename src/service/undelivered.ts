/** Which rooms have said something that may not have arrived: those of what was committed since the delivered mark. */
import type { StreamId } from '../store/event.ts';
import type { FeedPosition, Store } from '../store/port.ts';
import { isRoomStream, roomKeyOf } from './room-loader.ts';

/** Events read from the store at a time. */
const batch = 500;

/** A room in which something may not have arrived, and from which event on. */
export interface UndeliveredRoom {
  readonly jid: string;
  readonly key: string;
  readonly first: number;
}

export interface Undelivered {
  readonly rooms: readonly UndeliveredRoom[];
  /** Rooms that are no more, and from which event on somebody may not have heard of it. */
  readonly ended: readonly { readonly stream: StreamId; readonly first: number }[];
  /** Everything up to here is in it. */
  readonly position: FeedPosition;
}

/** What was committed since a position. */
export async function findUndelivered(store: Store, since: FeedPosition): Promise<Undelivered> {
  const firstNumbers = new Map<StreamId, number>();
  const destroyed = new Set<StreamId>();
  let position = since;
  for (;;) {
    const page = await store.feed({ after: position, limit: batch });
    position = page.position;
    if (page.events.length === 0) break;
    for (const { stream, number, kind } of page.events) {
      // Of the service itself nobody is told.
      if (!isRoomStream(stream)) continue;
      if (kind === 'destroyed') destroyed.add(stream);
      if (number < (firstNumbers.get(stream) ?? Number.POSITIVE_INFINITY)) firstNumbers.set(stream, number);
    }
  }
  const rooms = await Promise.all(
    [...firstNumbers].map(async ([stream, first]) => {
      const entry = await store.rooms.findByKey(roomKeyOf(stream));
      return entry === undefined ? [] : [{ jid: entry.jid, key: entry.key, first }];
    }),
  );
  const ended = [...destroyed].map((stream) => ({ stream, first: firstNumbers.get(stream) ?? 1 }));
  return { rooms: rooms.flat(), ended, position };
}
