import { forever } from '../../kept-days.ts';
import type { Reviewed } from '../../room/answer.ts';
import { isRefusal, type Refusal, refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { findCategory } from '../categories/fields.ts';
import { type CommandResult, roomCommand } from '../command.ts';
import type { CategoryFacts } from '../house.ts';
import { counted } from '../pages.ts';
import { goneText } from '../retention.ts';
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
    const target = await targetOf(typed, asking);
    if (isRefusal(target)) return target;
    const gone = await keptNoLonger(target, asking);
    if (isRefusal(gone)) return gone;
    const text = [effectsOf(target.effects), gone].filter((one) => one !== undefined).join(' ');
    return text === '' ? undefined : `${text} Shall the room be moved to "${target.category.name}"?`;
  },
  run: ({ category: typed }, asking) => moveTo(typed, asking),
});

/** At once, or by a job where the lists are long; the category by name or key. */
export async function moveTo(typed: string, asking: Asking): Promise<CommandResult | Refusal> {
  const target = await targetOf(typed, asking);
  if (isRefusal(target)) return target;
  const { category, effects } = target;
  if (effects.entries > atOnceMax) return begin(target, asking);
  const answer = await askRoom(asking, { kind: 'move', to: category.key });
  if (isRefusal(answer)) return answer;
  const done = answer.kind === 'reviewed' ? effectsOf(answer, 'past') : undefined;
  return { note: `The room is in the category "${category.name}" now.${done === undefined ? '' : ` ${done}`}` };
}

/** Entries that go with the move itself. */
const atOnceMax = 500;

interface Target {
  readonly category: CategoryFacts;
  readonly effects: Reviewed;
}

/** The category, and what the room would lose there. */
async function targetOf(typed: string, asking: Asking): Promise<Target | Refusal> {
  const category = findCategory(typed, asking);
  if (isRefusal(category)) return category;
  const within = asking.categories.asRoomsSee(category.key);
  if (within === undefined || !(asking.administers || within.mayCreate(asking.from.person.jid))) return notThere();
  const effects = await askRoom(asking, { kind: 'ask-review', within });
  if (isRefusal(effects)) return effects;
  return effects.kind === 'reviewed' ? { category, effects } : notThere();
}

/** What the room would lose because the other category keeps less. */
async function keptNoLonger({ category }: Target, { at: room, categories, retention }: Asking) {
  const days = categories.asRoomsSee(category.key)?.keptDays ?? forever;
  const kept = await retention.countMoved({ room, days });
  return isRefusal(kept) ? kept : goneText(kept);
}

async function begin({ category, effects }: Target, asking: Asking): Promise<CommandResult | Refusal> {
  const { at: room, from, roomDirectory } = asking;
  const wish = { actor: from.person, room, to: category.key, entries: effects.entries };
  const begun = await roomDirectory.move(wish);
  if (isRefusal(begun)) return begun;
  const note = `The room is moved to "${category.name}", and ${counted(effects.entries, 'entry goes', 'entries go')} from its lists.`;
  return { note: `${note} "job show ${begun.job}" tells how far it is.` };
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
