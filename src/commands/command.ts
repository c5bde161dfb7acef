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

export interface Column {
  readonly name: string;
  readonly label: string;
  /** What people read in place of values that are for programs. */
  readonly inWords?: Readonly<Record<string, string>>;
}

/** Things of one kind, a row for each. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /**
   * A form shows it in columns (XEP-0004 §3.4), since an extension says so. Without it, it is lines of text: widespread
   * clients show columns as nothing, or stop.
   */
  readonly reported?: true;
}

/** Something that is known of one thing. */
export interface Fact {
  /** For programs; unique among the facts. */
  readonly name: string;
  readonly label: string;
  /** May have several lines. */
  readonly value: string;
}

/** What a command says when it is done; each part may be missing. */
export interface CommandResult {
  /** A sentence or two for whoever ran it. */
  readonly note?: string;
  /** What one thing is like. */
  readonly facts?: readonly Fact[];
  readonly table?: Table;
  /** What was asked for is not as it should be; a program that runs the command line sees it by the exit code. */
  readonly isAmiss?: true;
  /** There is more: given to `run` as `after`, it gets what follows. Only of a command that changes nothing. */
  readonly next?: string;
}

/** How much of a long list is wanted. */
export interface Page {
  /** `next` of the page before; left out for the first. */
  readonly after?: string;
  /** Rows. */
  readonly limit: number;
}

interface Declared<F extends Fields> {
  /** Its name for programs, unique where it is offered. */
  readonly node: string;
  /** How it is called in chat and on the command line: small letters, such as `block add`; unique among all. */
  readonly words: string;
  /** Fields that may be given without their name there, in this order. */
  readonly positional?: readonly (keyof F & string)[];
  /** False for what only tells something. */
  readonly changes: boolean;
  /** It runs while the store is away, too: nothing is written, and the person who asks may have no key. */
  readonly needsNoStore?: true;
  /** Seconds that the command line waits for the service; where it is left out, as long as it takes. */
  readonly patienceSeconds?: number;
  /** Its name for people. */
  readonly title: string;
  /** What it does and what to fill in, in a sentence or two. */
  readonly instructions: string;
  /** Whose fields these are (XEP-0068), where others have standardised them. */
  readonly formType?: string;
  readonly fields: F;
  /** May be left out, and stands in the example, which would do nothing without it. */
  readonly inExample?: keyof F & string;
  /** Which fields are asked for together, in which order; all at once where it is left out. */
  readonly steps?: readonly (readonly (keyof F & string)[])[];
  /**
   * What the fields hold at present, for commands that change something: shown in the form, and what is left as it is
   * there is not given to `run`. `given` are the values of the steps before.
   */
  presets?(given: Partial<Values<F>>, asking: Asking): Promise<Partial<Values<F>> | Refusal>;
  /** For what cannot be undone: says what would happen, and asks whether it shall; nothing where it need not be asked. */
  confirm?(values: Values<F>, asking: Asking): Promise<string | Refusal | undefined>;
  /** May refuse: with type `modify` where other values would do. Rights have been checked. */
  run(values: Values<F>, asking: Asking, page: Page): Promise<CommandResult | Refusal>;
}

interface AtRoom {
  readonly where: 'room';
  /** The row of the privilege table (`room/access.ts`) that decides who may run it. */
  readonly mayRun: Action;
}

interface AtService {
  readonly where: 'service';
  readonly mayRun: ServiceRight;
}

/**
 * Everyone who may use the service; those of them who may make rooms; its administrators, who may run all that the
 * others may.
 */
export type ServiceRight = 'everyone' | 'room creator' | 'service admin';

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
