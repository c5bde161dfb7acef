/** What is asked of a directory (LDAP), as a port: entries by search, a page at a time. */

export interface Entry {
  readonly dn: string;
  /** By name in lower case, options such as `;range=0-1499` included. Values that are no text are left out. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

export interface Search {
  readonly base: string;
  /** All below the base and itself, or the base alone. */
  readonly scope: 'sub' | 'base';
  /** RFC 4515; from the configuration, never from what stands in the directory. */
  readonly filter: string;
  readonly attributes: readonly string[];
}

export interface Directory {
  /** Referrals to other servers are not followed. */
  search(search: Search): AsyncIterable<readonly Entry[]>;
  close(): Promise<void>;
}

/** Connects and signs in. */
export type OpenDirectory = () => Promise<Directory>;
