import { isRefusal, type Refusal, refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { roomCommand, type Values } from '../command.ts';
import { date, lastDate } from '../date-field.ts';
import { flag, oneOf, optional, person, text } from '../fields.ts';
import { counted } from '../pages.ts';
import type { RemovalWish } from '../room-content.ts';
import { roomCommands } from './fields.ts';

const defaultReplacement = 'This message was replaced by an administrator.';

const fields = {
  by: optional(
    person({
      name: 'by',
      label: 'Said by',
      description: 'Whatever their nickname was.',
      example: 'mallory@example.org',
    }),
  ),
  since: optional(date({ name: 'since', label: 'On or after', example: '2026-01-01' })),
  until: optional(
    lastDate({
      name: 'until',
      label: 'On or before',
      description: 'A date alone means the whole day.',
      example: '2026-01-31',
    }),
  ),
  words: optional(text({ name: 'words', label: 'With the words', example: 'password', charactersMax: 500 })),
  match: optional(
    oneOf({
      name: 'match',
      label: 'Which of the words',
      options: [
        { value: 'all', label: 'All of them' },
        { value: 'any', label: 'Any of them' },
        { value: 'phrase', label: 'Exactly this text' },
      ],
    }),
  ),
  case: flag({ name: 'case', label: 'Small and capital letters differ' }),
  mode: optional(
    oneOf({
      name: 'mode',
      label: 'What becomes of them',
      options: [
        { value: 'replace', label: 'A text stands in their place' },
        { value: 'remove', label: 'They are gone without a trace' },
      ],
    }),
  ),
  text: optional(
    text({ name: 'text', label: 'The text', description: `Without it: ${defaultReplacement}`, charactersMax: 1_000 }),
  ),
};

export const removeMessages = roomCommand({
  node: `${roomCommands}:remove-messages`,
  words: 'messages remove',
  changes: true,
  title: 'Replace or remove messages',
  instructions:
    'All messages of the room that fit everything that is filled in, with their corrections. Without a word on it they are replaced by a text.',
  mayRun: 'take away what was said',
  fields,
  inExample: 'words',
  steps: [
    ['by', 'since', 'until', 'words', 'match', 'case'],
    ['mode', 'text'],
  ],
  async confirm(values, asking) {
    const wish = await wishOf(values, asking);
    if (isRefusal(wish)) return wish;
    const meant = await asking.roomContent.countToRemove(wish);
    if (isRefusal(meant)) return meant;
    if (meant.messages === 0 && !meant.atLeast) return noneFits();
    const what = wish.replacement === undefined ? 'removed without a trace' : `replaced by: ${wish.replacement}`;
    const all = `${meant.atLeast ? 'At least ' : ''}${counted(meant.messages, 'message', 'messages')}`;
    const held = asking.holds.list().length > 0 ? ' What is on hold stays.' : '';
    return `${all} would be ${what}${held}\nThis cannot be undone. Shall it be done?`;
  },
  async run(values, asking) {
    const wish = await wishOf(values, asking);
    if (isRefusal(wish)) return wish;
    const begun = await asking.roomContent.remove(wish);
    return isRefusal(begun) ? begun : { note: `It has begun. "job show ${begun.job}" tells how far it is.` };
  },
});

async function wishOf(values: Values<typeof fields>, asking: Asking): Promise<RemovalWish | Refusal> {
  const {
    by: bare,
    since,
    until,
    words,
    match = 'all',
    case: caseSensitive,
    mode = 'replace',
    text: replacement,
  } = values;
  if (bare === undefined && since === undefined && until === undefined && words === undefined) return nothingSaid();
  if (since !== undefined && until !== undefined && since > until) return neverMatches();
  if (mode === 'remove' && replacement !== undefined) return noTextThen();
  const sender = bare === undefined ? undefined : await asking.person(bare);
  if (sender !== undefined && isRefusal(sender)) return sender;
  return {
    room: asking.at,
    from: asking.from,
    ...(sender !== undefined && { person: sender }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(words !== undefined && { words: { text: words, match, caseSensitive } }),
    ...(mode === 'replace' && { replacement: replacement ?? defaultReplacement }),
  };
}

const nothingSaid = (): Refusal =>
  refusal(
    'not-acceptable',
    'modify',
    'Say which messages: by whom, since or until when, or with which words. To take all of them, clear the room.',
  );

const neverMatches = (): Refusal =>
  refusal('not-acceptable', 'modify', 'The first date has to be before the last one.');

const noTextThen = (): Refusal =>
  refusal(
    'not-acceptable',
    'modify',
    'A text stands in their place only where they are replaced: choose that, or give no text.',
  );

const noneFits = (): Refusal => refusal('item-not-found', 'modify', 'There is no message like that in the room.');
