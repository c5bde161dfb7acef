/**
 * A command: one object, shown on every surface (DESIGN: Declare once). It knows neither XML nor sessions: it says what
 * it asks for, who may run it, and what comes of it. Adding one is a file here and a word in `index.ts`.
 */
import type { Action } from '../room/access.ts';
import type { Refusal } from '../wire/error.ts';
import type { Asking } from './asking.ts';
import type { Field } from './fields.ts';

/** Fields by the name that `run` knows them by. */
// biome-ignore lint/suspicious/noExplicitAny: a field of any type of value; `Values` keeps which
export type Fields = Readonly<Record<string, Field<any>>>;

/** The typed values of these fields. */
export type Values<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** What a command says when it is done; each part may be missing. */
export interface CommandResult {
  /** A sentence for whoever ran it. */
  readonly note?: string;
  /** A list, one row for each thing in it. */
  readonly table?: {
    readonly columns: readonly { readonly name: string; readonly label: string }[];
    readonly rows: readonly (readonly string[])[];
  };
}

interface Declared<F extends Fields> {
  /** Its name for programs, unique where it is offered. */
  readonly node: string;
  /** Its name for people. */
  readonly title: string;
  /** What it does and what to fill in, in a sentence or two. */
  readonly instructions: string;
  /** Whose fields these are (XEP-0068), where others have standardised them. */
  readonly formType?: string;
  readonly fields: F;
  /** Which fields are asked for together, in which order; all at once where it is left out. */
  readonly steps?: readonly (readonly (keyof F & string)[])[];
  /** For what cannot be undone: says what would happen, and asks whether it shall. */
  confirm?(values: Values<F>, asking: Asking): Promise<string | Refusal>;
  /** May refuse: with type `modify` where other values would do. Rights have been checked. */
  run(values: Values<F>, asking: Asking): Promise<CommandResult | Refusal>;
}

interface AtRoom {
  readonly where: 'room';
  /** The row of the privilege table (`room/access.ts`) that decides who may run it. */
  readonly mayRun: Action;
}

interface AtService {
  readonly where: 'service';
  readonly mayRun: 'service admin';
}

export type Command = Omit<Declared<Fields>, 'steps'> & {
  readonly steps: readonly (readonly string[])[];
} & (AtRoom | AtService);

export function roomCommand<const F extends Fields>(declared: Declared<F> & Omit<AtRoom, 'where'>): Command {
  return { ...declared, where: 'room', steps: stepsOf(declared) } as Command;
}

export function serviceCommand<const F extends Fields>(declared: Declared<F> & Omit<AtService, 'where'>): Command {
  return { ...declared, where: 'service', steps: stepsOf(declared) } as Command;
}

function stepsOf<F extends Fields>({ fields, steps }: Pick<Declared<F>, 'fields' | 'steps'>): Command['steps'] {
  if (steps !== undefined) return steps;
  const names = Object.keys(fields);
  return names.length === 0 ? [] : [names];
}
