/**
 * What is told of a room's lists by their versions (XEP-0463): on entering, before anything else, what changed since the
 * version the client knows; and later every change, from version to version. It is for those who may ask for the lists.
 */

import { isGroup } from '../principal-text.ts';
import { affiliationFrom, may } from './access.ts';
import { countAt, versionOf } from './affiliation-changes.ts';
import type { Context } from './context.ts';
import type { Delivery } from './delivery.ts';
import type { AffiliationsDelivery, AffiliationsItem, Versions } from './list-versions.ts';
import type { Enter } from './presence-request.ts';
import type { Affiliation, Facts, Person, Role, Room } from './state.ts';

/** Lists longer than this are not sent whole with an entrance: clients then ask for what they need, as without versions. */
const listedMax = 5_000;
/** Addresses in one message, about: it has to fit into a stanza. */
const charactersPerMessage = 40_000;
const charactersPerItem = 50;

export interface Welcome {
  /** In front of all presence. */
  readonly deliveries: readonly Delivery[];
  /** For the newcomer's own presence. */
  readonly versions?: Versions;
}

const nothing: Welcome = { deliveries: [] };

export function affiliationsFor(room: Room, request: Enter, role: Role, context: Context): Welcome {
  const { versions: asked, from, id } = request;
  if (asked === undefined) return nothing;
  const viewer = { room, person: from.person, role };
  if (!may('see the member lists', viewer, context)) {
    return { deliveries: [{ kind: 'affiliations-refused', ...(id !== undefined && { id }), to: [from.session] }] };
  }
  const seesBans = may('see the ban list', viewer, context);
  const versions: Versions = { until: versionOf(room) };
  const { since } = asked;
  const changed = since === undefined ? undefined : changedSince(room, since, from.person);
  if (since !== undefined && changed !== undefined) {
    const items = changed.map((person) => itemOf(person, room.entries.get(person.jid)?.facts ?? {}, seesBans));
    return { versions, deliveries: items.length === 0 ? [] : inMessages({ since, ...versions }, items, from.session) };
  }
  if (room.entries.size > listedMax) return nothing;
  return { versions, deliveries: inMessages(versions, wholeList(room, seesBans), from.session) };
}

/**
 * Undefined for a version that is not known. Whoever's own standing, or that of their domain, has changed since gets the lists whole: what they
 * were before is perhaps not for them to know.
 */
function changedSince(room: Room, version: string, asker: Person): readonly Person[] | undefined {
  const count = countAt(room, version);
  const changed = count === undefined ? undefined : room.changes.since(count);
  return changed?.some(({ jid }) => jid === asker.jid || asker.jid.endsWith(`@${jid}`)) ? undefined : changed;
}

function wholeList(room: Room, seesBans: boolean): AffiliationsItem[] {
  const items: AffiliationsItem[] = [];
  for (const { person, facts } of room.entries.values()) {
    if (isGroup(person.jid)) continue;
    const item = itemOf(person, facts, seesBans);
    if (item.affiliation !== 'none') items.push(item);
  }
  return items;
}

function itemOf({ jid }: Person, facts: Facts, seesBans: boolean): AffiliationsItem {
  const affiliation = affiliationFrom(facts);
  return { jid, affiliation: affiliation === 'outcast' && !seesBans ? 'none' : affiliation };
}

/** In as many messages as it takes. Of what lies between them nobody can ask: half a list is none. */
function inMessages(versions: Versions, items: readonly AffiliationsItem[], to: string): AffiliationsDelivery[] {
  const portions: AffiliationsItem[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const item of items) {
    if (characters > charactersPerMessage) {
      portions.push([]);
      characters = 0;
    }
    portions.at(-1)?.push(item);
    characters += item.jid.length + charactersPerItem;
  }
  const between = (place: number): string => `${versions.until}~${place}`;
  return portions.map((portion, place) => {
    const since = place === 0 ? versions.since : between(place);
    const until = place === portions.length - 1 ? versions.until : between(place + 1);
    return {
      kind: 'affiliations',
      versions: { ...(since !== undefined && { since }), until },
      items: portion,
      to: [to],
    };
  });
}

interface Pending {
  readonly except: ReadonlySet<string>;
  readonly seeingBans: string[];
  readonly others: string[];
}

/** The changes of one request, from version to version, and those in the room who may see the lists. */
export class ChangesTold {
  readonly #room: Room;
  #count: number;
  /** Most messages are for all who may see the lists, and share who that is. */
  #forAll: Pending | undefined;
  readonly #pending: Pending[] = [];
  /** There is one change only. */
  alone = false;

  constructor(room: Room) {
    this.#room = room;
    this.#count = room.changes.count;
  }

  next(): Versions {
    const since = versionOf(this.#room, this.#count);
    this.#count += 1;
    return { since, until: versionOf(this.#room, this.#count) };
  }

  /** For a change that not everybody has seen in presence (XEP-0463 §5.2.2): to whom, is known at the `end`. */
  message(
    whom: Person,
    affiliation: Affiliation,
    { versions, except }: { readonly versions: Versions; readonly except: readonly string[] },
  ): AffiliationsDelivery[] {
    const { seeingBans, others } = this.#recipients(except);
    const item = { jid: whom.jid, role: 'none' } as const;
    const told = (shown: Affiliation, to: readonly string[]): AffiliationsDelivery => ({
      kind: 'affiliations',
      versions,
      items: [{ ...item, affiliation: shown }],
      to,
    });
    return [told(affiliation, seeingBans), told(affiliation === 'outcast' ? 'none' : affiliation, others)];
  }

  #recipients(except: readonly string[]): Pending {
    if (except.length === 0 && this.#forAll !== undefined) return this.#forAll;
    const made: Pending = { except: new Set(except), seeingBans: [], others: [] };
    if (except.length === 0) this.#forAll = made;
    this.#pending.push(made);
    return made;
  }

  /** With the room's lists as they will be, so that nobody hears what is not for them any more. */
  end(after: Room, context: Pick<Context, 'isServiceAdmin'>): void {
    if (this.#pending.length === 0) return;
    for (const { jid, occupant } of after.sessions.values()) {
      const viewer = { room: after, person: occupant.person, role: occupant.role };
      if (!may('see the member lists', viewer, context)) continue;
      const seesBans = may('see the ban list', viewer, context);
      for (const { except, seeingBans, others } of this.#pending) {
        if (!except.has(jid)) (seesBans ? seeingBans : others).push(jid);
      }
    }
  }
}
