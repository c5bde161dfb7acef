/** From whom to whom a stanza goes. */
import type { Person } from '../room/state.ts';
import type { Jid } from '../wire/jid.ts';
import type { Addressed } from './incoming.ts';

export interface Route {
  readonly from: Jid;
  readonly to: Jid;
}

/** What goes this way is done in order. */
export function keyOf({ from, to }: Route): string {
  return `${from.full} ${to.bare}`;
}

/** The same as those see it who read stanzas for rooms; `now` in milliseconds since 1970. */
export function asAddressed({ from, to }: Route, person: Person, now: number): Addressed {
  return { from: { session: from.full, person }, roomJid: to.bare, nick: to.resource, now };
}
