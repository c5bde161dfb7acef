/** What stanzas ask of rooms goes to their mailboxes; a refusal goes back, and so does what an error is the answer to. */
import type { Answer } from '../room/answer.ts';
import type { RoomRequest } from '../room/request.ts';
import type { Room } from '../room/state.ts';
import type { Store } from '../store/port.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { parseError, saysSessionIsGone } from '../wire/stanza.ts';
import type { Element } from '../wire/xml.ts';
import { type Answering, refuse } from './iq.ts';
import type { Reply } from './mailbox.ts';
import { nobodyToInvite } from './refusals.ts';
import { withRetracted } from './retracted.ts';
import type { Rooms } from './rooms.ts';
import type { Route } from './route.ts';
import { SentInvitations } from './sent-invitations.ts';

export interface RoomRequestsEnvironment extends Pick<Answering, 'send' | 'begin'> {
  readonly rooms: Rooms;
  readonly store: Store;
  /** An error says that this session is gone from this room, or for the service. */
  gone(bounce: { readonly session: string; readonly roomJid: string }): void;
}

export class RoomRequests {
  readonly #env: RoomRequestsEnvironment;
  readonly #invitations = new SentInvitations();

  constructor(env: RoomRequestsEnvironment) {
    this.#env = env;
  }

  /**
   * Refuses the stanza where the room does, or nothing can be made of it; `away` says what to do instead where it might do
   * later.
   */
  submit(stanza: Element, request: RoomRequest | Refusal, roomJid: string, away?: (why: Refusal) => void): void {
    if (isRefusal(request)) return refuse(stanza, request, this.#env);
    const done = this.#env.begin();
    const reply: Reply = (answer) => {
      if (answer !== undefined && isRefusal(answer)) {
        if (answer.type === 'wait' && away !== undefined) away(answer);
        else refuse(stanza, answer, this.#env);
      } else this.#invitations.remember(stanza, request);
      done();
    };
    const mailbox = this.#env.rooms.get(roomJid);
    if (request.kind !== 'post' || request.retracts === undefined) return mailbox.submit(request, reply);
    mailbox.submitReading((room) => withRetracted(request, room, this.#env.store), reply);
  }

  /** Settles with the room's answer. */
  ask(roomJid: string, request: RoomRequest): Promise<Answer | Refusal | undefined> {
    return new Promise((resolve) => this.#env.rooms.get(roomJid).submit(request, resolve));
  }

  /** The same for a request that depends on what lies in the record of the room. */
  askReading(
    roomJid: string,
    read: (room: Room, store: Store) => Promise<RoomRequest | Refusal>,
  ): Promise<Answer | Refusal | undefined> {
    const { rooms, store } = this.#env;
    return new Promise((resolve) => rooms.get(roomJid).submitReading((room) => read(room, store), resolve));
  }

  /** A stanza of ours came back. */
  bounced(stanza: Element, { from, to }: Route): void {
    if (!saysSessionIsGone(parseError(stanza))) return;
    const invitation = this.#invitations.takeFor(stanza);
    if (invitation !== undefined) return refuse(invitation, nobodyToInvite(), this.#env);
    this.#env.gone({ session: from.full, roomJid: to.bare });
  }
}
