/** Asking rooms whom they would have to let go, and letting them do it. One place knows the requests. */

import type { Reviewed } from '../../room/answer.ts';
import type { RoomCategory } from '../../room/directory.ts';
import type { Party, RoomRequest } from '../../room/request.ts';
import type { Room } from '../../room/state.ts';
import { type RoomEntry, type Store, StoreError } from '../../store/port.ts';
import { isRefusal } from '../../wire/error.ts';
import type { Rooms } from '../rooms.ts';

const nothing: Reviewed = { kind: 'reviewed', entries: 0, occupants: 0, more: false };

export interface RoomReviewsEnvironment {
  readonly store: Store;
  rooms(): Pick<Rooms, 'get' | 'peek' | 'jidsInMemory' | 'dropIdle'>;
}

/** `purge`: whether entries that the category does not cover go, too; people in the room who may not be there go always. */
export function reviewRequest(from: Party, purge: boolean): RoomRequest {
  return { kind: 'review', from, purge };
}

export class RoomReviews {
  readonly #env: RoomReviewsEnvironment;

  constructor(env: RoomReviewsEnvironment) {
    this.#env = env;
  }

  /** Rooms in memory, of one category or of all. */
  inMemory(category?: string): string[] {
    const rooms = this.#env.rooms();
    return rooms.jidsInMemory().filter((jid) => {
      const room = rooms.peek(jid)?.room;
      return room !== undefined && isThere(room) && (category === undefined || room.category === category);
    });
  }

  page(category: string | undefined, after: string, limit: number): Promise<RoomEntry[]> {
    return this.#env.store.rooms.list({
      shown: 'all',
      ...(category !== undefined && { category }),
      ...(after !== '' && { after }),
      limit,
    });
  }

  count(category?: string): Promise<number> {
    return this.#env.store.rooms.count({ shown: 'all', ...(category !== undefined && { category }) });
  }

  /** Lets go whom it has to, all of them. Rejects with a StoreError where that cannot be written now. */
  async review(jid: string, { from, purge }: { readonly from: Party; readonly purge: boolean }): Promise<Reviewed> {
    let [entries, occupants, more] = [0, 0, true];
    while (more) {
      const one = await this.#ask(jid, reviewRequest(from, purge));
      entries += one.entries;
      occupants += one.occupants;
      more = one.more;
    }
    return { kind: 'reviewed', entries, occupants, more };
  }

  /** How many would have to go within this category; changes nothing. */
  ask(jid: string, from: Party, within: RoomCategory): Promise<Reviewed> {
    return this.#ask(jid, { kind: 'ask-review', from, within });
  }

  /** Rooms that were only loaded to be asked leave memory again. */
  breathe(): void {
    this.#env.rooms().dropIdle();
  }

  #ask(jid: string, request: RoomRequest): Promise<Reviewed> {
    const mailbox = this.#env.rooms().get(jid);
    return new Promise((resolve, reject) => {
      mailbox.submit(request, (answer) => {
        // A mistake of ours in one room is logged where it was made, and must not keep all others waiting.
        const isAway = answer !== undefined && isRefusal(answer) && answer.condition === 'resource-constraint';
        if (isAway) reject(new StoreError(answer.text));
        // A room that is no more has nobody to let go.
        else resolve(answer?.kind === 'reviewed' ? answer : nothing);
      });
    });
  }
}

function isThere(room: Room): boolean {
  return room.number > 0 && !room.destroyed;
}
