/**
 * After something about people has changed beside the room (who is blocked, in which group, in whose scope), the room
 * is looked through: who may not be in it any more leaves, and everybody sees it; what its category does not cover goes
 * from the lists. The same again changes nothing, so it can go on after a crash wherever it was.
 */

import { isPerson } from '../principal-text.ts';
import { categoryOf, factsOf, may } from './access.ts';
import { begin } from './administer.ts';
import { type Administration, setRole } from './administration.ts';
import type { Review } from './administration-request.ts';
import type { Reviewed } from './answer.ts';
import type { AskReview } from './ask-request.ts';
import { announce, announcementOf } from './broadcast.ts';
import type { Context } from './context.ts';
import type { Delivery } from './delivery.ts';
import { type Removal, remove } from './leave.ts';
import { type Outcome, outcome } from './outcome.ts';
import { higherRole, roleOnEntry } from './role.ts';
import { type Facts, type Occupant, occupantJid, type Person, type Role, type Room } from './state.ts';
import { writeFacts } from './write-facts.ts';

/** Entries that one review takes from the lists: whoever is in the room hears of each. */
const entriesMax = 500;

/** Why somebody goes. Each is told apart by what it is, not by what it says: others see the same of the first two. */
const blockedNow: Removal = { cause: 'banned', item: { affiliation: 'outcast' } };
const bannedNow: Removal = { cause: 'banned', item: { affiliation: 'outcast' } };
const outNow: Removal = { cause: 'affiliation', item: { affiliation: 'none' } };

/** For those who leave; why somebody else does is nobody else's business. */
const reasons: ReadonlyMap<Removal | undefined, string> = new Map([
  [blockedNow, 'Blocked from this service by its operator.'],
  [bannedNow, 'One of your groups is banned from this room.'],
  [outNow, 'This room is not for you any more.'],
]);

/** What becomes of the room, and of its lists where it purges them. */
export function review(room: Room, { from, purge }: Pick<Review, 'from' | 'purge'>, context: Context): Outcome {
  const misfits = purge ? misfitsIn(room, entriesMax + 1) : [];
  const work = begin(room, { from }, context);
  for (const { person, left } of misfits.slice(0, entriesMax)) writeFacts(work, { whom: person }, left);
  for (const occupant of room.occupants.values()) look(work, occupant);
  work.changes.end(work.draft, context);
  const removed = remove(work.draft, work.removals, context);
  const leaving = new Map([...work.removals].map(([{ nick }, removal]) => [occupantJid(room, nick), removal]));
  return outcome({
    events: [...work.events, ...removed.events],
    deliveries: [...work.deliveries, ...removed.deliveries.map((delivery) => withReason(leaving, delivery))],
    answer: {
      kind: 'reviewed',
      entries: Math.min(misfits.length, entriesMax),
      occupants: work.removals.size,
      more: misfits.length > entriesMax,
    },
  });
}

/** As if that were its category already; nothing changes. */
export function askReview(room: Room, { within }: AskReview, { isBlocked, isServiceAdmin }: Context): Outcome {
  const { directory } = room;
  const seen: Room = {
    ...room,
    entries: room.entries.draft(),
    directory: {
      groupsOf: (bare) => directory.groupsOf(bare),
      isCategoryName: (name) => directory.isCategoryName(name),
      addin: (name) => directory.addin(name),
      category: () => within,
    },
  };
  const misfits = misfitsIn(seen, Number.POSITIVE_INFINITY);
  for (const { person, left } of misfits) {
    if (Object.keys(left).length === 0) seen.entries.delete(person.jid);
    else seen.entries.set({ person, facts: left });
  }
  const leaving = [...room.occupants.values()].filter(
    (occupant) => removalOf(seen, occupant, { isBlocked, isServiceAdmin }) !== undefined,
  );
  const answer: Reviewed = { kind: 'reviewed', entries: misfits.length, occupants: leaving.length, more: false };
  return outcome({ answer });
}

interface Misfit {
  readonly person: Person;
  /** What may stay of what stands there. */
  readonly left: Facts;
}

/** Entries that the category does not cover, and presenters who are members no more. Bans stay: they give nobody anything. */
function misfitsIn(room: Room, max: number): Misfit[] {
  const category = categoryOf(room);
  const misfits: Misfit[] = [];
  for (const { person, facts } of room.entries.values()) {
    if (misfits.length === max) break;
    if (facts.outcast) continue;
    if (!category.covers(person.jid)) misfits.push({ person, left: {} });
    else if (facts.presenter && room.settings.membersOnly && isPerson(person.jid) && !factsOf(room, person).member) {
      const { presenter: _, ...left } = facts;
      misfits.push({ person, left });
    }
  }
  return misfits;
}

function look(work: Administration, occupant: Occupant): void {
  const { draft, removals, context } = work;
  const removal = removalOf(draft, occupant, context);
  if (removal !== undefined) removals.set(occupant, removal);
  if (removals.has(occupant)) return;
  const role = roleByGroups(draft, occupant);
  if (role === occupant.role || work.roles.has(occupant)) return;
  setRole(work, occupant, { role });
  const announcement = announcementOf(draft, occupant);
  work.deliveries.push(
    ...announce(draft, occupant, {
      ...announcement,
      hats: announcement.hats ?? [],
      item: { ...announcement.item, role },
    }),
  );
}

function removalOf(
  room: Room,
  { person }: Occupant,
  context: Pick<Context, 'isBlocked' | 'isServiceAdmin'>,
): Removal | undefined {
  if (context.isBlocked(person)) return blockedNow;
  if (factsOf(room, person).outcast) return bannedNow;
  return may('enter', { room, person, role: 'none' }, context) ? undefined : outNow;
}

/** Groups make managers and presenters, and unmake them, without anybody changing a list. */
function roleByGroups(room: Room, occupant: Occupant): Role {
  const { person, role, appointed } = occupant;
  if (!room.entries.hasGroups || appointed) return role;
  const usual = roleOnEntry(room, person);
  if (room.settings.auditorium || role === 'moderator') return usual;
  return usual === 'moderator' ? higherRole(role, usual) : role;
}

function withReason(leaving: ReadonlyMap<string, Removal>, delivery: Delivery): Delivery {
  if (delivery.kind !== 'presence' || !delivery.unavailable || !delivery.statuses.includes(110)) return delivery;
  const reason = reasons.get(leaving.get(delivery.from)) ?? reasons.get(outNow);
  return { ...delivery, item: { ...delivery.item, ...(reason !== undefined && { reason }) } };
}
