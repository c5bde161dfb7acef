/**
 * What a command asks for. A field is declared once: how each surface shows it, what may be given, and the typed value
 * that `run` gets. Required unless `optional` says otherwise; an empty answer counts as none.
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
  textField,
} from '../wire/form.ts';
import type { Asking } from './asking.ts';

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** How a surface may show the field. */
export type Shape =
  | { readonly kind: 'text' }
  | { readonly kind: 'boolean' }
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
  readonly required: boolean;
  readonly shape: Shape;
  /** The value in a form; `undefined` for no answer, a refusal that names the field for a bad one. */
  read(form: Form, name: string, options: readonly Option[]): T | Refusal | undefined;
  /** The value as a form has it. */
  write(value: T): readonly string[];
}

interface Asked {
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  readonly aliases?: readonly string[];
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
    shape: { kind: 'text' },
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

export function boolean(asked: Asked): Field<boolean> {
  return {
    ...asked,
    required: true,
    shape: { kind: 'boolean' },
    read: booleanField,
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
    read(form, name, offered) {
      const values = form.fields.get(name)?.filter((value) => value !== '') ?? [];
      if (values.length === 0) return undefined;
      const chosen = values.length === 1 ? offered.find(({ value }) => value === values[0]) : undefined;
      return chosen?.value ?? fieldRefusal(name, 'one of the choices that are offered');
    },
    write: (value) => [value],
  };
}

export function optional<T>(field: Field<T>): Field<T | undefined> {
  const { write } = field;
  return { ...field, required: false, write: (value) => (value === undefined ? [] : write(value)) };
}
