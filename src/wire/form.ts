/**
 * XEP-0004: Data Forms 2.13.2 (2024-08-30)
 * XEP-0068: Field Standardization for Data Forms 1.3.0 (2020-05-05)
 *
 * Reading of submitted forms. Each reader gives the field's value, `undefined` where the form does not answer it
 * (so it keeps what it has), or a refusal that names it; forms to be shown are built in `form-build.ts`.
 */
import { badRequest, isRefusal, type Refusal, refusal } from './error.ts';
import { type Jid, prepareJid } from './jid.ts';
import { NS } from './namespaces.ts';
import { given } from './xep/given.ts';
import { child, children, type Element, text } from './xml.ts';

export interface Form {
  readonly type: 'form' | 'submit' | 'cancel' | 'result';
  /** The value of FORM_TYPE, which says whose fields these are. */
  readonly formType?: string;
  /** All fields but FORM_TYPE, in the order of the form. A field without values has an empty list. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

const TYPES = ['form', 'submit', 'cancel', 'result'] as const;
const FIELDS_MAX = 500;
const SHOWN_NAME_CHARACTERS_MAX = 80;

/** Reads `<x xmlns='jabber:x:data'/>`. Two fields of one name are refused: nobody could say which one counts. */
export function parseForm(x: Element): Form | Refusal {
  const type = TYPES.find((known) => known === x.attrs['type']);
  if (type === undefined) return badRequest('The form has to say its type: "submit" or "cancel".');
  const elements = children(x, 'field', NS.form);
  if (elements.length > FIELDS_MAX) return badRequest(`A form may have ${FIELDS_MAX} fields at most.`);
  const fields = new Map<string, readonly string[]>();
  for (const element of elements) {
    const name = element.attrs['var'];
    if (name === undefined || name === '') {
      if (element.attrs['type'] === 'fixed') continue;
      return badRequest('Each field of a form needs a name in its attribute "var".');
    }
    if (fields.has(name)) return badRequest(`The field "${shown(name)}" is there twice. Send it once.`);
    fields.set(name, children(element, 'value', NS.form).map(text));
  }
  const formType = fields.get('FORM_TYPE');
  if (formType !== undefined && formType.length !== 1) return badRequest('The field "FORM_TYPE" needs one value.');
  fields.delete('FORM_TYPE');
  return given({ type, formType: formType?.[0], fields });
}

/** The form in `parent`; `undefined` where it holds none. */
export function formIn(parent: Element): Form | Refusal | undefined {
  const x = child(parent, 'x', NS.form);
  return x && parseForm(x);
}

/** The form was sent with a type that answers nothing. */
export function notSubmitted(): Refusal {
  return badRequest('Send the form with type "submit" or "cancel".');
}

/** Refuses the whole form for one field (not-acceptable, as XEP-0045 §10.1.3 has it), saying what would do. */
export function fieldRefusal(name: string, expected: string): Refusal {
  return refusal('not-acceptable', 'modify', `The field "${shown(name)}" has to be ${expected}. Nothing was changed.`);
}

/** What was answered to a question of one value; an empty value and none at all both say nothing (§3.6). */
function answer(form: Form, name: string): readonly string[] | undefined {
  const values = form.fields.get(name);
  return values === undefined || values.length === 0 || (values.length === 1 && values[0] === '') ? undefined : values;
}

/** Of `1`, `true`, `0` and `false` (§3.3). */
export function booleanField(form: Form, name: string): boolean | Refusal | undefined {
  const values = answer(form, name);
  if (values === undefined) return undefined;
  const value = values.length === 1 ? values[0]?.trim() : undefined;
  if (value === '1' || value === 'true') return true;
  if (value === '0' || value === 'false') return false;
  return fieldRefusal(name, '"1" or "0"');
}

export interface IntegerBounds {
  readonly min: number;
  readonly max: number;
}

export function integerField(form: Form, name: string, { min, max }: IntegerBounds): number | Refusal | undefined {
  const values = answer(form, name);
  if (values === undefined) return undefined;
  const digits = values.length === 1 ? (values[0]?.trim() ?? '') : '';
  const value = /^[+-]?\d+$/.test(digits) ? Number(digits) : Number.NaN;
  // `+ 0`, since "-0" is the number 0 too.
  return value >= min && value <= max ? value + 0 : fieldRefusal(name, `a whole number from ${min} to ${max}`);
}

export interface TextBounds {
  readonly charactersMax: number;
}

/** One line of text (text-single, text-private); a field without value is an empty one. */
export function textField(form: Form, name: string, { charactersMax }: TextBounds): string | Refusal | undefined {
  const values = form.fields.get(name);
  if (values === undefined) return undefined;
  const value = values[0] ?? '';
  const fits = values.length <= 1 && !/[\r\n]/.test(value) && [...value].length <= charactersMax;
  return fits ? value : fieldRefusal(name, `one line of at most ${charactersMax} characters`);
}

/** Lines of text (text-multi), put together as §3.3 says. */
export function linesField(form: Form, name: string, { charactersMax }: TextBounds): string | Refusal | undefined {
  const lines = form.fields.get(name)?.join('\n');
  if (lines === undefined) return undefined;
  return [...lines].length <= charactersMax ? lines : fieldRefusal(name, `text of at most ${charactersMax} characters`);
}

/** One of the options (list-single). */
export function listField<const T extends string>(
  form: Form,
  name: string,
  options: readonly T[],
): T | Refusal | undefined {
  const values = answer(form, name);
  if (values === undefined) return undefined;
  const choice = values.length === 1 ? options.find((option) => option === values[0]) : undefined;
  return choice ?? fieldRefusal(name, `one of: ${options.join(', ')}`);
}

/** Any of the options (list-multi), each once, in the order in which they were offered. */
export function choicesField<const T extends string>(
  form: Form,
  name: string,
  options: readonly T[],
): readonly T[] | Refusal | undefined {
  const values = form.fields.get(name);
  if (values === undefined) return undefined;
  const known = new Set<string>(options);
  if (values.some((value) => !known.has(value))) return fieldRefusal(name, `any of: ${options.join(', ')}`);
  const chosen = new Set(values);
  return options.filter((option) => chosen.has(option));
}

/** Addresses (jid-single, jid-multi), prepared as people typed them; empty lines and repetitions are passed over (§3.3). */
export function jidsField(
  form: Form,
  name: string,
  { jidsMax }: { readonly jidsMax: number },
): readonly Jid[] | Refusal | undefined {
  const values = form.fields.get(name);
  if (values === undefined) return undefined;
  const jids = new Map<string, Jid>();
  for (const typed of values) {
    if (typed.trim() === '') continue;
    const jid = prepareJid(typed);
    if (isRefusal(jid)) return fieldRefusal(name, `made of addresses; "${shown(typed)}" is none`);
    jids.set(jid.full, jid);
    if (jids.size > jidsMax) return fieldRefusal(name, `at most ${jidsMax} addresses`);
  }
  return [...jids.values()];
}

/** What came from outside is cut before it stands in an error text: it may be as long as a stanza. */
function shown(foreign: string): string {
  const characters = [...foreign.slice(0, 2 * SHOWN_NAME_CHARACTERS_MAX + 2)];
  if (characters.length <= SHOWN_NAME_CHARACTERS_MAX) return foreign;
  return `${characters.slice(0, SHOWN_NAME_CHARACTERS_MAX).join('')}…`;
}
