/** What a command says, for a terminal and for programs. */
import type { Command, CommandResult, Table } from '../commands/command.ts';
import { example, fieldLines, usage } from '../commands/help.ts';
import { cellText } from '../commands/lines.ts';

/**
 * For programs, with `--json`: each part is there where the command says it. `facts` by name; `rows` an object each, by
 * the names of the columns. This shape stays.
 */
export interface JsonResult {
  readonly note?: string;
  readonly facts?: Readonly<Record<string, string>>;
  readonly rows?: readonly Readonly<Record<string, string>>[];
}

export function jsonResult({ note, facts, table }: CommandResult): JsonResult {
  const rows = table?.rows.map((row) => Object.fromEntries(table.columns.map(({ name }, at) => [name, row[at] ?? ''])));
  return {
    ...(note !== undefined && { note }),
    ...(facts !== undefined && { facts: Object.fromEntries(facts.map(({ name, value }) => [name, value])) }),
    ...(rows !== undefined && { rows }),
  };
}

export function resultText({ note, facts = [], table }: CommandResult): string {
  const widest = Math.max(0, ...facts.map(({ label }) => width(label)));
  const indent = ' '.repeat(widest + 2);
  const lines = [
    ...(note === undefined ? [] : [note]),
    ...facts.map(({ label, value }) => `${padded(`${label}:`, widest + 1)} ${value.split('\n').join(`\n${indent}`)}`),
    ...(table === undefined || table.rows.length === 0 ? [] : aligned(table)),
  ];
  return lines.map((line) => `${harmless(line)}\n`).join('');
}

const between = '  ';

function aligned({ columns, rows }: Table): string[] {
  const cells = [
    columns.map(({ label }) => label.toUpperCase()),
    ...rows.map((row) => columns.map((column, at) => cellText(column, row[at]))),
  ];
  const widths = columns.map((_, at) => cells.reduce((most, row) => Math.max(most, width(row[at] ?? '')), 0));
  return cells.map((row) =>
    row
      .map((cell, at) => padded(cell, widths[at] ?? 0))
      .join(between)
      .trimEnd(),
  );
}

function padded(text: string, to: number): string {
  return text + ' '.repeat(Math.max(0, to - width(text)));
}

function width(text: string): number {
  return [...text].length;
}

/** What people call their rooms must not move the cursor of an administrator, nor turn the direction of what is written. */
export function harmless(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
  return text.replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

/** All commands of the table, or those whose words begin so; `undefined` where there is none. */
export function helpText(about: readonly string[], commands: readonly Command[]): string | undefined {
  const typed = about.join(' ').toLowerCase();
  const exact = commands.find((command) => command.words === typed);
  if (exact !== undefined) return aboutCommand(exact);
  const group = commands.filter(({ words }) => typed === '' || words.startsWith(`${typed} `));
  if (group.length === 0) return undefined;
  const widest = Math.max(...group.map(({ words }) => words.length));
  const lines = group.map(({ words, title }) => `  longroom ${padded(words, widest)}  ${title}`);
  return `${lines.join('\n')}\n\n"longroom help" and the words of a command say how it is used.\n`;
}

function aboutCommand(command: Command): string {
  const { title, instructions, confirm } = command;
  const typing = { on: 'command line' } as const;
  const fields = fieldLines(command);
  return [
    title,
    '',
    instructions,
    ...(confirm === undefined ? [] : ['It may ask once more before it does anything, unless --yes is given.']),
    '',
    `  ${usage(command, typing)}`,
    '',
    ...(command.where === 'room' ? ['  room: Its address, what stands before the @, or its name.'] : []),
    ...fields.map((line) => `  ${line}`),
    '  --json prints what comes as JSON. --config FILE says which service.',
    '',
    `For example: ${example(command, typing)}`,
    '',
  ].join('\n');
}
