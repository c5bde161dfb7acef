/** What a command asks and what it says, as forms (XEP-0004), and what is sent back. */
import type { Command, CommandResult, Fact, Table } from '../../commands/command.ts';
import type { ShownField } from '../../commands/dialogue.ts';
import { tableLines } from '../../commands/lines.ts';
import type { Form } from '../../wire/form.ts';
import { buildForm, type FormField } from '../../wire/form-build.ts';
import type { Element } from '../../wire/xml.ts';
import { byTitle } from './by-title.ts';

/**
 * A complaint stands in the form, too: some clients show no notes beside one that has still to be filled in. It stands at
 * the end: Converse.js 14 keeps what was typed by the place of each field.
 */
export function stepForm(command: Command, shown: readonly ShownField[], complaint?: string): Element {
  const { title, instructions, formType } = command;
  return buildForm({
    type: 'form',
    ...(formType !== undefined && { formType }),
    title,
    instructions: byTitle(instructions),
    fields: [...shown.map((one) => formField(one, formType)), ...(complaint === undefined ? [] : [fixed(complaint)])],
  });
}

/** Asked last, of what cannot be undone. A form with nothing to fill in: some clients cannot show a question without one. */
export function confirmationForm(command: Command, question: string): Element {
  return buildForm({ type: 'form', title: command.title, fields: [fixed(byTitle(question))] });
}

/**
 * Text that may have words of people in it. Gajim 1.7.3 takes a fixed field for markup, so that nothing shall look like
 * it; where that breaks all the same, at an ampersand, it shows the label.
 */
function fixed(text: string): FormField {
  const plain = text.replaceAll('<', '\u2039');
  return { kind: 'fixed', text: plain, ...(plain.includes('&') && { label: plain }) };
}

/**
 * Addresses are asked for as lines of text, which can be pasted and corrected; Gajim 1.7.3 has a table for them that
 * takes three clicks for each. Standards say how their own forms are made.
 */
function formField({ field, options, values }: ShownField, formType: string | undefined): FormField {
  const { name, label, description, required, shape } = field;
  const asked = {
    name,
    label,
    ...(description !== undefined && { description: byTitle(description) }),
    ...(required && { required }),
  };
  const [value] = values;
  const given = value === undefined ? {} : { value };
  switch (shape.kind) {
    case 'text':
      return { kind: 'text-single', ...asked, ...given };
    case 'integer':
      return { kind: 'text-single', ...asked, ...given, validation: { min: shape.min, max: shape.max } };
    case 'secret':
      return { kind: 'text-private', ...asked };
    case 'date':
      return { kind: 'text-single', ...asked, ...given };
    case 'long text':
      return { kind: 'text-multi', ...asked, values };
    case 'list':
      return {
        kind: shape.of === 'addresses' && formType !== undefined ? 'jid-multi' : 'text-multi',
        ...asked,
        values,
      };
    case 'boolean':
    case 'flag':
      return { kind: 'boolean', ...asked, value: value === '1' || value === 'true' };
    case 'person':
      return { kind: 'jid-single', ...asked, ...given };
    case 'choice':
    case 'one of':
      return { kind: 'list-single', ...asked, ...given, options };
  }
}

/** The same of a field as it is labelled: people see no names of fields. */
export function inLabels(complaint: string, shown: readonly ShownField[]): string {
  return shown.reduce((text, { field }) => text.replace(`"${field.name}"`, () => `"${field.label}"`), complaint);
}

/** Of a list that was typed; it is bounded when it is read. */
const valuesShownMax = 1_000;

/** What was typed, to be shown again beside what is wrong with it. */
export function typedIn(form: Form, shown: readonly ShownField[]): readonly ShownField[] {
  return shown.map((one) => {
    const name = [one.field.name, ...(one.field.aliases ?? [])].find((known) => form.fields.has(known));
    return name === undefined ? one : { ...one, values: form.fields.get(name)?.slice(0, valuesShownMax) ?? [] };
  });
}

/** Characters of a list, so that it fits into a stanza beside what surrounds every value. */
const listCharactersMax = 40_000;

/** As much of a result as fits into a stanza; `undefined` where there is nothing to show but a note. */
export function resultForm(
  command: Command,
  { facts, table }: CommandResult,
  type: 'form' | 'result',
): { readonly form: Element; readonly left: number } | undefined {
  if (facts === undefined && table === undefined) return undefined;
  const { title, formType } = command;
  const rows = table === undefined ? [] : fitting(table.rows);
  const left = (table?.rows.length ?? 0) - rows.length;
  if (table?.reported) {
    const columns = table.columns.map(({ name, label }) => ({ name, label }));
    return { form: buildForm({ type, title, fields: [], table: { columns, rows } }), left };
  }
  const listed = table === undefined || rows.length === 0 ? [] : [listField({ columns: table.columns, rows })];
  const fields = [...(facts ?? []).map(factField), ...listed];
  return { form: buildForm({ type, title, fields, ...(formType !== undefined && { formType }) }), left };
}

/** One field of several lines: every client shows it, breaks the long ones, and takes nothing in it for markup. */
function listField({ columns, rows }: Pick<Table, 'columns' | 'rows'>): FormField {
  const lines = tableLines({ columns, rows });
  const heading = columns.length === 1 ? columns[0]?.label : lines.shift();
  return { kind: 'text-multi', name: 'list', label: heading ?? '', values: lines };
}

/** In characters: what is longer makes windows wider in clients that do not break it. */
const factInLineMax = 40;

function fitting(rows: Table['rows']): Table['rows'] {
  let characters = 0;
  return rows.filter((row) => {
    characters += row.reduce((sum, value) => sum + value.length + 60, 0);
    return characters <= listCharactersMax;
  });
}

function factField({ name, label, value }: Fact): FormField {
  if (value.includes('\n') || value.length > factInLineMax) return { kind: 'text-multi', name, label, values: [value] };
  return { kind: 'text-single', name, label, value };
}
