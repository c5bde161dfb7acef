/**
 * What a command asks for. A field is declared once: how each surface shows it, what may be given, and the typed value
 * that `run` gets. Required unless `optional` or `clearable` says otherwise; an empty answer counts as none.
 * Lists and single things of any kind are in `item-fields.ts`, moments in `date-field.ts`.
 */
import type { Refusal } from '../wire/error.ts';
import { isRefusal } from '../wire/error.ts';
import {
  booleanField,
  type Form,
  fieldRefusal,
  type IntegerBounds,
  integerField,
  jidsField,
  linesField,
  textField,
} from '../wire/form.ts';
import type { Asking } from './asking.ts';

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** How a surface may show the field. */
export type Shape =
  /** `spaces`: it may be several words, so that what is typed last needs no quotes. */
  | { readonly kind: 'text'; readonly spaces: boolean }
  /** Not shown while it is typed, and never said again. */
  | { readonly kind: 'secret' }
  /** Several lines. */
  | { readonly kind: 'long text' }
  | { readonly kind: 'boolean' }
  /** A boolean that is false where it is not given. */
  | { readonly kind: 'flag' }
  | { readonly kind: 'date' }
  /** Of `addresses`, or of anything that is written in one line without a comma. */
  | { readonly kind: 'list'; readonly of: 'text' | 'addresses' }
  | { readonly kind: 'one of'; readonly options: readonly Option[] }
  | ({ readonly kind: 'integer' } & IntegerBounds)
  | { readonly kind: 'person' }
  /** Asked anew whenever it is shown and read; a refusal where there is nothing to choose from. */
  | { readonly kind: 'choice'; options(asking: Asking): Promise<readonly Option[] | Refusal> };

export interface Field<T = unknown> {
  readonly name: string;
  readonly label: string;
  /** A longer explanation, shown beside it. */
  readonly description?: string;
  /** Other names that clients send it under. */
  readonly aliases?: readonly string[];
  /** A plausible value, for the example of the command. */
  readonly example?: string;
  readonly required: boolean;
  readonly shape: Shape;
  /** The value in a form; `undefined` for no answer, a refusal that names the field for a bad one. */
  read(form: Form, name: string, options: readonly Option[]): T | Refusal | undefined;
  /** The value as a form has it. */
  write(value: T): readonly string[];
}

export interface Asked {
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  readonly aliases?: readonly string[];
  readonly example?: string;
}

/** One line of text, without spaces around it. `form` restricts it further; `is` completes "The field has to be ...". */
export function text({
  charactersMax,
  form: restriction,
  ...asked
}: Asked & {
  readonly charactersMax: number;
  readonly form?: { readonly fits: (text: string) => boolean; readonly is: string };
}): Field<string> {
  return {
    ...asked,
    required: true,
    shape: { kind: 'text', spaces: restriction === undefined },
    read(form, name) {
      const line = textField(form, name, { charactersMax });
      if (line === undefined || isRefusal(line)) return line;
      const given = line.trim();
      if (given === '') return undefined;
      return restriction === undefined || restriction.fits(given) ? given : fieldRefusal(name, restriction.is);
    },
    write: (value) => [value],
  };
}

/** One line of text that is nobody else's business, such as a password; spaces around it belong to it. */
export function secret({ charactersMax, ...asked }: Asked & { readonly charactersMax: number }): Field<string> {
  return {
    ...asked,
    required: true,
    shape: { kind: 'secret' },
    read: (form, name) => textField(form, name, { charactersMax }) || undefined,
    write: (value) => [value],
  };
}

/** Text of several lines. */
export function longText({ charactersMax, ...asked }: Asked & { readonly charactersMax: number }): Field<string> {
  return {
    ...asked,
    required: true,
    shape: { kind: 'long text' },
    read(form, name) {
      const lines = linesField(form, name, { charactersMax });
      if (lines === undefined || isRefusal(lines)) return lines;
      return lines.trim() === '' ? undefined : lines.trim();
    },
    write: (value) => value.split('\n'),
  };
}

