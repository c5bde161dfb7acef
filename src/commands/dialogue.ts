/** Going through the steps of a command, the same on every surface: what is asked, what was given, what comes of it. */
import { isRefusal, type Refusal } from '../wire/error.ts';
import { type Form, fieldRefusal } from '../wire/form.ts';
import type { Asking } from './asking.ts';
import type { Command, CommandResult, Page } from './command.ts';
import type { Field, Option } from './fields.ts';

/** What was given so far, by the fields' own names, as a form has it. As long as the fields allow and no longer. */
export type Given = ReadonlyMap<string, readonly string[]>;

export const nothingGiven: Given = new Map();

export interface ShownField {
  readonly field: Field;
  readonly options: readonly Option[];
  readonly values: readonly string[];
  /** What it holds at present, where the command knows. */
  readonly preset?: readonly string[];
}

/** Where a dialogue stands: which step is to be answered, and what the steps before were answered with. */
interface Stand {
  readonly step: number;
  readonly given: Given;
  /** What the fields of this step held when they were shown: what is still the same has not been given. */
  readonly presets?: Given;
}

/** The fields of a step, with the choices there are now and what was given before, or else what they hold at present. */
export async function show(
  command: Command,
  { step, given }: { readonly step: number; readonly given: Given },
  asking: Asking,
): Promise<readonly ShownField[] | Refusal> {
  const presets = await presetsOf(command, given, asking);
  if (isRefusal(presets)) return presets;
  const shown: ShownField[] = [];
  for (const field of fieldsOf(command, step)) {
    const options = await optionsOf(field, asking);
    if (isRefusal(options)) return options;
    const preset = presets && (presets.get(field.name) ?? []);
    const values = given.get(field.name) ?? preset ?? [];
    shown.push({ field, options, values, ...(preset !== undefined && { preset }) });
  }
  return shown;
}

async function presetsOf(command: Command, given: Given, asking: Asking): Promise<Given | Refusal | undefined> {
  if (command.presets === undefined) return undefined;
  const values: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(command.fields)) {
    if (!given.has(field.name)) continue;
    const value = await read(field, { type: 'submit', fields: given }, asking);
    if (isRefusal(value)) return value;
    values[key] = value;
  }
  const presets = await command.presets(values, asking);
  if (isRefusal(presets)) return presets;
  const written = Object.entries(presets).flatMap(([key, value]): [string, readonly string[]][] => {
    const field = command.fields[key];
    return field === undefined || value === undefined ? [] : [[field.name, field.write(value)]];
  });
  return new Map(written);
}

/** What is given once this step is answered with `form`; a refusal names the first field that is bad or missing. */
export async function accept(
  command: Command,
  { step, given, presets }: Stand,
  form: Form,
  asking: Asking,
): Promise<Given | Refusal> {
  const accepted = new Map(given);
  for (const field of fieldsOf(command, step)) {
    const value = await read(field, form, asking);
    if (isRefusal(value)) return value;
    const written = value === undefined ? undefined : field.write(value);
    const preset = presets?.get(field.name);
    const same = preset !== undefined && written !== undefined && !field.required && isSame(preset, written);
    if (written === undefined || same) accepted.delete(field.name);
    else accepted.set(field.name, written);
  }
  return accepted;
}

/** The same for all steps at once. */
export async function acceptAll(command: Command, form: Form, asking: Asking): Promise<Given | Refusal> {
  let given: Given = nothingGiven;
  for (const step of command.steps.keys()) {
    const accepted = await accept(command, { step, given }, form, asking);
    if (isRefusal(accepted)) return accepted;
    given = accepted;
  }
  return given;
}

/** No value and an empty one say the same. */
function isSame(one: readonly string[], other: readonly string[]): boolean {
  const said = (values: readonly string[]) => values.filter((value) => value !== '');
  const [a, b] = [said(one), said(other)];
  return a.length === b.length && a.every((value, at) => value === b[at]);
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
export async function run(
  command: Command,
  { given, page }: { readonly given: Given; readonly page: Page },
  asking: Asking,
): Promise<CommandResult | Refusal> {
  const values = await valuesOf(command, given, asking);
  return isRefusal(values) ? values : command.run(values, asking, page);
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
  if (shape.kind === 'one of') return shape.options;
  return shape.kind === 'choice' ? shape.options(asking) : [];
}
