/** The table of commands: each is whole, and the page about them is what it says. */
import test from 'ava';
import type { Asking } from '../../src/commands/asking.ts';
import { acceptAll } from '../../src/commands/dialogue.ts';
import { example } from '../../src/commands/help.ts';
import { commands } from '../../src/commands/index.ts';
import { commandsPage } from '../../src/commands/reference.ts';
import { placed, typedForm } from '../../src/commands/typed.ts';
import { readWords } from '../../src/control/words.ts';
import { readLine } from '../../src/service/chat/line.ts';
import { isRefusal } from '../../src/wire/error.ts';
import { textOf } from '../tidy/source.ts';

test('the page of commands is what the table says', (t) => {
  t.is(textOf('docs/commands.md'), commandsPage(), 'run `npm run docs`');
});

test('every command has a node of its own where it is offered', (t) => {
  const nodes = commands.map(({ where, node }) => `${where} ${node}`);
  t.deepEqual(nodes, [...new Set(nodes)]);
});

test('every field of a command is asked for in one step, under a name of its own', (t) => {
  for (const { node, steps, fields } of commands) {
    t.deepEqual(steps.flat().toSorted(), Object.keys(fields).toSorted(), node);
    const names = Object.values(fields).flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]);
    t.deepEqual(names, [...new Set(names)], node);
  }
});

test('every command says in sentences what it does', (t) => {
  for (const { title, instructions, node } of commands) {
    t.regex(title, /^[A-Z][^.]*$/, node);
    t.regex(instructions, /^[A-Z].*\.$/, node);
  }
});

test('every command has words of its own, none of which hides another or belongs to the program', (t) => {
  const words = commands.map((command) => command.words);
  t.deepEqual(words, [...new Set(words)]);
  for (const one of words) {
    t.regex(one, /^[a-z]+( [a-z-]+){0,2}$/);
    t.false(['run', 'config', 'help', 'more', 'version', 'demo'].includes(one.split(' ')[0] ?? ''), one);
  }
});

test('what has to be given comes before what may be left out, where it has no name', (t) => {
  for (const { words, positional = [], fields } of commands) {
    const needed = positional.map((key) => fields[key]?.required);
    t.deepEqual(
      needed,
      needed.toSorted((one, other) => Number(other) - Number(one)),
      words,
    );
  }
});

test('the example of a command that sets something sets something', (t) => {
  for (const { words, fields, inExample } of commands.filter(({ words }) => words.endsWith(' set'))) {
    const given = Object.entries(fields).filter(([key, { required }]) => required || key === inExample);
    const toWhat = fields[given.at(-1)?.[0] ?? '']?.shape.kind;
    t.true(given.length > 1 || (given.length === 1 && toWhat !== 'choice'), words);
  }
  const set = commands.find(({ words }) => words === 'room set');
  t.is(set && example(set, { on: 'chat' }), 'room set den description="Plans, dates and drafts"');
});

test('the examples of every command are taken, in chat and on the command line', async (t) => {
  // There is nothing to choose from without a room.
  const asking = { ask: async () => ({ kind: 'done' }) } as unknown as Asking;
  for (const command of commands) {
    const line = readLine(example(command, { on: 'chat', roomKnown: true }), commands);
    if (line.kind !== 'command') throw new Error(command.words);
    t.is(line.command, command);
    const values = placed(command, { ...line, withRest: true });
    if (isRefusal(values)) throw new Error(values.text);
    const form = typedForm(command, values);
    if (isRefusal(form)) throw new Error(form.text);
    const chooses = Object.values(command.fields).some(({ shape }) => shape.kind === 'choice');
    if (!chooses) t.false(isRefusal(await acceptAll(command, form, asking)), command.words);
    const typed = example(command, { on: 'command line' }).match(/"[^"]*"|\S+/g) ?? [];
    const words = typed.slice(1).map((word) => word.replaceAll('"', ''));
    t.like(readWords(words, commands), { kind: 'command', command });
  }
});
