/** Invitations on their way, so that an inviter hears of an address where nobody is (XEP-0045 §7.8.2). */
import type { RoomRequest } from '../room/request.ts';
import { type Element, xml } from '../wire/xml.ts';

/** The last so many invitations of the service: bounces come at once, or when a server has given up. */
const rememberedMax = 5_000;

export class SentInvitations {
  /** The message of the inviter, without its content, by what the bounce will say. Oldest first. */
  readonly #sent = new Map<string, Element>();

  remember(message: Element, request: RoomRequest): void {
    if (request.kind !== 'invite') return;
    const { from, to = '', id } = message.attrs;
    const inviting = xml('message', { from, to, id });
    for (const { address } of request.invitations) this.#sent.set(keyOf({ from: address, to, id }), inviting);
    for (const key of this.#sent.keys()) {
      if (this.#sent.size <= rememberedMax) return;
      this.#sent.delete(key);
    }
  }

  /** The inviter's message that this error is about, once. */
  takeFor(bounce: Element): Element | undefined {
    const { from = '', to = '', id } = bounce.attrs;
    const key = keyOf({ from, to, id });
    const message = this.#sent.get(key);
    this.#sent.delete(key);
    return message;
  }
}

function keyOf(bounce: { readonly from: string; readonly to: string; readonly id: string | undefined }): string {
  return `${bounce.from} ${bounce.to} ${bounce.id ?? ''}`;
}
