/** Why nothing can be read from a source at all, in one line that says what to do. */
export class UnusableSource extends Error {
  override name = 'UnusableSource';
}

/** It is a database, and nothing of what is wanted is in it. */
export class OtherTables extends UnusableSource {}

/** Behind the name of what is there and may not be read. */
export const unreadable = 'may not be read: be a user who may, root for example, or give a copy';
