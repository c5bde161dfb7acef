/** Whom a rule is about: a person, a whole domain, a named group or everyone; and their text, by which lists are keyed. */
import {
  everyone,
  groupNameCharactersMax,
  groupNameOf,
  groupText,
  isGroup,
  preparedGroupName,
} from '../principal-text.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { prepareJid } from '../wire/jid.ts';
import { emptyPrincipal, groupNameProblem } from './refusals.ts';

export type Principal =
  | { readonly kind: 'person'; readonly jid: string }
  | { readonly kind: 'domain'; readonly domain: string }
  | { readonly kind: 'group'; readonly name: string }
  | { readonly kind: 'everyone' };

/** Reads what somebody typed; of a full address, the person. */
export function readPrincipal(typed: string): Principal | Refusal {
  const text = typed.trim();
  if (text === '') return emptyPrincipal();
  if (text === everyone || text.toLowerCase() === 'everyone') return { kind: 'everyone' };
  if (isGroup(text)) {
    const name = readGroupName(groupNameOf(text));
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

/** A name of a group as it is kept, or what is wrong with it. */
export function readGroupName(typed: string): string | Refusal {
  return preparedGroupName(typed) ?? groupNameProblem(groupNameCharactersMax);
}
