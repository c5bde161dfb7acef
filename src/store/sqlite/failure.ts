/**
 * SQLite's result codes as sentences that say what to do (https://www.sqlite.org/rescode.html).
 */

/** The low byte of an extended result code is the primary one. */
const primary = { busy: 5, readOnly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notDatabase: 26 } as const;

/** Thrown by an operation before it has changed anything; its text goes to the caller. */
export class Declined extends Error {
  override name = 'Declined';
}

/**
 * A COMMIT whose outcome nobody knows: the disk failed while it was made durable. The worker stops, and
 * the one that follows it looks at what is really there.
 */
export class Doubt extends Error {
  override name = 'Doubt';
}

function resultCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

/** Whether a failed COMMIT may nevertheless be found written after a restart. */
export function isDoubtful(error: unknown): boolean {
  return resultCode(error) === primary.ioError;
}

export function isBusy(error: unknown): boolean {
  return resultCode(error) === primary.busy;
}

/** Whether nothing can be written now, whatever it is: a reason of the disk, not of what was to be written. */
export function isOfTheDisk(error: unknown): boolean {
  const code = resultCode(error);
  return [primary.busy, primary.readOnly, primary.ioError, primary.full, primary.cannotOpen].some(
    (one) => one === code,
  );
}

export function isFull(error: unknown): boolean {
  return resultCode(error) === primary.full;
}

/** One line for people; `path` is the store's file. */
export function describeFailure(error: unknown, path: string): string {
  switch (resultCode(error)) {
    case primary.busy:
      return `${path} is locked by another program: close whatever has opened it (a database shell, a backup)`;
    case primary.readOnly:
      return `${path} cannot be written: make the file and its folder writable for the user Longroom runs as`;
    case primary.corrupt:
      return `${path} is damaged: stop Longroom, keep a copy of the file, and restore a backup`;
    case primary.full:
      return `the disk is full: make room on the file system that holds ${path}`;
    case primary.cannotOpen:
      return `${path} cannot be opened: check that it is a file and that the user Longroom runs as may write it and its folder`;
    case primary.notDatabase:
      return `${path} is not a Longroom store (not a database at all): name another file in store.url`;
    case primary.ioError:
      return `the disk that holds ${path} reports an error: check it, then start Longroom again`;
    default:
      return `${path}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
