/**
 * Changing affiliations and roles (XEP-0045 §8, §9, §10): many items at once, all or none, each change
 * announced. What one item makes of a person is in `change-affiliation.ts`, of an occupant in `change-role.ts`.
 */
import type { Refusal } from '../wire/error.ts';
import { affiliationOf, occupantOf, standingWithAnySession } from './access.ts';
import type { Administration } from './administration.ts';
import type { AdminItem, Administer } from './administration-request.ts';
import { ChangesTold } from './affiliation-versions.ts';
import { done } from './answer.ts';
import { changeAffiliation } from './change-affiliation.ts';
import { changeRole } from './change-role.ts';
import type { Context } from './context.ts';
import { remove } from './leave.ts';
import { type Outcome, outcome } from './outcome.ts';
import { lastOwner } from './refusals.ts';
import { type Room, timeOf } from './state.ts';

export function administer(room: Room, request: Administer, context: Context): Outcome {
  return finish(begin(room, request, context), request.items, changeItem);
}

type Change<Item> = (work: Administration, item: Item) => Refusal | undefined;

/** All the items, or the first objection. */
export function finish<Item>(work: Administration, items: readonly Item[], change: Change<Item>): Outcome {
  const refused = eachOf(work, items, change);
  if (refused !== undefined) return outcome({ answer: refused });
  const { draft, events, deliveries, removals, context } = work;
  const removed = removals.size === 0 ? undefined : remove(draft, removals, context);
  return outcome({
    events: [...events, ...(removed?.events ?? [])],
    deliveries: [...deliveries, ...(removed?.deliveries ?? [])],
    answer: done,
  });
}

/** The same, but that who has to leave is said, and has not left. */
export function carryOut(work: Administration, items: readonly AdminItem[]): Refusal | undefined {
  return eachOf(work, items, changeItem);
}

function changeItem(work: Administration, item: AdminItem): Refusal | undefined {
  return item.kind === 'role' ? changeRole(work, item) : changeAffiliation(work, item);
}

function eachOf<Item>(work: Administration, items: readonly Item[], change: Change<Item>): Refusal | undefined {
  work.changes.alone = items.length === 1;
  for (const item of items) {
    const refused = change(work, item);
    if (refused !== undefined) return refused;
  }
  work.changes.end(work.draft, work.context);
  // A room made by an administrator may have none, and others look after it.
  return work.draft.entries.owners === 0 && work.ownersBefore > 0 ? lastOwner() : undefined;
}

/** What the asker may do is decided by what it is now: giving its own place away is not a matter of the order of items. */
export function begin(room: Room, { from }: Pick<Administer, 'from'>, context: Context): Administration {
  return {
    context,
    at: timeOf(room, context),
    asker: { ...standingWithAnySession(room, from), affiliation: affiliationOf(room, from.person) },
    ownersBefore: room.entries.owners,
    actor: occupantOf(room, from)?.nick,
    draft: { ...room, entries: room.entries.draft() },
    roles: new Map(),
    removals: new Map(),
    events: [],
    deliveries: [],
    told: { absent: 0 },
    changes: new ChangesTold(room),
  };
}
