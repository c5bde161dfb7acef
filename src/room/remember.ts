/** Details of presence: they change the room and are no events, so that a restart asks for them anew. */
import type { Outcome } from './outcome.ts';
import { shared } from './shared-text.ts';
import type { Room } from './state.ts';

/** What sessions last said of themselves. The one that spoke last is the one others see. */
export function remember(room: Room, { details }: Pick<Outcome, 'details'>): void {
  for (const { session, presence } of details) {
    const known = room.sessions.get(session);
    if (known === undefined) continue;
    known.presence = shared(presence);
    const { occupant } = known;
    const { sessions } = occupant;
    if (sessions.at(-1) !== known) occupant.sessions = sessions.toSpliced(sessions.indexOf(known), 1).concat(known);
  }
}
