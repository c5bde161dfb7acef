/** Where named groups come from that are made outside of this service, and what a source may be as large as. */

/** Group names, each with bare JIDs or domains. */
export type MemberLists = ReadonlyMap<string, readonly string[]>;

export type SourceName = 'config' | 'ldap';

export interface GroupSource {
  readonly name: SourceName;
  /** All groups as they are now. Rejects where they cannot be told in full: half a group is none. */
  load(): Promise<MemberLists>;
}

/** Why groups cannot be read; the message is one line for the log that says what to do, without any secret. */
export class GroupSourceError extends Error {}

/** Groups of one source. */
export const groupsMax = 10_000;
/** Members of all groups of one source together, counted once for each group they are in. */
export const membersMax = 1_000_000;

/** Where the last good groups of a source stay over a restart. */
export interface GroupKeeper {
  keep(text: string): Promise<void>;
  /** What was kept last, if anything was. */
  kept(): Promise<string | undefined>;
}
