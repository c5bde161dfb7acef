/** What follows a commit and nobody waits for: snapshots, compaction, the room's line in the list, freed addresses. */

import type { Log } from '../ops/log.ts';
import type { RoomEvent } from '../room/events.ts';
import type { Room } from '../room/state.ts';
import type { RoomListing, Store } from '../store/port.ts';
import { changesListing, listingOf } from './listing.ts';
import { roomStream } from './room-loader.ts';
import { encodeRoom } from './snapshot-codec.ts';
import { type ListPart, lengthOf, listParts, outdatesSnapshots, partsChangedBy } from './snapshot-parts.ts';

/** After so many events a snapshot is saved, so that loading stays short. */
const eventsPerSnapshot = 200;
/**
 * Where long lists have changed, they are written again after more events: this many of their entries for each event,
 * so that an event costs the same in a room of ten and in one of a hundred thousand. Loading takes the lists and the
 * events since, and neither is then much more than the other.
 */
const entriesPerEvent = 8;

export interface DueSnapshot {
  readonly number: number;
  readonly parts: Readonly<Record<string, string>>;
  /** What it replaces must not stay, so a failure to save it is not left to the next one that is due anyway. */
  readonly urgent: boolean;
}

export class Upkeep {
  readonly #store: Store;
  readonly #log: Log;
  #snapshotAt: number;
  /** Lists that may have changed since the last snapshot; after loading, all. */
  #changed = new Set<ListPart>(listParts);
  /** Whatever the number of events, the next snapshot is due. */
  #overdue = false;
  /** What the list of rooms says of how many are in it; after loading nobody knows. */
  #occupantsSaid = -1;
  /** One at a time: a list that is left out has to be in the store already. */
  #saving = false;

  constructor(
    env: { readonly store: Store; readonly log: Log },
    loaded: { snapshotNumber: number; outdated: boolean },
  ) {
    this.#store = env.store;
    this.#log = env.log;
    this.#snapshotAt = loaded.snapshotNumber;
    this.#overdue = loaded.outdated;
  }

  /** What the commit of these events, which the room has been through, tells lists of it; undefined where nothing changes. */
  listing(room: Room, events: readonly RoomEvent[]): RoomListing | undefined {
    // Whoever looks for people passes over rooms of which lists say that nobody is in them.
    const fills = room.occupants.size > 0 && this.#occupantsSaid <= 0;
    if (!fills && !events.some(changesListing)) return undefined;
    this.#occupantsSaid = room.occupants.size;
    return listingOf(room);
  }

  /** Taken with the commit it belongs to, and saved when that commit is durable. */
  dueSnapshot(room: Room, events: readonly RoomEvent[]): DueSnapshot | undefined {
    for (const event of events) for (const part of partsChangedBy(event)) this.#changed.add(part);
    // A subject that was taken back must not stay readable in the last snapshot.
    this.#overdue ||= events.some(outdatesSnapshots);
    const isDue = this.#overdue || room.number - this.#snapshotAt >= eventsUntilDue(room, this.#changed);
    if (room.destroyed || this.#saving || !isDue) return;
    const due = { number: room.number, parts: encodeRoom(room, this.#changed), urgent: this.#overdue };
    this.#snapshotAt = room.number;
    this.#changed.clear();
    this.#overdue = false;
    this.#saving = true;
    return due;
  }

  committed(room: Room, snapshot: DueSnapshot | undefined): void {
    if (snapshot !== undefined) this.#try(room, this.#saveSnapshot(room, snapshot));
    if (!room.destroyed && this.#isCrowdAnother(room)) this.#try(room, this.#describe(room));
  }

  async #saveSnapshot(room: Room, { urgent, ...snapshot }: DueSnapshot): Promise<void> {
    const stream = roomStream(room.key);
    try {
      await this.#store.saveSnapshot({ stream, ...snapshot });
    } catch (error) {
      for (const part of listParts) this.#changed.add(part);
      this.#overdue ||= urgent;
      throw error;
    } finally {
      this.#saving = false;
    }
    await this.#describe(room);
    await this.#store.compact({ stream, through: snapshot.number });
  }

  /** Searches sort by what the list says; in a crowd a few more or less do not matter, and whether it is empty does. */
  #isCrowdAnother({ occupants: { size } }: Room): boolean {
    const said = this.#occupantsSaid;
    return size !== said && (size === 0 || Math.abs(size - said) >= said / 8);
  }

  #describe(room: Room): Promise<void> {
    this.#occupantsSaid = room.occupants.size;
    return this.#store.rooms.describe({ jid: room.jid, listing: listingOf(room) });
  }

  #try(room: Room, task: Promise<void>): void {
    task.catch((error: unknown) => {
      this.#log.warn({ room: room.jid, error }, 'upkeep of a room failed; it is done again with the next snapshot');
    });
  }
}

function eventsUntilDue(room: Room, changed: Iterable<ListPart>): number {
  let entries = 0;
  for (const part of changed) entries += lengthOf(part, room);
  return Math.max(eventsPerSnapshot, entries / entriesPerEvent);
}
