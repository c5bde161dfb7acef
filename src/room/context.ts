/** What a decision depends on beside the room and the request; `service/context.ts` makes it. */
import type { Person } from './state.ts';

/** All that the core may know of the world. */
export interface Context {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** A new stanza-id for the event with this number: opaque, never used before. */
  stanzaId(number: number): string;
  /** Characters that one message may become, all copies together; the room's size decides how long it may be. */
  readonly copiesCharactersMax: number;
  /** Sessions above which a room is large if its owner has said nothing else; 0 for never. */
  readonly largeRoomsAbove: number;
  /**
   * Key of the category of a room that somebody makes by entering it (XEP-0045 §10.1); undefined for those who may not
   * make any.
   */
  newRoomCategory(person: Person): string | undefined;
  /** Whether nobody may have this address for a new room: categories are called so. */
  isReserved(jid: string): boolean;
  /** Messages that newcomers get at most in a room that is made now; undefined for as many as is usual. */
  readonly historyInNewRooms: number | undefined;
  /** Facts that hold for a person outside the room: administrators of the service. */
  isServiceAdmin(person: Person): boolean;
  /** Nobody whom the service has blocked enters any room. */
  isBlocked(person: Person): boolean;
}
