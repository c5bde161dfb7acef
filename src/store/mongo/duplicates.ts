/** Writings that may find their work done already. */
import { MongoBulkWriteError, MongoServerError } from 'mongodb';

const duplicateKey = 11000;

export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === duplicateKey;
}

/**
 * Runs an unordered bulk of writings; those that found a document with their key are done.
 * @throws whatever else was wrong with any of them
 */
export async function leavingDuplicates(writing: () => Promise<unknown>): Promise<void> {
  try {
    await writing();
  } catch (error) {
    if (!isDoneButFor(error)) throw error;
  }
}

function isDoneButFor(error: unknown): boolean {
  if (!(error instanceof MongoBulkWriteError)) return isDuplicateKey(error);
  const failed = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  // Where there are none the connection broke, or the server said no to all of it: the driver wraps that as well.
  const onlyDuplicates = failed.length > 0 && failed.every(({ code }) => code === duplicateKey);
  return onlyDuplicates && error.result.getWriteConcernError() === undefined;
}
