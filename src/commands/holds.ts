/** What commands may ask about legal holds: what administrators want kept, whatever settings and people say. */
import type { Hold } from '../room/holds.ts';
import type { Person } from '../room/state.ts';
import type { Refusal } from '../wire/error.ts';

export interface HoldWish {
  readonly name: string;
  readonly reason?: string;
  readonly everything: boolean;
  /** Addresses. */
  readonly rooms: readonly string[];
  /** Names. */
  readonly categories: readonly string[];
  /** Bare JIDs. */
  readonly people: readonly string[];
  /** Milliseconds since 1970, both included. */
  readonly from?: number;
  readonly until?: number;
}

export type HoldFacts = Omit<Hold, 'categories'> & {
  /** Names. */
  readonly categories: readonly string[];
};

export interface Holds {
  /** By name. */
  list(): readonly HoldFacts[];
  find(name: string): HoldFacts | undefined;
  /** Durable when it settles: from then on nothing that it covers goes. */
  create(wish: { readonly actor: Person; readonly wish: HoldWish }): Promise<HoldFacts | Refusal>;
  /** What it alone has kept goes little by little. */
  release(wish: { readonly actor: Person; readonly name: string }): Promise<Refusal | undefined>;
}
