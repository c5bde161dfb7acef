/** What a query to a room consists of, and what answering it takes. */

import type { Answer } from '../../room/answer.ts';
import type { Card } from '../../room/card.ts';
import type { Party, RoomRequest } from '../../room/request.ts';
import type { Person, Room } from '../../room/state.ts';
import type { Store } from '../../store/port.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import type { MamRequest } from '../../wire/xep/xep0313.ts';
import type { Element } from '../../wire/xml.ts';
import type { AdHocCommands } from '../commands/ad-hoc.ts';
import type { CommandDesk } from '../commands/desk.ts';
import type { IqAnswer } from '../iq.ts';
import type { Query } from '../query.ts';

export interface RoomQuestion {
  readonly roomJid: string;
  readonly type: 'get' | 'set';
  /** The person's key is empty in a `get`: who only asks is not written down. */
  readonly from: Party;
}

export interface RoomQueryEnvironment {
  /** Answers a request to the archive of the room. */
  archive(request: MamRequest, question: { readonly roomJid: string; readonly from: Party }): Promise<IqAnswer>;
  /** Asks the room; settles with its answer. */
  ask(roomJid: string, request: RoomRequest): Promise<Answer | Refusal | undefined>;
  /** The same for a request that depends on what lies in the record of the room. */
  askReading(
    roomJid: string,
    read: (room: Room, store: Store) => Promise<RoomRequest | Refusal>,
  ): Promise<Answer | Refusal | undefined>;
  readonly commands: AdHocCommands;
  readonly desk: CommandDesk;
  /** The card that stands in this event of the record; undefined where another one has taken its place. */
  card(of: { readonly key: string; readonly number: number }): Promise<Card | undefined>;
  person(bare: string): Promise<Person | undefined>;
  /** The largest message that is taken in, with all it carries. */
  readonly messageBytesMax: number;
}

export type RoomQuery = Query<RoomQuestion, RoomQueryEnvironment>;

/** The room's refusal as it is, or what `build` makes of its answer. */
export function asElement(
  answer: Answer | Refusal | undefined,
  build: (answer: Answer) => Element | undefined,
): IqAnswer {
  if (answer === undefined || isRefusal(answer)) return answer;
  return build(answer);
}

/** The room's refusal as it is, or the empty result. */
export function asResult(answer: Answer | Refusal | undefined): IqAnswer {
  return asElement(answer, () => undefined);
}
