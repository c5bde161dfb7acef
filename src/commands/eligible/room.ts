/** What a room has to do with who may be put on its lists. */
import { isRefusal, type Refusal, refusal } from '../../wire/error.ts';
import { prepareJid } from '../../wire/jid.ts';
import type { Asking } from '../asking.ts';
import type { Scope } from './eligible.ts';

/** `typed`: the address of a room, or what stands before the `@`. */
export async function scopeOfRoom(typed: string, asking: Asking): Promise<Scope | Refusal> {
  const jid = prepareJid(typed.includes('@') ? typed : `${typed}@${asking.at}`);
  if (isRefusal(jid)) return jid;
  const found = await asking.rooms.find(jid.bare);
  if (found === undefined) return noSuchRoom();
  const category = asking.categories.find(found.category, asking.from.person);
  const view = category && asking.categories.asRoomsSee(category.key);
  if (category === undefined || view === undefined) return noSuchRoom();
  return { allowed: category.allowed, view, room: found.jid };
}

const noSuchRoom = (): Refusal => refusal('item-not-found', 'modify', 'There is no room of this address here.');

/** Everybody whom the list of members names: people, domains and groups. */
export async function membersOf(room: string, { ask, from }: Asking): Promise<readonly string[] | Refusal> {
  const answer = await ask(room, { kind: 'ask-lists', from });
  if (answer === undefined || isRefusal(answer)) return answer ?? [];
  if (answer.kind !== 'lists') return [];
  return answer.entries.flatMap(({ person, facts }) => (facts.member === true ? [person.jid] : []));
}
