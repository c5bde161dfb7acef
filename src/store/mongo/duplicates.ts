/** Writings that may find their work done already. */
import { MongoBulkWriteError, MongoServerError } from 'mongodb';
import { inParts } from '../in-parts.ts';

const duplicateKey = 11000;

export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === duplicateKey;
}

/** Operations of one bulk. */
export const writesAtOnce = 1_000;

/**
 * Writes in unordered bulks, and returns those that found a document with their key. Each must bear being done twice:
 * some servers stop an unordered bulk at its first failure, and name it as that of the first operation; then what it has
 * done before counts as found.
 * @throws whatever else was wrong with any of them
 */
export async function leavingDuplicates<T>(writes: readonly T[], bulk: (some: T[]) => Promise<unknown>): Promise<T[]> {
  const duplicates: T[] = [];
  for (const some of inParts(writes, writesAtOnce)) duplicates.push(...(await duplicatesAmong(some, bulk)));
  return duplicates;
}

async function duplicatesAmong<T>(writes: readonly T[], bulk: (some: T[]) => Promise<unknown>): Promise<T[]> {
  const duplicates: T[] = [];
  let left = [...writes];
  while (left.length > 0) {
    try {
      await bulk(left);
      break;
    } catch (error) {
      const found = duplicatesIn(error);
      if (found === undefined || found.at.size === 0) throw error;
      duplicates.push(...left.filter((_, at) => found.at.has(at)));
      if (found.at.size + found.done >= left.length) break;
      left = left.filter((_, at) => !found.at.has(at));
    }
  }
  return duplicates;
}

/** Which found a document with their key, and how many others are known to be done; nothing where more was wrong. */
function duplicatesIn(error: unknown): { readonly at: ReadonlySet<number>; readonly done: number } | undefined {
  if (!(error instanceof MongoBulkWriteError)) return undefined;
  const failed = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  // Where there are none the connection broke, or the server said no to all of it: the driver wraps that as well.
  if (failed.some(({ code }) => code !== duplicateKey)) return undefined;
  const { result } = error;
  if (result.getWriteConcernError() !== undefined) return undefined;
  // There is a server that counts what it has not inserted.
  const done = result.matchedCount + result.upsertedCount + result.deletedCount;
  return { at: new Set(failed.map(({ index }) => index)), done };
}
