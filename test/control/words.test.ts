/** What may be typed behind `longroom` for the running service, and what is said of mistakes. */
import test from 'ava';
import fc from 'fast-check';
import { serviceCommand } from '../../src/commands/command.ts';
import { boolean, clearable, flag, integer, optional, text } from '../../src/commands/fields.ts';
import { commands as table } from '../../src/commands/index.ts';
import { list, personItem } from '../../src/commands/item-fields.ts';
import { optionName } from '../../src/commands/typed.ts';
import { ownOptions, type ReadWords, readWords } from '../../src/control/words.ts';

const set = serviceCommand({
  ...{ node: 'set', words: 'desk set', positional: ['name'], changes: true },
  ...{ title: 'Set', instructions: 'Sets.', mayRun: 'service admin' },
  fields: {
    name: text({ name: 'desk#name', label: 'Name', charactersMax: 20 }),
    allowedMembers: clearable(list({ name: 'desk#allowed', label: 'Allowed', item: personItem, itemsMax: 5 })),
    fileUpload: clearable(boolean({ name: 'desk#upload', label: 'Files' })),
    size: optional(integer({ name: 'desk#size', label: 'Size', min: -5, max: 5 })),
    dryRun: flag({ name: 'desk#dry', label: 'Dry' }),
  },
  run: async () => ({}),
});

function read(typed: string): ReadWords | undefined {
  return readWords(typed.split(' '), [...table, set]);
}

function values(typed: string): string | undefined {
  const got = read(typed);
  if (got?.kind === 'mistake') return got.text;
  return got?.kind === 'command' ? got.values.map(({ key, text: value }) => `${key}=${value}`).join(' ') : got?.kind;
}

test('values have names, or stand in their order; switches need none', (t) => {
  for (const [typed, expected] of [
    ['desk set a --allowed-members x@y --allowed-members z@y,w@y', 'name=a allowedMembers=x@y allowedMembers=z@y,w@y'],
    ['desk set --allowedmembers=x@y a', 'name=a allowedMembers=x@y'],
    ['desk set a --file-upload', 'name=a fileUpload=yes'],
    ['desk set --file-upload a', 'name=a fileUpload=yes'],
    ['desk set --file-upload off a', 'name=a fileUpload=off'],
    ['desk set --no-file-upload a --dry-run', 'name=a fileUpload=no dryRun=yes'],
    ['desk set a --size -5', 'name=a size=-5'],
    ['desk set a --allowed-members=', 'name=a allowedMembers='],
    ['desk set -- --name', 'name=--name'],
    ['DESK set a', 'name=a'],
  ] as const) {
    t.is(values(typed), expected, typed);
  }
});

test('what belongs to the command line itself is kept apart', (t) => {
  t.like(read('desk set a --json -y --limit 5 --config f.yaml'), { json: true, yes: true, limit: 5, file: 'f.yaml' });
  t.like(read('hat list den'), { room: 'den', values: [] });
  for (const { words, fields } of table)
    for (const key of Object.keys(fields)) t.false((ownOptions as readonly string[]).includes(optionName(key)), words);
});

test('mistakes are said with the way on', (t) => {
  for (const [typed, said] of [
    ['desk sett a', /did you mean "longroom desk set"\?/],
    ['desk dance now', /"longroom help desk" lists/],
    [
      'desk set',
      /"name" is missing; usage: longroom desk set NAME \[--allowed-members ALLOWED-MEMBERS\].*\[--dry-run\]/,
    ],
    ['desk set a b', /more than "desk set" takes/],
    ['desk set a --colour red', /no option "--colour"/],
    ['desk set a --no-name', /no option "--no-name"/],
    ['desk set a --size', /"--size" needs a value/],
    ['desk set a --limit many', /number of rows/],
    ['hat list', /say in which room/],
  ] as const) {
    t.regex(values(typed) ?? '', said, typed);
  }
});

test('help is asked for with or without a command; other words are none of ours', (t) => {
  t.deepEqual(read('help desk set'), { kind: 'help', about: ['desk', 'set'] });
  t.deepEqual(read('desk set --help'), { kind: 'help', about: ['desk', 'set'] });
  t.deepEqual(read('desk --help'), { kind: 'help', about: ['desk'] });
  t.deepEqual(read('desk'), { kind: 'help', about: ['desk'] });
  for (const typed of ['run', 'help', '--help', 'config check', 'dance', '']) t.is(read(typed), undefined, typed);
});

test('no words make reading fail', (t) => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('desk', 'set', '--', '-', '--no-', '--=', '--json=', '-y', '--limit', 'hat'),
  );
  fc.assert(
    fc.property(fc.array(word), (words) => {
      readWords(['desk', 'set', ...words], [...table, set]);
      readWords(words, [...table, set]);
      t.pass();
    }),
  );
});
