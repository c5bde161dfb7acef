/**
 * XEP-0077: In-Band Registration 2.4 (2012-01-25)
 *
 * The envelope only: what is asked for stands in a form (§4), and whose form it is says FORM_TYPE.
 */
import { badRequest, isRefusal, type Refusal } from '../error.ts';
import { type Form, formIn, notSubmitted } from '../form.ts';
import { NS } from '../namespaces.ts';
import { child, type Element, elements, xml } from '../xml.ts';

export type RegistrationWish =
  | { readonly kind: 'submit'; readonly form: Form }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'remove' };

/** Reads the payload of an iq of type set. */
export function parseRegistration(query: Element): RegistrationWish | Refusal {
  if (child(query, 'remove', NS.register) !== undefined) {
    return elements(query).length === 1
      ? { kind: 'remove' }
      : badRequest('Whoever wants to be removed asks for nothing else: "remove" has to be the only element.');
  }
  const form = formIn(query);
  if (form === undefined) return badRequest('Fill in and send the form that comes with type "get".');
  if (isRefusal(form)) return form;
  if (form.type === 'cancel') return { kind: 'cancel' };
  return form.type === 'submit' ? { kind: 'submit', form } : notSubmitted();
}

/** What a host says to who asks how to register. */
export interface RegistrationTerms {
  /** For people, beside the form and for clients that show none. */
  readonly instructions: string;
  /** Under which name they are registered already. */
  readonly username?: string;
  readonly form: Element;
}

/** The answer to a get. */
export function buildRegistration({ instructions, username, form }: RegistrationTerms): Element {
  return xml(
    'query',
    { xmlns: NS.register },
    username === undefined ? undefined : xml('registered'),
    username === undefined ? undefined : xml('username', {}, username),
    xml('instructions', {}, instructions),
    form,
  );
}
