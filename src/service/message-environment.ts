/** What reading a message to a room may have to ask first. */
import type { Answer } from '../room/answer.ts';
import type { RoomRequest } from '../room/request.ts';
import type { Person } from '../room/state.ts';
import type { Refusal } from '../wire/error.ts';
import type { Jid } from '../wire/jid.ts';

export interface MessageEnvironment {
  /** Asks the room the message is for; settles with its answer. */
  ask(request: RoomRequest): Promise<Answer | Refusal | undefined>;
  /** Undefined while the store cannot tell. */
  person(bare: string): Promise<Person | undefined>;
  /** Why the sender may not have so many people written to at this time, or nothing. */
  tooMany(people: number): Refusal | undefined;
  /** Whether somebody is kept out of the service, and so cannot be invited into it. */
  isBlocked(jid: Jid): boolean;
}
