/**
 * A room that is written as its events come, under a key that no address has yet. Where a run ended in the middle, the next
 * one opens it again and goes on with what is missing.
 */
import { apply } from '../room/apply.ts';
import type { RoomEvent } from '../room/events.ts';
import type { Tombstone } from '../room/retract.ts';
import type { Room, RoomIdentity } from '../room/state.ts';
import { loadByKey } from '../service/room-loader.ts';
import { RoomWriter } from '../service/room-writer.ts';
import { encodeRoom } from '../service/snapshot-codec.ts';
import { listParts } from '../service/snapshot-parts.ts';
import type { NewEvent, StreamId } from '../store/event.ts';
import { type Store, StoreError } from '../store/port.ts';

export interface Writing {
  readonly store: Store;
  /** Numbers the commits of this run. */
  nextCommitId(): number;
}

export class RoomBeingMade {
  readonly #store: Store;
  readonly #writer: RoomWriter;
  readonly stream: StreamId;
  readonly room: Room;

  private constructor(env: Writing, stream: StreamId, room: Room) {
    this.#store = env.store;
    this.#writer = new RoomWriter(env);
    this.stream = stream;
    this.room = room;
  }

  /** Rejects as the store does. */
  static async open(env: Writing, stream: StreamId, identity: RoomIdentity): Promise<RoomBeingMade> {
    const { room } = await loadByKey(env.store, identity);
    return new RoomBeingMade(env, stream, room);
  }

  /** Rejects with a StoreError where it could not be written. */
  async write(events: readonly RoomEvent[], tombstones: readonly Tombstone[] = []): Promise<void> {
    if (events.length === 0) return;
    const { affiliated, ...commit } = this.#writer.prepare(this.room, { events, tombstones, gone: [], emptied: [] });
    // How much of the room its maker has seen is known of the record that was, and is brought with the others'.
    const isTheirs = events.some((event) => event.kind === 'created' && !event.forOthers);
    const outcome = await this.#store.commit({
      ...commit,
      events: commit.events.map(ofMessagesUnmarked),
      ...(affiliated && !isTheirs && { affiliated }),
    });
    if (outcome.kind !== 'committed') throw new StoreError(outcome.text);
    for (const event of events) apply(this.room, event);
  }

  async saveSnapshot(): Promise<void> {
    const { number } = this.room;
    await this.#store.saveSnapshot({ stream: this.stream, number, parts: encodeRoom(this.room, listParts) });
  }
}

/** What a room said of itself elsewhere is no deed of anybody's here. */
function ofMessagesUnmarked({ audited, ...event }: NewEvent): NewEvent {
  return audited && event.kind !== 'posted' ? { ...event, audited } : event;
}
