/** Commands as they are typed, in chat and on the command line: which one is meant, and what its fields are given. */
import { nearest } from '../nearest.ts';
import { isRefusal, type Refusal, refusal } from '../wire/error.ts';
import { type Form, fieldRefusal } from '../wire/form.ts';
import type { Command } from './command.ts';
import type { Field, Shape } from './fields.ts';

/** What was typed for one field, by its key in the command. */
export interface TypedValue {
  readonly key: string;
  readonly text: string;
}

/** How a field is called where it is typed: `allowedMembers` is `allowed-members`. */
export function optionName(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The key of the field that is called so; neither case nor hyphens count. */
export function keyNamed(command: Command, typed: string): string | undefined {
  const wanted = plain(typed);
  return Object.keys(command.fields).find((key) => plain(key) === wanted);
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '');
}

/** The command whose words these begin with, the longest of several, and how many words that are. */
export function commandIn(
  words: readonly string[],
  commands: readonly Command[],
): { readonly command: Command; readonly used: number } | undefined {
  let found: { command: Command; used: number } | undefined;
  for (const command of commands) {
    const own = command.words.split(' ');
    const fits = own.every((word, at) => words[at]?.toLowerCase() === word);
    if (fits && own.length > (found?.used ?? 0)) found = { command, used: own.length };
  }
  return found;
}

/** The words of the command that was probably meant by what begins so, or one of the other `words` there are. */
export function wordsMeant(
  words: readonly string[],
  commands: readonly Command[],
  others: readonly string[] = [],
): string | undefined {
  const known = [...commands.map((command) => command.words), ...others];
  const lengths = [...new Set(known.map((one) => one.split(' ').length))].sort((a, b) => b - a);
  for (const length of lengths) {
    const meant = nearest(
      words.slice(0, length).join(' '),
      known.filter((one) => one.split(' ').length === length),
    );
    if (meant !== undefined) return meant;
  }
  return undefined;
}

/**
 * Gives the fields that have no name their values, in their order; those that were named are passed over. What is left
 * belongs to the last one where that is a list, or, `withRest`, where it is text.
 */
export function placed(
  command: Command,
  {
    named,
    unnamed,
    withRest,
  }: { readonly named: readonly TypedValue[]; readonly unnamed: readonly string[]; readonly withRest: boolean },
): readonly TypedValue[] | Refusal {
  const taken = new Set(named.map(({ key }) => key));
  const free = (command.positional ?? []).filter((key) => !taken.has(key));
  const values = unnamed.slice(0, free.length).map((text, at) => ({ key: free[at] ?? '', text }));
  const rest = unnamed.slice(free.length);
  if (rest.length === 0) return [...values, ...named];
  const last = values.at(-1);
  const shape = last && command.fields[last.key]?.shape;
  if (last !== undefined && shape?.kind === 'list')
    return [...values, ...rest.map((text) => ({ key: last.key, text })), ...named];
  // Free text may look like anything; the name of something that is there does not.
  const unknown = shape?.kind === 'choice' ? rest.flatMap(fieldMeant) : [];
  if (unknown[0] !== undefined) return noSuchField(command, unknown[0]);
  if (last !== undefined && withRest && mayHaveSpaces(shape)) {
    return [...values.slice(0, -1), { key: last.key, text: [last.text, ...rest].join(' ') }, ...named];
  }
  return refusal('not-acceptable', 'modify', `There is more here than "${command.words}" takes.`);
}

function fieldMeant(word: string): string[] {
  const name = /^-{0,2}([a-z][\w-]*)=/i.exec(word)?.[1];
  return name === undefined ? [] : [name];
}

const noSuchField = ({ words, fields }: Command, name: string): Refusal => {
  const known = Object.keys(fields).map(optionName);
  const meant = nearest(name, known);
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return refusal('not-acceptable', 'modify', `"${words}" has no field "${name}".${hint} Nothing was changed.`);
};

function mayHaveSpaces(shape: Shape | undefined): boolean {
  return shape?.kind === 'text' ? shape.spaces : shape?.kind === 'long text' || shape?.kind === 'choice';
}

/** What was typed, as a form of the command has it. */
export function typedForm(command: Command, values: readonly TypedValue[]): Form | Refusal {
  const fields = new Map<string, readonly string[]>();
  for (const { key, text } of values) {
    const field = command.fields[key];
    if (field === undefined) continue;
    const before = fields.get(field.name);
    if (before !== undefined && field.shape.kind !== 'list') return fieldRefusal(field.name, 'given once');
    const written = valuesIn(field, text);
    if (isRefusal(written)) return written;
    fields.set(field.name, [...(before ?? []), ...written]);
  }
  return { type: 'submit', fields };
}

const yes = ['yes', 'y', 'on', 'true', '1'];
const no = ['no', 'n', 'off', 'false', '0'];

/** Whether a word says yes or no. */
export function isYesOrNo(word: string): boolean {
  return [...yes, ...no].includes(word.toLowerCase());
}

function valuesIn({ name, shape }: Field, text: string): readonly string[] | Refusal {
  switch (shape.kind) {
    case 'list':
      return text.split(',').map((one) => one.trim());
    case 'boolean':
    case 'flag': {
      const word = text.trim().toLowerCase();
      if (word === '') return [''];
      if (!isYesOrNo(word)) return fieldRefusal(name, '"yes" or "no"');
      return [yes.includes(word) ? '1' : '0'];
    }
    default:
      return [text];
  }
}

/** The same complaint about a field as it is called where it is typed. */
export function inOptionNames(complaint: string, command: Command): string {
  return Object.entries(command.fields).reduce(
    (text, [key, { name }]) => text.replace(`"${name}"`, () => `"${optionName(key)}"`),
    complaint,
  );
}
