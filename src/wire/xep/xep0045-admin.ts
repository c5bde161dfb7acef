/**
 * XEP-0045: Multi-User Chat 1.35.5 (2026-05-03)
 *
 * Lists of affiliations and roles, and changes to them (§8.2 to §9.8, `muc#admin`).
 */
import { badRequest, isRefusal, type Refusal } from '../error.ts';
import { NS } from '../namespaces.ts';
import { children, childText, type Element, xml } from '../xml.ts';
import { given } from './given.ts';
import { AFFILIATIONS, type Affiliation, buildItem, type MucItem, ROLES, type Role } from './xep0045-user.ts';

/** A list that is asked for. */
export type AdminList =
  | { readonly kind: 'affiliation'; readonly affiliation: Affiliation }
  | { readonly kind: 'role'; readonly role: Role };

/** A change that is asked for: affiliations by address, roles by nickname (§17.4 rules 5 and 6). */
export type AdminChange =
  | {
      readonly kind: 'affiliation';
      readonly affiliation: Affiliation;
      /** As the sender wrote it: not prepared, perhaps no address at all. */
      readonly jid: string;
      /** The nickname to be reserved. */
      readonly nick?: string;
      readonly reason?: string;
    }
  | {
      readonly kind: 'affiliation-of-nick';
      readonly affiliation: Affiliation;
      readonly nick: string;
      readonly reason?: string;
    }
  | { readonly kind: 'role'; readonly role: Role; readonly nick: string; readonly reason?: string };

/** Reads the payload of an iq of type get; the list, or lists, in the order asked for. */
export function parseAdminGet(query: Element): readonly AdminList[] | Refusal {
  return readItems(query, parseList);
}

/** Reads the payload of an iq of type set. All changes are well-formed, or all are refused. */
export function parseAdminSet(query: Element): readonly AdminChange[] | Refusal {
  return readItems(query, parseChange);
}

function readItems<T extends object>(query: Element, read: (item: Element) => T | Refusal): readonly T[] | Refusal {
  const items = children(query, 'item', NS.mucAdmin);
  if (items.length === 0) return badRequest('The request has no item that says what it is about.');
  const parsed: T[] = [];
  for (const item of items) {
    const value = read(item);
    if (isRefusal(value)) return value;
    parsed.push(value);
  }
  return parsed;
}

function parseList(item: Element): AdminList | Refusal {
  const { affiliation, role } = item.attrs;
  if ((affiliation === undefined) === (role === undefined)) return eitherOr();
  return affiliation === undefined ? parseRole(role ?? '') : parseAffiliation(affiliation);
}

function parseChange(item: Element): AdminChange | Refusal {
  const { affiliation, role, jid, nick } = item.attrs;
  if ((affiliation === undefined) === (role === undefined)) return eitherOr();
  const reason = childText(item, 'reason', NS.mucAdmin);
  if (affiliation !== undefined) {
    const change = parseAffiliation(affiliation);
    if (isRefusal(change)) return change;
    if (jid !== undefined && jid !== '') return given({ ...change, jid, nick, reason });
    if (nick === undefined || nick === '') return badRequest('An affiliation needs the address of the person: "jid".');
    return given({ ...change, kind: 'affiliation-of-nick' as const, nick, reason });
  }
  const change = parseRole(role ?? '');
  if (isRefusal(change)) return change;
  if (nick === undefined || nick === '') return badRequest('A role needs the nickname of the occupant: "nick".');
  return given({ ...change, nick, reason });
}

function parseAffiliation(text: string): { readonly kind: 'affiliation'; readonly affiliation: Affiliation } | Refusal {
  const affiliation = AFFILIATIONS.find((known) => known === text);
  if (affiliation === undefined) return badRequest(`An affiliation is one of: ${AFFILIATIONS.join(', ')}.`);
  return { kind: 'affiliation', affiliation };
}

function parseRole(text: string): { readonly kind: 'role'; readonly role: Role } | Refusal {
  const role = ROLES.find((known) => known === text);
  return role === undefined ? badRequest(`A role is one of: ${ROLES.join(', ')}.`) : { kind: 'role', role };
}

function eitherOr(): Refusal {
  return badRequest('Each item has to name either an affiliation or a role, not both.');
}

/** The answer to a get. */
export function buildAdminList(items: readonly MucItem[]): Element {
  return xml('query', { xmlns: NS.mucAdmin }, ...items.map(buildItem));
}
