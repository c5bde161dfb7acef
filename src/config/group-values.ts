/** Kinds of values for named groups, for whom the service is there, and for a directory (LDAP). */
import { z } from 'zod';
import { readName } from '../category/name.ts';
import { isAttributeName, readAddressPattern } from '../groups/address-pattern.ts';
import { dnKey } from '../groups/dn.ts';
import { groupNameOf, groupText, isGroup, preparedGroupName } from '../principal-text.ts';
import { prepareDomain } from '../wire/jid.ts';
import { domains, type Kind, list, prepared, preparedBareJid, text } from './value.ts';

const GROUPS_MAX = 1000;
const MEMBERS_MAX = 10_000;
const MEMBER = 'an address such as alice@example.org or a domain';

export const groups: Kind<ReadonlyMap<string, readonly string[]>> = {
  form: 'names, each with a list of addresses and domains; in the environment traders=alice@example.org bob@example.org; analysts=example.net',
  type: z.unknown().transform((value, context) => {
    const found = typeof value === 'string' ? groupsInText(value) : value;
    if (typeof found !== 'object' || found === null || Array.isArray(found)) {
      context.addIssue('must be names of groups, each with a list of its members');
      return z.NEVER;
    }
    const entries = Object.entries(found);
    if (entries.length > GROUPS_MAX) context.addIssue(`must not have more than ${GROUPS_MAX} groups`);
    const read = new Map<string, readonly string[]>();
    for (const [typed, members] of entries.slice(0, GROUPS_MAX)) {
      // In a text from the environment there are no places to point at.
      const say: Say = (message, ...path) =>
        context.addIssue({ code: 'custom', message, path: found === value ? path : [] });
      const name = preparedGroupName(typed);
      if (name === undefined)
        say(`"${typed.slice(0, 80)}" cannot be the name of a group: 1 to 256 characters, no commas`);
      else if (read.has(name)) say(`the group ${name} is there twice; write it once`);
      else read.set(name, membersOf({ name, typed, members, say }));
    }
    return read;
  }),
};

type Say = (message: string, ...path: (string | number)[]) => void;

/** `name=member member; name=member`. */
function groupsInText(value: string): object | undefined {
  const parts = value.split(';').filter((part) => part.trim() !== '');
  const pairs = parts.map((part) => /^([^=]*)=(.*)$/s.exec(part));
  if (pairs.includes(null)) return undefined;
  return Object.fromEntries(
    pairs.map((pair) => [pair?.[1]?.trim(), (pair?.[2] ?? '').split(/[\s,]+/).filter((member) => member !== '')]),
  );
}

function membersOf(of: { name: string; typed: string; members: unknown; say: Say }): string[] {
  const { name, typed, members, say } = of;
  if (members === null) return [];
  if (!Array.isArray(members) || members.length > MEMBERS_MAX) {
    say(`the group ${name} must be a list of not more than ${MEMBERS_MAX} members`, typed);
    return [];
  }
  return [...members.entries()].flatMap(([index, member]) => {
    const principal = typeof member === 'string' ? preparedMember(member.trim()) : undefined;
    if (principal === undefined) say(`in the group ${name}: member ${index + 1} is not ${MEMBER}`, typed, index);
    return principal === undefined ? [] : [principal];
  });
}

function preparedMember(member: string): string | undefined {
  return member.includes('@') ? preparedBareJid(member) : prepareDomain(member);
}

export const administrators: Kind<readonly string[]> = {
  form: 'a list of addresses, such as alice@example.org, and of groups, such as group:desk',
  type: list(
    prepared('an address such as alice@example.org, or a group such as group:desk', (value) => {
      const typed = value.trim();
      if (!isGroup(typed)) return preparedBareJid(typed);
      const name = preparedGroupName(groupNameOf(typed));
      return name === undefined ? undefined : groupText(name);
    }),
  ),
};

/** What a category may be called. */
export const categoryName: Kind<string> = {
  form: 'a name of 1 to 256 characters',
  type: text('a name').transform((value, context) => {
    const name = readName(value);
    if (typeof name === 'string') return name;
    context.addIssue('must be 1 to 256 characters on one line');
    return z.NEVER;
  }),
};

export const federation: Kind<'off' | 'all' | readonly string[]> = {
  form: 'off, all, or a list of domains',
  type: z.unknown().transform((value, context) => {
    if (value === 'off' || value === false) return 'off';
    if (value === 'all') return 'all';
    const listed = value === 'on' || value === true ? undefined : domains.type.safeParse(value).data;
    if (listed !== undefined) return listed.includes('*') ? 'all' : listed;
    context.addIssue('must be off, all, or a list of domains');
    return z.NEVER;
  }),
};

export const directoryAddress: Kind<string> = {
  form: 'an address such as ldap://host, ldaps://host:636 or ldapi://%2Frun%2Fslapd%2Fldapi',
  type: text('an address').refine(isDirectoryAddress, {
    error: 'must look like ldap://host, ldaps://host:636 or ldapi://%2Fpath, without anything behind it',
  }),
};

function isDirectoryAddress(value: string): boolean {
  if (/^ldapi:\/\/%2[Ff][\w%.-]+$/.test(value)) return !/%(?![0-9a-f]{2})/i.test(value);
  return /^ldaps?:\/\/(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(value) && URL.canParse(value);
}

export const distinguishedName: Kind<string> = {
  form: 'a distinguished name, such as ou=people,dc=example,dc=org',
  type: text('a distinguished name').refine((value) => dnKey(value) !== undefined, {
    error: 'must look like ou=people,dc=example,dc=org; a comma within a name is written \\,',
  }),
};

export const directoryFilter: Kind<string> = {
  form: 'a filter, such as (objectClass=person)',
  type: text('a filter').refine(isBalanced, {
    error: 'must stand in parentheses, as (objectClass=person); one within a value is written \\28 or \\29',
  }),
};

function isBalanced(filter: string): boolean {
  let depth = 0;
  for (let at = 0; at < filter.length; at += 1) {
    if (filter[at] === '(') depth += 1;
    if (filter[at] === ')') depth -= 1;
    if (depth < 1 && at < filter.length - 1) return false;
  }
  return depth === 0 && filter.includes('=');
}

export const attributeName: Kind<string> = {
  form: 'the name of an attribute, such as cn',
  type: text('the name of an attribute').refine(isAttributeName, {
    error: 'must be the name of an attribute, such as cn',
  }),
};

export const addressPattern: Kind<string> = {
  form: 'an attribute with the whole address, such as mail, or a pattern such as {uid}@example.org',
  type: text('an attribute or a pattern').refine((value) => readAddressPattern(value) !== undefined, {
    error: 'must be an attribute such as mail, or a pattern with one attribute before the @, such as {uid}@example.org',
  }),
};

export const fileName: Kind<string> = {
  form: 'the name of a file',
  type: text('the name of a file').min(1, { error: 'must be the name of a file' }),
};
