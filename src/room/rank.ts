/** Who may do what to whom: the rules of XEP-0045 §5.1.3 and §5.2.3 that depend on both. */
import type { Refusal } from '../wire/error.ts';
import { type Action, may, type Standing } from './access.ts';
import type { Context } from './context.ts';
import { banOfOneself, forbidden, moderatorsOnly, notAllowed, tooHigh } from './refusals.ts';
import type { Affiliation, Role } from './state.ts';

/** Higher ones stand above lower ones; who has none is on no level. */
const ranks: Readonly<Record<Affiliation, number>> = { outcast: 0, none: 0, member: 1, admin: 2, owner: 3 };

/** Moderators by what they are: nobody takes that, or their voice, away without unmaking what they are. */
const high: ReadonlySet<Affiliation> = new Set(['admin', 'owner']);

interface Change<T> {
  readonly from: T;
  readonly to: T;
}

export function riseOf({ from, to }: Change<Affiliation>): number {
  return ranks[to] - ranks[from];
}

/** §5.2.3, §9.1 to §9.5, §10.3 to §10.8. */
export function objectionToAffiliation(
  { from, to, oneself }: Change<Affiliation> & { readonly oneself: boolean },
  asker: Standing,
  context: Context,
): Refusal | undefined {
  if (!may('change members and bans', asker, context)) {
    return forbidden('Only owners and admins of the room may change its lists.');
  }
  if (oneself && to === 'outcast') return banOfOneself();
  if ((!high.has(from) && !high.has(to)) || may('change owners and admins', asker, context)) return undefined;
  // An admin may ban, but not those; the lists of owners and admins are not an admin's at all.
  return to === 'outcast' ? tooHigh() : forbidden('Only an owner may make, or unmake, owners and admins.');
}

export interface Target {
  readonly affiliation: Affiliation;
  /** Whoever asks does it to itself. */
  readonly oneself: boolean;
}

/** §5.1.3, §8.2 to §8.5, §9.6 to §9.8. `mine` is the asker's affiliation. */
export function objectionToRole(
  change: Change<Role>,
  target: Target,
  asker: Standing & { readonly affiliation: Affiliation },
  context: Context,
): Refusal | undefined {
  const allowed = (action: Action) => may(action, asker, context);
  if (!allowed('change roles') && !allowed('make and unmake moderators')) {
    return moderatorsOnly();
  }
  if (change.to === 'none') return objectionToKick(change.from, target, asker, context);
  if (change.to === 'moderator' || change.from === 'moderator') {
    if (change.to !== 'moderator' && high.has(target.affiliation)) return tooHigh();
    return allowed('make and unmake moderators') ? undefined : forbidden('Only admins and owners make moderators.');
  }
  if (!allowed('change roles')) return moderatorsOnly();
  const revoked = change.from === 'participant' && change.to === 'visitor';
  return revoked && keepsVoice(target.affiliation, asker.affiliation) ? tooHigh() : undefined;
}

/** §8.2: nobody with a lower affiliation kicks, and a moderator is kicked by admins and owners only (§5.1.3). */
function objectionToKick(
  role: Role,
  target: Target,
  asker: Standing & { readonly affiliation: Affiliation },
  context: Context,
): Refusal | undefined {
  if (!may('change roles', asker, context)) return moderatorsOnly();
  if (ranks[target.affiliation] > ranks[asker.affiliation]) return tooHigh();
  if (role !== 'moderator' || target.oneself || may('make and unmake moderators', asker, context)) return undefined;
  return notAllowed('Only admins and owners may kick a moderator.');
}

/** §8.4: "at or above the moderator's level", and admins and owners whoever asks. */
function keepsVoice(theirs: Affiliation, mine: Affiliation): boolean {
  return high.has(theirs) || (theirs !== 'none' && ranks[theirs] >= ranks[mine]);
}
