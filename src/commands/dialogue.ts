/** Going through the steps of a command, the same on every surface: what is asked, what was given, what comes of it. */
import { isRefusal, type Refusal } from '../wire/error.ts';
import { type Form, fieldRefusal } from '../wire/form.ts';
import type { Asking } from './asking.ts';
import type { Command, CommandResult } from './command.ts';
import type { Field, Option } from './fields.ts';

/** What was given so far, by the fields' own names, as a form has it. As long as the fields allow and no longer. */
export type Given = ReadonlyMap<string, readonly string[]>;

export const nothingGiven: Given = new Map();

export interface ShownField {
  readonly field: Field;
  readonly options: readonly Option[];
  readonly values: readonly string[];
}

/** The fields of a step, with the choices there are now and what was given before. */
export async function show(
  command: Command,
  { step, given }: { readonly step: number; readonly given: Given },
  asking: Asking,
): Promise<readonly ShownField[] | Refusal> {
  const shown: ShownField[] = [];
  for (const field of fieldsOf(command, step)) {
    const options = await optionsOf(field, asking);
    if (isRefusal(options)) return options;
    shown.push({ field, options, values: given.get(field.name) ?? [] });
  }
  return shown;
}

/** What is given once this step is answered with `form`; a refusal names the first field that is bad or missing. */
export async function accept(
  command: Command,
  { step, given }: { readonly step: number; readonly given: Given },
  form: Form,
  asking: Asking,
): Promise<Given | Refusal> {
  const accepted = new Map(given);
  for (const field of fieldsOf(command, step)) {
    const value = await read(field, form, asking);
    if (isRefusal(value)) return value;
    if (value === undefined) accepted.delete(field.name);
    else accepted.set(field.name, field.write(value));
  }
  return accepted;
}

/** What to ask before running it; `undefined` where nothing need be. */
export async function confirmation(
  command: Command,
  given: Given,
  asking: Asking,
): Promise<string | Refusal | undefined> {
  if (command.confirm === undefined) return undefined;
  const values = await valuesOf(command, given, asking);
  return isRefusal(values) ? values : command.confirm(values, asking);
}

/** Runs it. What was given is read once more: it may be longer ago than what has changed. */
export async function run(command: Command, given: Given, asking: Asking): Promise<CommandResult | Refusal> {
  const values = await valuesOf(command, given, asking);
  return isRefusal(values) ? values : command.run(values, asking);
}

async function valuesOf(command: Command, given: Given, asking: Asking): Promise<Record<string, unknown> | Refusal> {
  const form: Form = { type: 'submit', fields: given };
  const values: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(command.fields)) {
    const value = await read(field, form, asking);
    if (isRefusal(value)) return value;
    values[key] = value;
  }
  return values;
}

function fieldsOf(command: Command, step: number): Field[] {
  return (command.steps[step] ?? []).flatMap((key) => command.fields[key] ?? []);
}

async function read(field: Field, form: Form, asking: Asking): Promise<unknown> {
  const options = await optionsOf(field, asking);
  if (isRefusal(options)) return options;
  const name = [field.name, ...(field.aliases ?? [])].find((known) => form.fields.has(known)) ?? field.name;
  const value = field.read(form, name, options);
  return value === undefined && field.required ? fieldRefusal(field.name, 'given') : value;
}

async function optionsOf({ shape }: Field, asking: Asking): Promise<readonly Option[] | Refusal> {
  return shape.kind === 'choice' ? shape.options(asking) : [];
}
