/** Who was in a room at which event, as the tail of its record tells. */
import type { RoomEvent } from '../room/events.ts';

interface Change {
  readonly number: number;
  readonly inside: boolean;
}

export class Stays {
  /** By session, in the order of the record. */
  readonly #changes = new Map<string, Change[]>();

  /** To be called with each event of the tail, in their order. */
  note(number: number, event: RoomEvent): void {
    if (event.kind !== 'entered' && event.kind !== 'left') return;
    const session = `${event.by.jid}/${event.resource}`;
    const changes = this.#changes.get(session) ?? [];
    changes.push({ number, inside: event.kind === 'entered' });
    this.#changes.set(session, changes);
  }

  /** Whether somebody came or went at all. */
  get any(): boolean {
    return this.#changes.size > 0;
  }

  /** Number of the event with which a session that is inside now entered; undefined if that was before the tail. */
  entry(session: string): number | undefined {
    return this.#changes.get(session)?.findLast(({ inside }) => inside)?.number;
  }

  /** Whether a session that is inside now was inside at this event as well. */
  wasInside(session: string, number: number): boolean {
    const changes = this.#changes.get(session);
    if (changes === undefined) return true;
    const before = changes.findLast((change) => change.number < number);
    return before === undefined ? changes[0]?.inside === false : before.inside;
  }
}
