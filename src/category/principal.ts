/**
 * Whom a rule is about: a person, a whole domain, a named group or everyone. Everywhere, in forms and commands, in the
 * configuration and in the record, a principal is the same text; lists are keyed by it.
 */
import { isRefusal, type Refusal } from '../wire/error.ts';
import { prepareJid } from '../wire/jid.ts';
import { emptyPrincipal, groupNameProblem } from './refusals.ts';

export type Principal =
  | { readonly kind: 'person'; readonly jid: string }
  | { readonly kind: 'domain'; readonly domain: string }
  | { readonly kind: 'group'; readonly name: string }
  | { readonly kind: 'everyone' };

/** The text of everyone. */
export const everyone = '*';

const groupPrefix = 'group:';
const groupNameCharactersMax = 256;

/** Reads what somebody typed; of a full address, the person. */
export function readPrincipal(typed: string): Principal | Refusal {
  const text = typed.trim();
  if (text === '') return emptyPrincipal();
  if (text === everyone || text.toLowerCase() === 'everyone') return { kind: 'everyone' };
  if (isGroup(text)) {
    const name = readGroupName(text.slice(groupPrefix.length));
    return isRefusal(name) ? name : { kind: 'group', name };
  }
  const jid = prepareJid(text);
  if (isRefusal(jid)) return jid;
  return jid.local === undefined ? { kind: 'domain', domain: jid.domain } : { kind: 'person', jid: jid.bare };
}

export function principalText(principal: Principal): string {
  switch (principal.kind) {
    case 'person':
      return principal.jid;
    case 'domain':
      return principal.domain;
    case 'group':
      return groupText(principal.name);
    case 'everyone':
      return everyone;
  }
}

/** The same as a text, as lists have it. */
export function readPrincipalText(typed: string): string | Refusal {
  const principal = readPrincipal(typed);
  return isRefusal(principal) ? principal : principalText(principal);
}

/** A name of a group as it is kept: trimmed, composed (NFC), without commas, which separate principals in a line. */
export function readGroupName(typed: string): string | Refusal {
  const name = typed.trim().normalize('NFC');
  const fits = name !== '' && [...name].length <= groupNameCharactersMax && !/[\p{Cc},]/u.test(name);
  return fits && name.isWellFormed() ? name : groupNameProblem(groupNameCharactersMax);
}

export function groupText(name: string): string {
  return groupPrefix + name;
}

export function isGroup(principal: string): boolean {
  return principal.startsWith(groupPrefix);
}

/** The name of the group that a text of `groupText` means. */
export function groupNameOf(principal: string): string {
  return principal.slice(groupPrefix.length);
}

/** Whether a text is that of a single person, where it is neither a group nor everyone. */
export function isPerson(principal: string): boolean {
  return principal.includes('@') && !isGroup(principal);
}
