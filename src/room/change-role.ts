/** Kicks, voice and moderators (XEP-0045 §8.2 to §8.5, §9.6 to §9.8): one item of a request to change roles. */
import type { Refusal } from '../wire/error.ts';
import { affiliationOf } from './access.ts';
import { type Administration, roleNow, setRole, why } from './administration.ts';
import type { AdminItem } from './administration-request.ts';
import { announce, announcementOf } from './broadcast.ts';
import { voiceByPresenting } from './house-refusals.ts';
import { isPresenter } from './presenters.ts';
import { objectionToRole } from './rank.ts';
import { noSuchOccupant } from './refusals.ts';
import { occupantByNick } from './state.ts';

export function changeRole(work: Administration, item: Extract<AdminItem, { kind: 'role' }>): Refusal | undefined {
  const { draft, asker, context } = work;
  const occupant = occupantByNick(draft, item.nick);
  const affiliation = occupant === undefined ? 'none' : affiliationOf(draft, occupant.person);
  const before = occupant === undefined ? 'none' : roleNow(work, occupant);
  const oneself = occupant?.person.jid === asker.person.jid;
  const refused = objectionToRole({ from: before, to: item.role }, { affiliation, oneself }, asker, context);
  if (refused !== undefined) return refused;
  if (occupant === undefined || work.removals.has(occupant)) return noSuchOccupant();
  if (item.role === 'none') {
    work.removals.set(occupant, { cause: 'kicked', item: { affiliation, ...why(work, item) } });
    return undefined;
  }
  if (item.role === before) return undefined;
  if (item.role === 'participant' && draft.settings.auditorium && !isPresenter(draft, occupant.person))
    return voiceByPresenting();
  setRole(work, occupant, { role: item.role, given: true });
  const announcement = announcementOf(draft, occupant);
  const changed = { affiliation, role: item.role, ...why(work, item) };
  work.deliveries.push(...announce(draft, occupant, { ...announcement, item: changed }));
  return undefined;
}
