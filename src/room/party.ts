/** Who asks a room for something. */
import type { Person } from './state.ts';

/** A session (full JID) of a person. */
export interface Party {
  readonly session: string;
  readonly person: Person;
}

/** What every request says. */
export interface From {
  readonly from: Party;
}
