/**
 * XEP-0157: Contact Addresses for XMPP Services 1.1.1 (2021-03-04)
 */
import { buildForm } from '../form-build.ts';
import { NS } from '../namespaces.ts';
import type { Element } from '../xml.ts';

export const CONTACTS = ['abuse', 'admin', 'feedback', 'sales', 'security', 'status', 'support'] as const;

/** Whom to turn to for what, as URIs; what is not there, or empty, is not told. */
export type Contacts = { readonly [Kind in (typeof CONTACTS)[number]]?: readonly string[] | undefined };

/** The form in the service's disco#info; `undefined` where there is nothing in it. */
export function buildContacts(contacts: Contacts): Element | undefined {
  const fields = CONTACTS.flatMap((kind) => {
    const values = contacts[kind] ?? [];
    if (values.length === 0) return [];
    return [{ kind: 'list-multi' as const, name: `${kind}-addresses`, values, options: [] }];
  });
  return fields.length === 0 ? undefined : buildForm({ type: 'result', formType: NS.serverInfo, fields });
}
