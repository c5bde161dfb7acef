/**
 * XEP-0045: Multi-User Chat 1.35.5 (2026-05-03)
 *
 * The owner's form, and the end of a room (§10.1, §10.2, §10.9, `muc#owner`).
 */
import { badRequest, isRefusal, type Refusal } from '../error.ts';
import { type Form, formIn, notSubmitted } from '../form.ts';
import { NS } from '../namespaces.ts';
import { child, childText, type Element, xml } from '../xml.ts';
import { given } from './given.ts';
import type { Destruction } from './xep0045-user.ts';

/** `configure` with no field at all accepts the defaults: an instant room (§10.1.2). */
export type OwnerSet =
  | { readonly kind: 'configure'; readonly form: Form }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'destroy'; readonly destruction: Destruction };

/** Reads the payload of an iq of type set. A get has nothing to be read: it asks for the form. */
export function parseOwnerSet(query: Element): OwnerSet | Refusal {
  const destroy = child(query, 'destroy', NS.mucOwner);
  const form = formIn(query);
  if (destroy !== undefined && form !== undefined) {
    return badRequest('Configure the room or destroy it: one request cannot do both.');
  }
  if (destroy !== undefined) return { kind: 'destroy', destruction: parseDestruction(destroy) };
  if (form === undefined) return badRequest('The request holds neither a form nor the wish to destroy the room.');
  if (isRefusal(form)) return form;
  if (form.type === 'cancel') return { kind: 'cancel' };
  if (form.type !== 'submit') return notSubmitted();
  if (form.formType !== NS.mucRoomConfig && (form.formType !== undefined || form.fields.size > 0)) {
    return badRequest(`This is not the form of a room: its FORM_TYPE has to be ${NS.mucRoomConfig}.`);
  }
  return { kind: 'configure', form };
}

function parseDestruction(destroy: Element): Destruction {
  return given({
    alternate: destroy.attrs['jid'] === '' ? undefined : destroy.attrs['jid'],
    password: childText(destroy, 'password', NS.mucOwner),
    reason: childText(destroy, 'reason', NS.mucOwner),
  });
}

/** The answer to a get. */
export function buildOwnerForm(form: Element): Element {
  return xml('query', { xmlns: NS.mucOwner }, form);
}
