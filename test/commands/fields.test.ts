/** What the fields of commands take and refuse, whatever surface it comes from. */
import test from 'ava';
import type { Asking } from '../../src/commands/asking.ts';
import { serviceCommand } from '../../src/commands/command.ts';
import { date } from '../../src/commands/date-field.ts';
import { acceptAll, run } from '../../src/commands/dialogue.ts';
import { clearable, flag, longText, oneOf, optional, secret, text } from '../../src/commands/fields.ts';
import { item, lineItem, list, personItem } from '../../src/commands/item-fields.ts';
import { isRefusal } from '../../src/wire/error.ts';

const asking = {} as Asking;

const fields = {
  name: text({ name: 'name', label: 'Name', charactersMax: 20 }),
  people: optional(list({ name: 'people', label: 'People', item: personItem, itemsMax: 3 })),
  words: optional(list({ name: 'words', label: 'Words', item: lineItem({ charactersMax: 5 }), itemsMax: 3 })),
  whose: optional(item({ name: 'whose', label: 'Whose', item: personItem })),
  day: optional(date({ name: 'day', label: 'Day' })),
  kind: optional(
    oneOf({
      name: 'kind',
      label: 'Kind',
      options: [
        { value: 'normal', label: 'Normal' },
        { value: 'auditorium', label: 'Only presenters write' },
      ],
    }),
  ),
  about: clearable(longText({ name: 'about', label: 'About', charactersMax: 50 })),
  password: optional(secret({ name: 'password', label: 'Password', charactersMax: 9 })),
  loud: flag({ name: 'loud', label: 'Loud' }),
};

async function given(form: Readonly<Record<string, readonly string[]>>): Promise<Record<string, unknown> | string> {
  const got: Record<string, unknown> = {};
  const command = serviceCommand({
    node: 'try',
    words: 'try',
    changes: true,
    title: 'Try',
    instructions: 'Try.',
    mayRun: 'everyone',
    fields,
    async run(values) {
      Object.assign(got, values);
      return {};
    },
  });
  const accepted = await acceptAll(
    command,
    { type: 'submit', fields: new Map(Object.entries({ name: ['x'], ...form })) },
    asking,
  );
  if (isRefusal(accepted)) return accepted.text;
  const result = await run(command, { given: accepted, page: { limit: 10 } }, asking);
  if (isRefusal(result)) return result.text;
  return Object.fromEntries(Object.entries(got).filter(([key, value]) => key !== 'name' && value !== undefined));
}

test('what is not given is not there, and a flag is false', async (t) => {
  t.deepEqual(await given({}), { loud: false });
  t.deepEqual(await given({ people: [], words: [''], day: [' '], loud: ['1'] }), { loud: true });
  t.regex(String(await given({ name: [''] })), /"name" has to be given/);
});

test('a list has each thing once, prepared, and is bounded', async (t) => {
  t.deepEqual(await given({ people: ['Bob@LocalHost', '', 'bob@localhost', ' al@x '] }), {
    people: ['bob@localhost', 'al@x'],
    loud: false,
  });
  t.regex(String(await given({ people: ['a@x', 'b@x', 'c@x', 'd@x'] })), /"people".*at most 3/);
  t.regex(String(await given({ people: ['localhost'] })), /"people": .*domain/);
  t.regex(String(await given({ words: ['too long'] })), /"words": At most 5/);
  t.regex(String(await given({ words: ['x'.repeat(5_000)] })), /"words"/);
});

test('one thing is read as a list reads it', async (t) => {
  t.deepEqual(await given({ whose: ['Bob@localhost'] }), { whose: 'bob@localhost', loud: false });
  t.regex(String(await given({ whose: ['no address'] })), /"whose"/);
});

test('a date is a day or a moment, in UTC unless it says otherwise', async (t) => {
  for (const [typed, at] of [
    ['2026-01-31', Date.UTC(2026, 0, 31)],
    ['2026-01-31 18:30', Date.UTC(2026, 0, 31, 18, 30)],
    ['2026-01-31T18:30:05', Date.UTC(2026, 0, 31, 18, 30, 5)],
    ['2026-01-31T18:30:00+01:00', Date.UTC(2026, 0, 31, 17, 30)],
  ] as const) {
    t.deepEqual(await given({ day: [typed] }), { day: at, loud: false }, typed);
  }
  for (const typed of ['2026-02-30', 'tomorrow', '2026-01-31T25:00'])
    t.regex(String(await given({ day: [typed] })), /"day" has to be a date such as/, typed);
});

test('one of several words may be given as people read it; another one is answered with the choice there is', async (t) => {
  t.deepEqual(await given({ kind: ['auditorium'] }), { kind: 'auditorium', loud: false });
  t.deepEqual(await given({ kind: ['only presenters write'] }), { kind: 'auditorium', loud: false });
  t.regex(
    String(await given({ kind: ['theatre'] })),
    /"kind".*Normal \(normal\), Only presenters write \(auditorium\)/,
  );
});

test('what may be cleared is told apart: not given, given empty, given', async (t) => {
  t.deepEqual(await given({ about: [] }), { about: null, loud: false });
  t.deepEqual(await given({ about: [''] }), { about: null, loud: false });
  t.deepEqual(await given({ about: ['one', 'two'] }), { about: 'one\ntwo', loud: false });
  t.regex(String(await given({ about: ['x'.repeat(51)] })), /"about"/);
});

test('what is secret keeps its spaces, and a complaint does not say it', async (t) => {
  t.deepEqual(await given({ password: [' a b '] }), { password: ' a b ', loud: false });
  t.notRegex(String(await given({ password: ['hunter2 is too long'] })), /hunter2/);
});
