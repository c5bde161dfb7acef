/** Making a room as somebody has described it. */
import type { Person } from '../../room/state.ts';
import { isRefusal, type Refusal, refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import type { CategoryFacts } from '../house.ts';
import { peopleCalled, type RoomTraits, settingsOf } from './asked.ts';

/** A room that is wanted. */
export interface Made {
  readonly category: CategoryFacts;
  readonly traits: RoomTraits & { readonly name: string };
  readonly members: readonly string[];
  readonly managers: readonly string[];
  readonly presenters: readonly string[];
  /** What stands before the @, as it was typed. */
  readonly address?: string;
}

/** Addresses tried where they are made of the name, or of nothing that means anything. */
const triesMax = 5;

export async function make(
  wish: Made,
  asking: Asking,
): Promise<{ readonly jid: string; readonly category: string } | Refusal> {
  const { category } = wish;
  const members = await peopleCalled(asking, [...new Set([...wish.members, ...wish.presenters])]);
  if (isRefusal(members)) return members;
  const managers = await peopleCalled(asking, wish.managers);
  if (isRefusal(managers)) return managers;
  const jid = await found(wish, { members, managers }, asking);
  if (isRefusal(jid)) return jid;
  const presenters = members.filter((one) => wish.presenters.includes(one.jid));
  const refused = await present(jid, presenters, asking);
  if (refused !== undefined) {
    return refusal(
      refused.condition,
      'cancel',
      `The room ${jid} was made, but it has no presenters yet: ${refused.text}`,
    );
  }
  return { jid, category: category.name };
}

async function found(
  { category, traits, address }: Made,
  people: { readonly members: readonly Person[]; readonly managers: readonly Person[] },
  { ask, from, roomDirectory }: Asking,
): Promise<string | Refusal> {
  const secret = traits.privacy === 'secret';
  for (let tried = 1; ; tried += 1) {
    const asked = address === undefined ? {} : { local: address };
    const jid = await roomDirectory.newAddress({ ...asked, name: traits.name, secret });
    if (isRefusal(jid)) return jid;
    const answer = await ask(jid, {
      kind: 'create-room',
      from,
      category: category.key,
      settings: settingsOf(traits),
      ...people,
    });
    if (answer === undefined || !isRefusal(answer)) return jid;
    // Somebody else was faster, or has a room there that does not show.
    const taken = answer.condition === 'conflict' || (secret && answer.condition === 'not-allowed');
    if (address !== undefined || !taken || tried === triesMax) return answer;
  }
}

async function present(
  jid: string,
  presenters: readonly Person[],
  { ask, from }: Asking,
): Promise<Refusal | undefined> {
  if (presenters.length === 0) return undefined;
  const changes = presenters.map((whom) => ({ whom, set: { presenter: true } }));
  const answer = await ask(jid, { kind: 'change-lists', from, changes });
  return answer !== undefined && isRefusal(answer) ? answer : undefined;
}
