/** What is written about the commands, from their table: docs/commands.md. */
import { type Action, privilegeOf } from '../room/access.ts';
import type { Command, ServiceRight } from './command.ts';
import type { Field } from './fields.ts';
import { example, usage } from './help.ts';
import { commands } from './index.ts';
import { optionName } from './typed.ts';

const introduction = `# Commands

Every command can be run in three ways. This page is made from the table of commands by \`npm run docs\`.

- **From the menu of a client** (XEP-0050): in a room or at the service, under "Execute command" or "Ad-hoc commands". Only
  those are there that one may run.
- **As a message to the service**, from any client: a chat with its address. \`help\` lists what one may run, \`help\` and a
  command says how it is used. Values stand behind the words in their order, or with their name: \`reason=spam\`,
  \`reason: a lot of spam\`, \`--reason a lot of spam\`; what has spaces is put in quotes unless it comes last; lists have commas. A room is named by its
  address, by what stands before the \`@\`, or by its name, and not at all in a chat with the room's own address. What destroys
  something asks for a word, which is good for a minute. \`more\` goes on with a long list.
- **On the command line** of the machine that the service runs on, as its user: \`longroom\` and the command. Values may have
  names there, too: \`--reason spam\`; lists are given with commas or several times. \`--yes\` agrees to what is asked,
  \`--limit\` bounds a list, \`--config\` says which service. It ends with 0 when it is done, 1 when it was refused, 2 when it
  was typed wrongly or not agreed to, and 69 when no service runs.

With \`--json\` the command line prints one object. \`note\` is a sentence; \`facts\` an object of texts, by name; \`rows\` a
list of objects of texts, by column. Each is there where the command says it. Where it was refused there is \`error\`, with its
\`condition\` and \`text\`.`;

export function commandsPage(): string {
  return [introduction, ...about('room', 'In a room'), ...about('service', 'At the service'), ''].join('\n');
}

function about(where: Command['where'], title: string): string[] {
  const here = commands.filter((command) => command.where === where);
  return here.length === 0 ? [] : ['', `## ${title}`, ...here.flatMap(section)];
}

function section(command: Command): string[] {
  const { title, instructions, node, fields, confirm } = command;
  const rows = Object.entries(fields).map(row);
  const table =
    rows.length === 0 ? [] : ['', '| field | name | in forms | what it holds |', '| --- | --- | --- | --- |', ...rows];
  const asked = confirm === undefined ? '' : ' It may ask once more before it does anything.';
  return [
    '',
    `### ${title}`,
    '',
    `${instructions}${asked}`,
    '',
    `- Chat: \`${usage(command, { on: 'chat' })}\`, such as \`${example(command, { on: 'chat' })}\``,
    `- Command line: \`${example(command, { on: 'command line' })}\``,
    `- Menu: "${title}", node \`${node}\``,
    `- For: ${command.where === 'room' ? whoMay(command.mayRun) : serviceRights[command.mayRun]}`,
    ...table,
  ];
}

const administrators = 'administrators of the service';

const serviceRights: Readonly<Record<ServiceRight, string>> = {
  everyone: 'everybody who may use the service',
  'room creator': `everybody who may make rooms, ${administrators}`,
  'service admin': administrators,
};

function whoMay(action: Action): string {
  const { affiliations = [], roles = [], serviceAdmin, where } = privilegeOf(action);
  const people = [...affiliations, ...roles].map((word) => `${word}s`);
  const more = [serviceAdmin && administrators, where && 'others where the settings of the room let them'];
  return [...people, ...more].filter((words) => words !== undefined).join(', ');
}

function row([key, { label, name, description, required, shape }]: [string, Field]): string {
  const words = [required ? held[shape.kind] : `${held[shape.kind]}, or nothing`, description];
  const about = words.filter((word) => word !== undefined).join('. ');
  return `| ${label} | \`${optionName(key)}\` | \`${name}\` | ${about} |`;
}

const held: Readonly<Record<Field['shape']['kind'], string>> = {
  text: 'a line of text',
  secret: 'a line of text that is not shown',
  'long text': 'lines of text',
  boolean: 'yes or no',
  flag: 'yes or no',
  date: 'a date, or a date and time in UTC',
  list: 'a list',
  'one of': 'one of a list',
  integer: 'a whole number',
  person: 'an address, name@domain',
  choice: 'one of a list',
};
