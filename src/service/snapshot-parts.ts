/** The parts a snapshot of a room is made of: what each costs, and which an event changes. */
import type { RoomEvent } from '../room/events.ts';
import type { Room } from '../room/state.ts';

/** The parts of a snapshot. `room` is always saved; of the others, those that changed since the last one. */
export const listParts = ['people', 'occupants', 'recent', 'hats', 'voice', 'changes'] as const;
export type ListPart = (typeof listParts)[number];

/** How many entries saving this part writes. */
export function lengthOf(part: ListPart, room: Room): number {
  switch (part) {
    case 'people':
      return room.entries.size;
    case 'occupants':
      return room.occupants.size;
    case 'recent':
      return room.recent.size;
    case 'hats':
      return room.hats.size.defined + room.hats.size.wearers;
    case 'voice':
      return room.voiceNotes?.size ?? 0;
    case 'changes':
      return room.changes.people.length;
  }
}

/** The parts an event changes, beside `room`. */
export function partsChangedBy(event: RoomEvent): readonly ListPart[] {
  switch (event.kind) {
    case 'created':
      return ['people', 'changes'];
    case 'affiliated':
      return ['people', 'voice', 'changes'];
    case 'entered':
    case 'left':
    case 'renamed':
    case 'resized':
      return ['occupants'];
    case 'role':
      return ['occupants', 'voice'];
    case 'voice-asked':
      return ['voice'];
    case 'posted':
      return event.originId === undefined ? [] : ['recent'];
    case 'hat-created':
    case 'hat-destroyed':
    case 'hat-assigned':
    case 'hat-unassigned':
      return ['hats'];
    case 'configured':
      // Who is shown from now on has been told of to the others.
      return [
        ...(event.settings.presenceOf === undefined ? [] : (['occupants'] as const)),
        // Who is shown, what is remembered of voice and, in a normal room, that there are no presenters.
        ...(event.settings.auditorium === undefined ? [] : (['occupants', 'voice', 'people', 'changes'] as const)),
      ];
    case 'applied':
    case 'dismissed':
    case 'moved':
    case 'disabled':
    case 'enabled':
    case 'carded':
    case 'purged':
    case 'cleared':
    case 'content-removed':
    case 'expired':
    case 'set-aside':
    case 'let-go':
      return [];
    case 'destroyed':
      return listParts;
  }
}

/** Whether snapshots from before may hold what this event took back: a subject. */
export function outdatesSnapshots(event: RoomEvent): boolean {
  const { kind } = event;
  return (kind === 'posted' || kind === 'purged' || kind === 'cleared') && event.takesSubject !== undefined;
}
