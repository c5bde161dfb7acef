/** The table of commands: each is whole, and the page about them is what it says. */
import test from 'ava';
import { commands } from '../../src/commands/index.ts';
import { commandsPage } from '../../src/commands/reference.ts';
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
