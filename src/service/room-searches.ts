/** Searches over the list of rooms: one at a time, since each goes through all of it, and what waits is bounded. */
import type { Store } from '../store/port.ts';
import type { FoundRooms, RoomSearch } from '../store/room-search.ts';
import { type Refusal, refusal } from '../wire/error.ts';
import { FewAtATime } from './few-at-a-time.ts';

const waitingMax = 50;
/** About as long as those that wait take in a list of a hundred thousand. */
export const retryAfterSeconds = 10;

export class RoomSearches {
  readonly #rooms: Store['rooms'];
  readonly #turns = new FewAtATime({ atATime: 1, waitingMax });

  constructor(rooms: Store['rooms']) {
    this.#rooms = rooms;
  }

  /** Undefined where too many wait already. */
  async find(query: RoomSearch): Promise<FoundRooms | undefined> {
    return (await this.#turns.run(() => this.#rooms.search(query)))?.result;
  }
}

/** For whoever may be asked to try again; `otherwise` ends the sentence with another way. */
export const tooManySearches = (otherwise = ''): Refusal =>
  refusal(
    'resource-constraint',
    'wait',
    `Too many search for rooms at the moment. Try again in ${retryAfterSeconds} seconds${otherwise}.`,
  );
