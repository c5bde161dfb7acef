/** What is written about the commands, from their table: docs/commands.md. */
import { type Action, privilegeOf } from '../room/access.ts';
import type { Command, ServiceRight } from './command.ts';
import type { Field } from './fields.ts';
import { commands } from './index.ts';

export function commandsPage(): string {
  return [
    '# Commands',
    '',
    'Whoever may run one finds it in their client, in the menu of a room or of the service ("Execute command", "Ad-hoc',
    'commands"); others do not see it. This page is made from the table of commands by `npm run docs`.',
    ...about('room', 'In a room'),
    ...about('service', 'At the service'),
    '',
  ].join('\n');
}

function about(where: Command['where'], title: string): string[] {
  const here = commands.filter((command) => command.where === where);
  return here.length === 0 ? [] : ['', `## ${title}`, ...here.flatMap(section)];
}

function section(command: Command): string[] {
  const { title, instructions, node, fields, confirm } = command;
  const rows = Object.values(fields).map(row);
  const table = rows.length === 0 ? [] : ['', '| field | name | what it holds |', '| --- | --- | --- |', ...rows];
  const asked = confirm === undefined ? '' : ' It asks once more before it does anything.';
  return [
    '',
    `### ${title}`,
    '',
    `${instructions}${asked}`,
    '',
    `- Node: \`${node}\``,
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

function row({ label, name, description, required, shape }: Field): string {
  const words = [required ? held[shape.kind] : `${held[shape.kind]}, or nothing`, description];
  return `| ${label} | \`${name}\` | ${words.filter((word) => word !== undefined).join('. ')} |`;
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
