/** Who loses something when others are in a group. */
import { groupText } from '../../principal-text.ts';
import { domainOf } from '../../wire/jid.ts';
import type { Asking } from '../asking.ts';
import { counted } from '../pages.ts';

/** What a group that is named somewhere does for its members there. */
export function effectOf(
  name: string,
  { categories, policies, from }: Asking,
): { readonly letsIn: boolean; readonly keepsOut: boolean } {
  const principal = groupText(name);
  const all = categories.visibleTo(from.person);
  const rules = policies.rules().filter((rule) => rule.principal === principal);
  return {
    letsIn:
      rules.some(({ allowed }) => allowed) ||
      all.some(({ allowed, creators }) => allowed.has(principal) || creators.has(principal)),
    keepsOut: rules.some(({ allowed }) => !allowed) || all.some(({ denied }) => denied.has(principal)),
  };
}

/** Of these people and domains, as many as are in rooms now: no more can be taken out of them. */
export async function inRoomsNow(members: ReadonlySet<string>, { people }: Asking): Promise<string> {
  const { people: count, complete } = await people.inRooms((bare) => members.has(bare) || members.has(domainOf(bare)));
  if (count === 0 && complete) return 'None of them is in a room now.';
  const some = counted(count, 'person', 'people');
  return complete
    ? `At most ${some} in rooms now would have to leave.`
    : `There are ${some} of them in rooms, or more.`;
}
