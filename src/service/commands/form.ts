/** What a command asks and what it says, as forms (XEP-0004), and what is sent back. */
import type { Command, CommandResult } from '../../commands/command.ts';
import type { ShownField } from '../../commands/dialogue.ts';
import type { Form } from '../../wire/form.ts';
import { buildForm, type FormField } from '../../wire/form-build.ts';
import type { Element } from '../../wire/xml.ts';

/** A complaint stands in the form, too: some clients show no notes beside one that has still to be filled in. */
export function stepForm(command: Command, shown: readonly ShownField[], complaint?: string): Element {
  const { title, instructions, formType } = command;
  return buildForm({
    type: 'form',
    ...(formType !== undefined && { formType }),
    title,
    instructions: complaint === undefined ? instructions : `${complaint}\n${instructions}`,
    fields: shown.map(formField),
  });
}

/** Asked last, of what cannot be undone. A form with nothing to fill in: some clients cannot show a question without one. */
export function confirmationForm(command: Command, question: string): Element {
  return buildForm({ type: 'form', title: command.title, fields: [{ kind: 'fixed', text: question }] });
}

function formField({ field, options, values }: ShownField): FormField {
  const { name, label, description, required, shape } = field;
  const asked = { name, label, ...(description !== undefined && { description }), ...(required && { required }) };
  const [value] = values;
  const given = value === undefined ? {} : { value };
  switch (shape.kind) {
    case 'text':
      return { kind: 'text-single', ...asked, ...given };
    case 'integer':
      return { kind: 'text-single', ...asked, ...given, validation: { min: shape.min, max: shape.max } };
    case 'boolean':
      return { kind: 'boolean', ...asked, value: value === '1' || value === 'true' };
    case 'person':
      return { kind: 'jid-single', ...asked, ...given };
    case 'choice':
      return { kind: 'list-single', ...asked, ...given, options };
  }
}

/** The same of a field as it is labelled: people see no names of fields. */
export function inLabels(complaint: string, shown: readonly ShownField[]): string {
  return shown.reduce((text, { field }) => text.replace(`"${field.name}"`, () => `"${field.label}"`), complaint);
}

/** What was typed, to be shown again beside what is wrong with it. */
export function typedIn(form: Form, shown: readonly ShownField[]): readonly ShownField[] {
  return shown.map((one) => {
    const name = [one.field.name, ...(one.field.aliases ?? [])].find((known) => form.fields.has(known));
    return name === undefined ? one : { ...one, values: form.fields.get(name)?.slice(0, 1) ?? [] };
  });
}

/** Characters of a list, so that it fits into a stanza beside what surrounds every value. */
const listCharactersMax = 40_000;

/** As much of a result as fits into a stanza. */
export function resultForm(
  command: Command,
  table: NonNullable<CommandResult['table']>,
): { readonly form: Element; readonly left: number } {
  let characters = 0;
  const rows = table.rows.filter((row) => {
    characters += row.reduce((sum, value) => sum + value.length + 60, 0);
    return characters <= listCharactersMax;
  });
  const columns = table.columns.map(({ name, label }) => ({ name, label }));
  const form = buildForm({ type: 'result', title: command.title, fields: [], table: { columns, rows } });
  return { form, left: table.rows.length - rows.length };
}
