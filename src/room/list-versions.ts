/** What is said of a room's lists by their versions (XEP-0463). */
import type { Affiliation, Role } from './state.ts';

/** Versions of the room's lists (XEP-0463): of a change both, of the lists as they are the latter. */
export interface Versions {
  readonly since?: string;
  readonly until: string;
}

export interface AffiliationsItem {
  readonly jid: string;
  readonly affiliation: Affiliation;
  readonly role?: Role;
}

/** What the lists say of people who need not be in the room, for those who may see them. */
export interface AffiliationsDelivery {
  readonly kind: 'affiliations';
  readonly versions: Versions;
  readonly items: readonly AffiliationsItem[];
  readonly to: readonly string[];
}

/** The lists that a newcomer asked for with its presence are not for it. */
export interface AffiliationsRefusedDelivery {
  readonly kind: 'affiliations-refused';
  /** That of the presence. */
  readonly id?: string;
  readonly to: readonly string[];
}
