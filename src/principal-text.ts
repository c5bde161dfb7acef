/**
 * A principal (a person, a domain, a group, everyone) is one text wherever it stands: in forms and commands, in the
 * configuration, on lists and in the record. How the kinds are told apart, and what a group may be called.
 */

/** The text of everyone. */
export const everyone = '*';

/** No address begins like this: a colon can neither be in a domain nor in front of an `@` (RFC 7622 §3.3.1). */
const groupPrefix = 'group:';

export const groupNameCharactersMax = 256;

/**
 * The name of a group as it is kept, trimmed and composed (NFC), to be compared exactly; `undefined` where it cannot be
 * one. It has no comma: that separates principals in a line.
 */
export function preparedGroupName(typed: string): string | undefined {
  const name = typed.trim().normalize('NFC');
  const fits = name !== '' && [...name].length <= groupNameCharactersMax && !/[\p{Cc},]/u.test(name);
  return fits && name.isWellFormed() ? name : undefined;
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

/** Somebody one could write to. */
export function isPerson(principal: string): boolean {
  return principal.includes('@') && !isGroup(principal);
}

export function isDomain(principal: string): boolean {
  return !principal.includes('@') && !isGroup(principal) && principal !== everyone;
}
