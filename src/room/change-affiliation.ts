/** Bans, members, admins and owners (XEP-0045 §9.1 to §9.5, §10.3 to §10.8): one item of a request to change lists. */
import type { Refusal } from '../wire/error.ts';
import { affiliationFrom, categoryOf } from './access.ts';
import type { Administration } from './administration.ts';
import type { AdminItem } from './administration-request.ts';
import { notInScope } from './house-refusals.ts';
import { objectionToAffiliation } from './rank.ts';
import { nickReserved, noSuchOccupant } from './refusals.ts';
import { type Facts, occupantByNick, type Person } from './state.ts';
import { sameFacts, writeFacts } from './write-facts.ts';

type AffiliationItem = Extract<AdminItem, { kind: 'affiliation' }>;
export type NamedItem = Exclude<AdminItem, { kind: 'role' }>;

export function changeAffiliation(work: Administration, named: NamedItem): Refusal | undefined {
  const item = withAddress(work, named);
  const { draft, asker } = work;
  const facts = item === undefined ? {} : (draft.entries.get(item.whom.jid)?.facts ?? {});
  const oneself = item?.whom.jid === asker.person.jid;
  const change = { from: affiliationFrom(facts), to: named.affiliation, oneself };
  const refused = objectionToAffiliation(change, asker, work.context);
  if (refused !== undefined) return refused;
  if (item === undefined) return noSuchOccupant();
  if (item.nick !== undefined && isTaken(work, item.nick, item.whom)) return nickReserved();
  const wanted = factsAfter(facts, item);
  // A list sent whole names many whom it does not change.
  if (sameFacts(facts, wanted)) return undefined;
  if (item.affiliation !== 'none' && item.affiliation !== 'outcast' && !categoryOf(draft).covers(item.whom.jid)) {
    return notInScope();
  }
  writeFacts(work, item, wanted);
  return undefined;
}

function withAddress({ draft }: Administration, item: NamedItem): AffiliationItem | undefined {
  if (item.kind === 'affiliation') return item;
  const occupant = occupantByNick(draft, item.nick);
  const { nick: _, ...rest } = item;
  return occupant && { ...rest, kind: 'affiliation', whom: occupant.person };
}

function isTaken({ draft }: Administration, nick: string, whom: Person): boolean {
  return nick !== '' && draft.entries.holdersOf(nick).some(({ jid }) => jid !== whom.jid);
}

function factsAfter(facts: Facts, item: AffiliationItem): Facts {
  const nick = item.nick ?? facts.nick ?? '';
  const kept = { ...(nick !== '' && { nick }), ...(facts.presenter && { presenter: true as const }) };
  switch (item.affiliation) {
    case 'owner':
    case 'admin':
      return { ...kept, manager: item.affiliation, member: true };
    case 'member':
      return { ...kept, member: true };
    case 'none':
      return {};
    case 'outcast':
      return { outcast: true, ...(item.reason !== undefined && { reason: item.reason }) };
  }
}
