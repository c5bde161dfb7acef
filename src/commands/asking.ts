/** Who runs a command, where, and what a command may ask of the house. */
import type { Answer } from '../room/answer.ts';
import type { Party, RoomRequest } from '../room/request.ts';
import type { Person } from '../room/state.ts';
import type { Refusal } from '../wire/error.ts';
import type { House as AroundRooms } from './house.ts';
import type { Operations } from './operations.ts';
import type { RoomContent } from './room-content.ts';
import type { RoomDirectory } from './room-directory.ts';

/** Who is kept out of the service, why, since when (in milliseconds since 1970) and by whom. */
interface Block {
  readonly whom: Person;
  readonly by: Person;
  readonly at: number;
  readonly reason?: string;
}

/** Keeping people and domains out of the service. Settles with why not, or with nothing. */
export interface Blocks {
  block(wish: { readonly actor: Person; readonly jid: string; readonly reason?: string }): Promise<Refusal | undefined>;
  unblock(wish: { readonly actor: Person; readonly jid: string }): Promise<Refusal | undefined>;
  blocked(): readonly Block[];
}

/** What there is around the rooms. */
export interface House extends AroundRooms, Operations {
  readonly blocks: Blocks;
  readonly roomDirectory: RoomDirectory;
  readonly roomContent: RoomContent;
}

/** Says how far long work has come, in a few words, where somebody waits and can see it. */
export type Progress = (text: string) => void;

export interface Asking extends House {
  readonly from: Party;
  /** Whether who asks administers the service. */
  readonly administers: boolean;
  /** The address it is asked at: the room's, or the service's. */
  readonly at: string;
  /** Asks a room; settles with its answer. */
  ask(roomJid: string, request: RoomRequest): Promise<Answer | Refusal | undefined>;
  /** The person behind a bare JID; a refusal while nobody can tell. */
  person(bare: string): Promise<Person | Refusal>;
  readonly progress?: Progress;
}
