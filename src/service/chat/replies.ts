/** What the service says in chat: short lines, plain text, never longer than fits on a few screens of a phone. */
import type { Command, CommandResult } from '../../commands/command.ts';
import { example, fieldLines, usage } from '../../commands/help.ts';
import { tableLines } from '../../commands/lines.ts';

const replyCharactersMax = 6_000;
const lineCharactersMax = 500;
/** Commands of the service that are listed one by one: as many as a screen of a phone shows. */
const linesMax = 16;

/** As many lines as fit, and how many do not. */
export function reply(lines: readonly string[]): string {
  let characters = 0;
  const said: string[] = [];
  for (const line of lines.flatMap((one) => one.split('\n'))) {
    const short = cut(line);
    characters += short.length + 1;
    if (characters > replyCharactersMax) break;
    said.push(short);
  }
  const left = lines.flatMap((one) => one.split('\n')).length - said.length;
  return [...said, ...(left > 0 ? [`(and ${left} more lines)`] : [])].join('\n');
}

function cut(line: string): string {
  const characters = line.length <= lineCharactersMax ? undefined : [...line];
  if (characters === undefined || characters.length <= lineCharactersMax) return line;
  return `${characters.slice(0, lineCharactersMax).join('')}\u2026`;
}

export function resultLines({ note, facts, table, next }: CommandResult): string[] {
  const lines = [
    ...(note === undefined ? [] : [note]),
    ...(facts ?? []).map(({ label, value }) => `${label}: ${value}`),
    ...(table === undefined || table.rows.length === 0 ? [] : tableLines(table)),
  ];
  const said = lines.length === 0 ? ['Done.'] : lines;
  return next === undefined ? said : [...said, 'Send "more" for the rest.'];
}

/** What there is to send; of the room that is talked with, or of the service. */
export function overview(commands: readonly Command[], where: Command['where']): string[] {
  const many = where === 'service' && commands.length > linesMax;
  const lines = many ? families(commands) : commands.map(titleLine);
  const inRoom = 'Send "help ROOM" for what you may do in a room, "help" and a command for how it is used.';
  const more = where === 'service' ? inRoom : undefined;
  const none =
    where === 'service' ? 'There is nothing you may do at the service itself.' : 'There is nothing you may do here.';
  const hint = commands.length > 0 && where === 'room' ? 'Send "help" and a command for how it is used.' : more;
  const first = many ? ['Send "help" and the first word for what each of these does.'] : [];
  return [
    ...(lines.length === 0 ? [none] : ['What you can send:', ...lines]),
    ...first,
    ...(hint === undefined ? [] : [hint]),
  ];
}

function titleLine({ words, title }: Command): string {
  return `${words}: ${title}`;
}

/** Those that begin with the same word on one line, without their titles: `category: list, show, create`. */
function families(commands: readonly Command[]): string[] {
  const byFirst = Map.groupBy(commands, ({ words }) => words.split(' ')[0] ?? '');
  return [...byFirst].flatMap(([first, family]) => {
    const alone = family.length === 1 || family.some(({ words }) => words === first);
    if (alone) return family.map(titleLine);
    return [`${first}: ${family.map(({ words }) => words.slice(first.length + 1)).join(', ')}`];
  });
}

export function about(command: Command, roomKnown: boolean): string[] {
  const typing = { on: 'chat', roomKnown } as const;
  const { title, instructions, confirm } = command;
  return [
    title,
    instructions,
    ...(confirm === undefined ? [] : ['It may ask once more before it does anything.']),
    usage(command, typing),
    ...fieldLines(command),
    ...(Object.keys(command.fields).length === 0 ? [] : [`For example: ${example(command, typing)}`]),
  ];
}
