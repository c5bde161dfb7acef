/** What follows a commit and nobody waits for: snapshots, compaction, the room's line in the list, freed addresses. */

import type { Log } from '../ops/log.ts';
import type { RoomEvent } from '../room/events.ts';
import type { Room } from '../room/state.ts';
import type { Store } from '../store/port.ts';
import { encodeRoom } from './codec.ts';
import { roomStream } from './room-loader.ts';

/** After so many events a snapshot is saved, so that loading stays short. */
const eventsPerSnapshot = 200;

export interface DueSnapshot {
  readonly number: number;
  readonly parts: Readonly<Record<string, string>>;
}

export class Upkeep {
  readonly #store: Store;
  readonly #log: Log;
  #snapshotAt: number;

  constructor(env: { readonly store: Store; readonly log: Log }, loadedAt: number) {
    this.#store = env.store;
    this.#log = env.log;
    this.#snapshotAt = loadedAt;
  }

  /** Taken with the commit it belongs to, and saved when that commit is durable. */
  dueSnapshot(room: Room): DueSnapshot | undefined {
    if (room.destroyed || room.number - this.#snapshotAt < eventsPerSnapshot) return undefined;
    this.#snapshotAt = room.number;
    return { number: room.number, parts: encodeRoom(room) };
  }

  committed(room: Room, events: readonly RoomEvent[], snapshot: DueSnapshot | undefined): void {
    if (snapshot !== undefined) this.#try(room, this.#saveSnapshot(room, snapshot));
    if (!room.destroyed && (events.some(changesListing) || hasEmptied(room, events)))
      this.#try(room, describe(this.#store, room));
  }

  async #saveSnapshot(room: Room, snapshot: DueSnapshot): Promise<void> {
    const stream = roomStream(room.key);
    await this.#store.saveSnapshot({ stream, ...snapshot });
    await describe(this.#store, room);
    await this.#store.compact({ stream, through: snapshot.number });
  }

  #try(room: Room, task: Promise<void>): void {
    task.catch((error: unknown) => {
      this.#log.warn({ room: room.jid, error }, 'upkeep of a room failed; it is done again with the next snapshot');
    });
  }
}

function changesListing(event: RoomEvent): boolean {
  return event.kind === 'created' || event.kind === 'configured';
}

/** A room that rests leaves memory; the list must not go on saying that somebody is in it. */
function hasEmptied(room: Room, events: readonly RoomEvent[]): boolean {
  return room.sessions.size === 0 && events.some((event) => event.kind === 'left');
}

function describe(store: Store, room: Room): Promise<void> {
  const { name, description, public: isPublic } = room.settings;
  return store.rooms.describe({
    jid: room.jid,
    listing: { name, description, listed: isPublic && room.open, occupants: room.occupants.size },
  });
}
