/** Who may stand on the lists of a room: a person, everybody of a domain, everybody in a group of the house. */

const groupMark = 'group:';

/** No address begins like this: a colon can neither be in a domain nor in front of an `@` (RFC 7622 §3.3.1). */
export function isGroup(listed: string): boolean {
  return listed.startsWith(groupMark);
}

/** Somebody one could write to. */
export function isPerson(listed: string): boolean {
  return listed.includes('@') && !isGroup(listed);
}

export function isDomain(listed: string): boolean {
  return !listed.includes('@') && !isGroup(listed);
}

export function domainOf(bare: string): string {
  return bare.slice(bare.indexOf('@') + 1);
}