export function boolean(asked: Asked): Field<boolean> {
  return {
    ...asked,
    required: true,
    shape: { kind: 'boolean' },
    read: booleanField,
    write: (value) => [value ? '1' : '0'],
  };
}

/** Something that is only done if it is asked for. */
export function flag(asked: Asked): Field<boolean> {
  return {
    ...asked,
    required: false,
    shape: { kind: 'flag' },
    read: (form, name) => booleanField(form, name) ?? false,
    write: (value) => [value ? '1' : '0'],
  };
}

export function integer({ min, max, ...asked }: Asked & IntegerBounds): Field<number> {
  return {
    ...asked,
    required: true,
    shape: { kind: 'integer', min, max },
    read: (form, name) => integerField(form, name, { min, max }),
    write: (value) => [String(value)],
  };
}

/** The bare JID of a person, as it was typed and then prepared; a domain is none. */
export function person(asked: Asked): Field<string> {
  return {
    ...asked,
    required: true,
    shape: { kind: 'person' },
    read(form, name) {
      const jids = jidsField(form, name, { jidsMax: 1 });
      if (jids === undefined || isRefusal(jids)) return jids;
      const [jid] = jids;
      if (jid === undefined) return undefined;
      return jid.local === undefined ? fieldRefusal(name, 'the address of a person: name@domain') : jid.bare;
    },
    write: (value) => [value],
  };
}

/** One of the options there are at this moment. */
export function choice({
  options,
  ...asked
}: Asked & { readonly options: (asking: Asking) => Promise<readonly Option[] | Refusal> }): Field<string> {
  return {
    ...asked,
    required: true,
    shape: { kind: 'choice', options },
    read: chosen,
    write: (value) => [value],
  };
}

/** One of these words; each stands for itself. */
export function oneOf<const T extends string>({
  options,
  ...asked
}: Asked & { readonly options: readonly { readonly value: T; readonly label: string }[] }): Field<T> {
  return {
    ...asked,
    required: true,
    shape: { kind: 'one of', options },
    read: (form, name) => chosen(form, name, options) as T | Refusal | undefined,
    write: (value) => [value],
  };
}

const optionsNamedMax = 10;

/** By its value, or by its label as people type it, where that says which one. */
function chosen(form: Form, name: string, offered: readonly Option[]): string | Refusal | undefined {
  const [typed, ...others] = form.fields.get(name)?.filter((value) => value !== '') ?? [];
  if (typed === undefined) return undefined;
  const wanted = folded(typed);
  const exact = offered.find(({ value }) => value === typed);
  const like = offered.filter(({ value, label }) => folded(value) === wanted || folded(label) === wanted);
  const found = exact ?? (like.length === 1 ? like[0] : undefined);
  if (found !== undefined && others.length === 0) return found.value;
  const some = offered
    .slice(0, optionsNamedMax)
    .map(({ value, label }) => (value === label ? value : `${label} (${value})`));
  const more = offered.length > optionsNamedMax ? ', ...' : '';
  return fieldRefusal(name, `one of the choices that are offered: ${some.join(', ')}${more}`);
}

function folded(typed: string): string {
  return typed.trim().toLowerCase();
}

export function optional<T>(field: Field<T>): Field<T | undefined> {
  const { write } = field;
  return { ...field, required: false, write: (value) => (value === undefined ? [] : write(value)) };
}

/** What may be left as it is (`undefined`: it was not given) or taken away (`null`: it was given, and empty). */
export function clearable<T>(field: Field<T>): Field<T | null | undefined> {
  const { read, write } = field;
  return {
    ...field,
    required: false,
    read: (form, name, options) => read(form, name, options) ?? (form.fields.has(name) ? null : undefined),
    write: (value) => (value === undefined ? [] : value === null ? [''] : write(value)),
  };
}
