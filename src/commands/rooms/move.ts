import type { Reviewed } from '../../room/answer.ts';
import { isRefusal, type Refusal, refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { findCategory } from '../categories/fields.ts';
import { roomCommand } from '../command.ts';
import { counted } from '../pages.ts';
import { askRoom } from './asked.ts';
import { categoryNamed } from './category-field.ts';
import { roomCommands } from './fields.ts';

export const moveRoom = roomCommand({
  node: `${roomCommands}:move`,
  words: 'room move',
  positional: ['category'],
  changes: true,
  title: 'Move the room to another category',
  instructions:
    'Address, settings and messages stay. Whom the other category does not allow leaves the room and its lists at once.',
  mayRun: 'move the room',
  fields: { category: categoryNamed },
  async confirm({ category: typed }, asking) {
    const category = findCategory(typed, asking);
    if (isRefusal(category)) return category;
    const within = asking.categories.asRoomsSee(category.key);
    if (within === undefined || !(asking.administers || within.mayCreate(asking.from.person.jid))) return notThere();
    const answer = await askRoom(asking, { kind: 'ask-review', within });
    if (isRefusal(answer)) return answer;
    const effects = answer.kind === 'reviewed' ? effectsOf(answer) : undefined;
    return effects === undefined ? undefined : `${effects} Shall the room be moved to "${category.name}"?`;
  },
  async run({ category: typed }, asking) {
    const category = findCategory(typed, asking);
    if (isRefusal(category)) return category;
    const answer = await askRoom(asking, { kind: 'move', to: category.key });
    if (isRefusal(answer)) return answer;
    const total = answer.kind === 'reviewed' ? await reviewAll(answer, asking) : undefined;
    const effects = total && !isRefusal(total) ? effectsOf(total, 'past') : undefined;
    return { note: `The room is in the category "${category.name}" now.${effects === undefined ? '' : ` ${effects}`}` };
  },
});

/** Each takes away several hundred entries; the room holds everybody out already who may not be in it. */
const reviewsMax = 400;

async function reviewAll(first: Reviewed, asking: Asking): Promise<Reviewed | Refusal> {
  let total = first;
  for (let done = 1; total.more && done < reviewsMax; done += 1) {
    const answer = await askRoom(asking, { kind: 'review', purge: true });
    if (isRefusal(answer)) return answer;
    if (answer.kind !== 'reviewed') return total;
    const { entries, occupants, more } = answer;
    total = { kind: 'reviewed', entries: total.entries + entries, occupants: total.occupants + occupants, more };
  }
  return total;
}

function effectsOf({ entries, occupants }: Reviewed, tense: 'future' | 'past' = 'future'): string | undefined {
  if (entries === 0 && occupants === 0) return undefined;
  const gone = counted(entries, 'entry', 'entries');
  const out = counted(occupants, 'person', 'people');
  return tense === 'future'
    ? `This takes ${gone} off its lists and ${out} out of the room.`
    : `It took ${gone} off its lists and ${out} out of the room.`;
}

const notThere = (): Refusal =>
  refusal('not-allowed', 'modify', 'You may not make rooms in that category, and so not move one there.');
