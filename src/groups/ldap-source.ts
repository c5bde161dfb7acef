/** Groups of a directory (LDAP): OpenLDAP, Active Directory and others with the usual kinds of groups. */
import type { Log } from '../ops/log.ts';
import type { OpenDirectory } from './directory.ts';
import { type GroupsQuestion, readGroupEntries } from './ldap-groups.ts';
import { findPeople, type PeopleQuestion } from './ldap-people.ts';
import { unfold } from './nesting.ts';
import type { GroupSource, MemberLists } from './source.ts';
import { Turns } from './turns.ts';

export interface LdapGroupsOptions {
  readonly open: OpenDirectory;
  readonly groups: GroupsQuestion;
  readonly people: PeopleQuestion;
  /** Whether members of a group within a group are members of the outer one. */
  readonly nested: boolean;
  readonly log: Log;
}

async function listsOf(groups: ReadonlyMap<string, ReadonlySet<string>>): Promise<MemberLists> {
  const turns = new Turns();
  const lists = new Map<string, readonly string[]>();
  for (const [name, members] of groups) {
    lists.set(name, [...members]);
    if (turns.isOver(members.size)) await turns.next();
  }
  return lists;
}

/** What could not be used, in numbers. */
interface LeftOut {
  readonly groupsWithoutName: number;
  readonly malformedMembers: number;
  readonly unknownMembers: number;
  readonly membersWithoutAddress: number;
  readonly groupsTooDeep: number;
}

export class LdapGroups implements GroupSource {
  readonly name = 'ldap';
  readonly #options: LdapGroupsOptions;
  #told = '';

  constructor(options: LdapGroupsOptions) {
    this.#options = options;
  }

  async load(): Promise<MemberLists> {
    const { open, groups, people, nested } = this.#options;
    const directory = await open();
    try {
      const found = await readGroupEntries(directory, groups);
      const unfolded = await unfold(found.entries, await findPeople(directory, people, found), nested);
      this.#tell({
        groupsWithoutName: found.nameless,
        malformedMembers: found.malformed,
        unknownMembers: unfolded.unknown,
        membersWithoutAddress: unfolded.withoutAddress,
        groupsTooDeep: unfolded.tooDeep,
      });
      return await listsOf(unfolded.groups);
    } finally {
      await directory.close();
    }
  }

  /** Once, and again when it is something else. */
  #tell(leftOut: LeftOut): void {
    const present = Object.fromEntries(Object.entries(leftOut).filter(([, count]) => count > 0));
    const text = JSON.stringify(present);
    if (text !== this.#told && text !== '{}') {
      this.#options.log.warn(present, 'not everything in the directory can be used; the rest is');
    }
    this.#told = text;
  }
}
