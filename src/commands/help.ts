/** How a command is typed: what belongs to it, and an example. */
import type { Command } from './command.ts';
import type { Field } from './fields.ts';
import { optionName } from './typed.ts';

export type TypedSurface = 'chat' | 'command line';

/** Where the room of a command is known already, it is not typed. */
interface Typing {
  readonly on: TypedSurface;
  readonly roomKnown?: boolean;
}

/** One line: `block add ADDRESS [REASON]`. */
export function usage(command: Command, { on, roomKnown = false }: Typing): string {
  const positional = command.positional ?? [];
  const others = Object.keys(command.fields).filter((key) => !positional.includes(key));
  const room = command.where === 'room' && !roomKnown ? ['ROOM'] : [];
  const unnamed = positional.map((key) => bracketed(command, key, optionName(key).toUpperCase()));
  const named = others.map((key) => bracketed(command, key, namedUsage(command.fields[key], key, on)));
  return [...prefix(on), command.words, ...room, ...unnamed, ...named].join(' ');
}

function bracketed({ fields }: Command, key: string, text: string): string {
  return fields[key]?.required ? text : `[${text}]`;
}

function namedUsage(field: Field | undefined, key: string, on: TypedSurface): string {
  const name = optionName(key);
  if (on === 'chat') return `${name}=${name.toUpperCase()}`;
  return field?.shape.kind === 'flag' ? `--${name}` : `--${name} ${name.toUpperCase()}`;
}

/** As it might be typed, with all that has to be given, and what makes it worth while. */
export function example(command: Command, { on, roomKnown = false }: Typing): string {
  const positional = command.positional ?? [];
  const isGiven = (key: string): boolean => command.fields[key]?.required || key === command.inExample;
  const others = Object.keys(command.fields).filter((key) => !positional.includes(key) && isGiven(key));
  const lastNeeded = positional.findLastIndex(isGiven);
  const unnamed = positional.slice(0, lastNeeded + 1).map((key) => quoted(exampleOf(command.fields[key]), on));
  const named = others.map((key) => {
    const value = quoted(exampleOf(command.fields[key]), on);
    return on === 'chat' ? `${optionName(key)}=${value}` : `--${optionName(key)} ${value}`;
  });
  const room = command.where === 'room' && !roomKnown ? ['den'] : [];
  return [...prefix(on), command.words, ...room, ...unnamed, ...named].join(' ');
}

function prefix(on: TypedSurface): string[] {
  return on === 'chat' ? [] : ['longroom'];
}

function exampleOf(field: Field | undefined): string {
  if (field === undefined) return '';
  if (field.example !== undefined) return field.example;
  const { shape } = field;
  switch (shape.kind) {
    case 'boolean':
    case 'flag':
      return 'yes';
    case 'integer':
      return String(shape.min);
    case 'person':
      return 'alice@example.org';
    case 'date':
      return '2026-01-31';
    case 'list':
      return shape.of === 'addresses' ? 'alice@example.org,bob@example.org' : 'one,two';
    case 'one of':
      return shape.options[0]?.value ?? '';
    case 'text':
    case 'secret':
    case 'long text':
    case 'choice':
      return field.label;
  }
}

/** A value as it is typed, so that it is read as one. */
export function quoted(value: string, on: TypedSurface): string {
  const plain = on === 'chat' ? /^[^\s"'=]+$/ : /^[\w@.,:/+-]+$/;
  if (plain.test(value)) return value;
  return value.includes('"') && !value.includes("'") ? `'${value}'` : `"${value}"`;
}

/** What each field is, a line for each: its name, what it holds, and whether it may be left out. */
export function fieldLines({ fields }: Command): string[] {
  return Object.entries(fields).map(([key, { label, description, required, shape }]) => {
    const about = [
      label,
      shape.kind === 'one of' ? shape.options.map(({ value }) => value).join(', ') : undefined,
      description,
    ];
    const text = about.filter((part) => part !== undefined).join('. ');
    return `${optionName(key)}: ${text}${text.endsWith('.') ? '' : '.'}${required ? '' : ' May be left out.'}`;
  });
}
