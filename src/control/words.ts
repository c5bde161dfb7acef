/** What is typed behind `longroom` for a command of the running service: its words, what it takes, and how to show what comes. */
import type { Command } from '../commands/command.ts';
import { usage } from '../commands/help.ts';
import { commandIn, isYesOrNo, keyNamed, optionName, placed, type TypedValue, wordsMeant } from '../commands/typed.ts';
import { isRefusal } from '../wire/error.ts';

export interface TypedCommand {
  readonly kind: 'command';
  readonly command: Command;
  readonly room?: string;
  readonly values: readonly TypedValue[];
  readonly json: boolean;
  readonly yes: boolean;
  /** Rows, at most. */
  readonly limit?: number;
  /** The configuration, which says where the service is. */
  readonly file?: string;
}

export type ReadWords =
  | TypedCommand
  | { readonly kind: 'help'; readonly about: readonly string[] }
  /** What is wrong with it. */
  | { readonly kind: 'mistake'; readonly text: string };

/** Options of the command line itself; no field of a command is called so. */
export const ownOptions = ['json', 'yes', 'limit', 'config', 'help'] as const;

/** `undefined` where the first word begins no command of the table. */
export function readWords(words: readonly string[], commands: readonly Command[]): ReadWords | undefined {
  const [first = '', ...about] = words;
  if (first === 'help' && about.length > 0) return { kind: 'help', about };
  if (!commands.some((command) => command.words.split(' ')[0] === first.toLowerCase())) return undefined;
  const found = commandIn(words, commands);
  if (found !== undefined) return readRest(found.command, words.slice(found.used));
  const typed = words.filter((word) => !word.startsWith('-'));
  if (typed.length < words.length || words.length === 1) return { kind: 'help', about: typed };
  const meant = wordsMeant(typed, commands);
  const hint =
    meant === undefined ? `"longroom help ${first}" lists what there is` : `did you mean "longroom ${meant}"?`;
  return mistake(`there is no command "${typed.slice(0, 3).join(' ')}"; ${hint}`);
}

interface Reading {
  readonly named: TypedValue[];
  readonly unnamed: string[];
  json: boolean;
  yes: boolean;
  help: boolean;
  limit?: number;
  file?: string;
}

function readRest(command: Command, words: readonly string[]): ReadWords {
  const reading: Reading = { named: [], unnamed: [], json: false, yes: false, help: false };
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? '';
    if (word === '--') {
      reading.unnamed.push(...words.slice(at + 1));
      break;
    }
    if (!/^-[a-zA-Z-]/.test(word)) {
      reading.unnamed.push(word);
      at += 1;
      continue;
    }
    const used = readOption(reading, command, words.slice(at, at + 2));
    if (typeof used === 'string') return mistake(used);
    at += used;
  }
  return reading.help ? { kind: 'help', about: command.words.split(' ') } : finished(command, reading);
}

/** How many words the option takes up, or what is wrong with it. */
function readOption(reading: Reading, command: Command, [word = '', next]: readonly string[]): number | string {
  const [, name = '', equals, given = ''] = /^--?([^=]*)(=?)([\s\S]*)$/.exec(word) ?? [];
  const value = equals === '' ? next : given;
  const used = equals === '' ? 2 : 1;
  switch (name) {
    case 'json':
    case 'yes':
    case 'help':
    case 'y':
    case 'h':
      reading[name === 'y' ? 'yes' : name === 'h' ? 'help' : name] = true;
      return 1;
    case 'config':
    case 'c':
      if (value === undefined) return `say which file: "--config FILE"`;
      reading.file = value;
      return used;
    case 'limit':
      if (value === undefined || !/^[1-9]\d{0,8}$/.test(value))
        return 'the limit has to be a number of rows: "--limit 100"';
      reading.limit = Number(value);
      return used;
    default:
      return readField(reading, command, { name, value, equals: equals !== '', used });
  }
}

function readField(
  reading: Reading,
  command: Command,
  {
    name,
    value,
    equals,
    used,
  }: { readonly name: string; readonly value: string | undefined; readonly equals: boolean; readonly used: number },
): number | string {
  const key = keyNamed(command, name);
  const kindOf = (one: string) => command.fields[one]?.shape.kind;
  const isSwitch = (one: string) => kindOf(one) === 'boolean' || kindOf(one) === 'flag';
  if (key === undefined) {
    const denied = name.startsWith('no-') ? keyNamed(command, name.slice(3)) : undefined;
    if (denied === undefined || !isSwitch(denied) || equals)
      return `"${command.words}" has no option "--${name}"; ${usageHint(command)}`;
    reading.named.push({ key: denied, text: 'no' });
    return 1;
  }
  if (isSwitch(key) && !equals && (value === undefined || !isYesOrNo(value))) {
    reading.named.push({ key, text: 'yes' });
    return 1;
  }
  if (value === undefined) return `the option "--${optionName(key)}" needs a value`;
  reading.named.push({ key, text: value });
  return used;
}

function finished(command: Command, reading: Reading): ReadWords {
  const { named, unnamed, json, yes, limit, file } = reading;
  const [room, ...others] = unnamed;
  const inRoom = command.where === 'room';
  if (inRoom && room === undefined) return mistake(`say in which room; ${usageHint(command)}`);
  const values = placed(command, { named, unnamed: inRoom ? others : unnamed, withRest: false });
  if (isRefusal(values)) return mistake(`there is more than "${command.words}" takes; ${usageHint(command)}`);
  const given = new Set(values.map(({ key }) => key));
  const missing = Object.entries(command.fields).find(([key, { required }]) => required && !given.has(key));
  if (missing !== undefined) return mistake(`"${optionName(missing[0])}" is missing; ${usageHint(command)}`);
  return {
    ...{ kind: 'command', command, values, json, yes },
    ...(inRoom && room !== undefined && { room }),
    ...(limit !== undefined && { limit }),
    ...(file !== undefined && { file }),
  };
}

function usageHint(command: Command): string {
  return `usage: ${usage(command, { on: 'command line' })}`;
}

function mistake(text: string): ReadWords {
  return { kind: 'mistake', text };
}
