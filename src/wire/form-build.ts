/**
 * XEP-0004: Data Forms 2.13.2 (2024-08-30)
 * XEP-0122: Data Forms Validation 1.0.2 (2018-03-21)
 *
 * Forms to be shown, and results.
 */
import { NS } from './namespaces.ts';
import { type Element, xml } from './xml.ts';

interface Labelled {
  readonly name: string;
  readonly label?: string;
  /** A longer explanation, shown beside the field. */
  readonly description?: string;
  readonly required?: boolean;
}

export interface Option {
  readonly value: string;
  readonly label?: string;
}

/** `validation` restricts a text to whole numbers (XEP-0122 §3.2.3). */
export type FormField =
  | { readonly kind: 'fixed'; readonly text: string; readonly label?: string }
  | (Labelled & { readonly kind: 'hidden' | 'text-private' | 'jid-single'; readonly value?: string })
  | (Labelled & {
      readonly kind: 'text-single';
      readonly value?: string;
      readonly validation?: { readonly min: number; readonly max: number };
    })
  | (Labelled & { readonly kind: 'boolean'; readonly value: boolean })
  | (Labelled & { readonly kind: 'text-multi' | 'jid-multi'; readonly values: readonly string[] })
  | (Labelled & { readonly kind: 'list-single'; readonly value?: string; readonly options: readonly Option[] })
  | (Labelled & {
      readonly kind: 'list-multi';
      readonly values: readonly string[];
      /** `open`: anything may be given, none is offered (XEP-0122 §3.2.2). */
      readonly options: readonly Option[] | 'open';
    });

export interface FormContent {
  readonly type: 'form' | 'submit' | 'result';
  readonly formType?: string;
  readonly title?: string;
  readonly instructions?: string;
  readonly fields: readonly FormField[];
  /** A table (§3.4): its columns, and a value for each of them in every row. */
  readonly table?: FormTable;
}

export interface FormTable {
  readonly columns: readonly { readonly name: string; readonly label?: string }[];
  readonly rows: readonly (readonly string[])[];
}

export function buildForm({ type, formType, title, instructions, fields, table }: FormContent): Element {
  return xml(
    'x',
    { xmlns: NS.form, type },
    title === undefined ? undefined : xml('title', {}, title),
    instructions === undefined ? undefined : xml('instructions', {}, instructions),
    formType === undefined ? undefined : buildField({ kind: 'hidden', name: 'FORM_TYPE', value: formType }),
    ...fields.map(buildField),
    ...(table === undefined ? [] : buildTable(table)),
  );
}

function buildTable({ columns, rows }: FormTable): Element[] {
  return [
    xml('reported', {}, ...columns.map(({ name, label }) => xml('field', { var: name, label }))),
    ...rows.map((row) =>
      xml('item', {}, ...columns.map(({ name }, at) => xml('field', { var: name }, valueElement(row[at] ?? '')))),
    ),
  ];
}

function buildField(field: FormField): Element {
  if (field.kind === 'fixed') return xml('field', { type: 'fixed', label: field.label }, valueElement(field.text));
  return xml(
    'field',
    { var: field.name, type: field.kind, label: field.label },
    field.description === undefined ? undefined : xml('desc', {}, field.description),
    field.required === true ? xml('required') : undefined,
    validationOf(field),
    ...valuesOf(field).map(valueElement),
    ...optionsOf(field).map(({ value, label }) => xml('option', { label }, valueElement(value))),
  );
}

function valueElement(value: string): Element {
  return xml('value', {}, value);
}

function valuesOf(field: Exclude<FormField, { readonly kind: 'fixed' }>): readonly string[] {
  switch (field.kind) {
    case 'boolean':
      // "1" and "0", never "true": widespread clients read nothing else.
      return [field.value ? '1' : '0'];
    case 'text-multi':
      return field.values.flatMap((text) => text.split(/\r\n|\r|\n/));
    case 'jid-multi':
    case 'list-multi':
      return field.values;
    case 'hidden':
    case 'text-private':
    case 'jid-single':
    case 'text-single':
    case 'list-single':
      return field.value === undefined ? [] : [field.value];
  }
}

function optionsOf(field: FormField): readonly Option[] {
  if (field.kind === 'list-single') return field.options;
  return field.kind === 'list-multi' && field.options !== 'open' ? field.options : [];
}

function validationOf(field: FormField): Element | undefined {
  if (field.kind === 'text-single' && field.validation !== undefined) {
    const { min, max } = field.validation;
    return xml('validate', { xmlns: NS.validate, datatype: 'xs:integer' }, xml('range', { min, max }));
  }
  if (field.kind === 'list-multi' && field.options === 'open') {
    return xml('validate', { xmlns: NS.validate, datatype: 'xs:string' }, xml('open'));
  }
  return undefined;
}
