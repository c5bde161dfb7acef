/** Getting an answer from a MongoDB before anything is done with it; and in one line why there is none. */
import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient, MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import { StoreError } from '../port.ts';
import { databaseNameOf, hostsOf, withoutPassword } from './address.ts';
import { describeFailure, isPassing } from './failure.ts';

/** How long one try may take. */
const tryMilliseconds = 5_000;
const pauseMilliseconds = 1_000;
const sayEveryMilliseconds = 30_000;

/** It may answer later. */
class Away extends StoreError {}

/**
 * A client that has had an answer from a server that may write.
 * @throws StoreError, which says nothing of the password
 */
export async function reach(url: string, stopping?: AbortSignal): Promise<MongoClient> {
  let client: MongoClient | undefined;
  const leave = () => void client?.close();
  try {
    client = new MongoClient(url, { serverSelectionTimeoutMS: tryMilliseconds, connectTimeoutMS: tryMilliseconds });
    stopping?.addEventListener('abort', leave);
    const database = client.db(databaseNameOf(url));
    await database.command({ ping: 1 }, { readPreference: 'primary' });
    // Whether this user may read there.
    await database.collection('layout').findOne({});
    return client;
  } catch (error) {
    await client?.close();
    throw told(error, url);
  } finally {
    stopping?.removeEventListener('abort', leave);
  }
}

/**
 * Waits as long as it takes until the server answers, and says so now and then: after a start of the whole machine it may
 * come later. What waiting does not help against is thrown at once.
 */
export async function untilReached(
  url: string,
  around: { readonly log: { warn(text: string): void; info?(text: string): void }; readonly stopping?: AbortSignal },
): Promise<void> {
  const { log, stopping } = around;
  let saidAt: number | undefined;
  for (;;) {
    try {
      stopping?.throwIfAborted();
      const client = await reach(url, stopping);
      await client.close();
      if (saidAt !== undefined) log.info?.('the store answers');
      return;
    } catch (error) {
      if (stopping?.aborted) throw new StoreError('stopped while waiting for the store');
      if (!(error instanceof Away)) throw error;
      const now = performance.now();
      if (saidAt === undefined || now - saidAt >= sayEveryMilliseconds) {
        log.warn(`${error.message}; waiting for it`);
        saidAt = now;
      }
    }
    await pause(pauseMilliseconds, undefined, stopping === undefined ? {} : { signal: stopping }).catch(
      () => undefined,
    );
  }
}

function told(error: unknown, url: string): StoreError {
  const hosts = hostsOf(url);
  // It has answered.
  if (error instanceof MongoServerError) {
    return isPassing(error) ? new Away(describeFailure(error)) : new StoreError(describeFailure(error));
  }
  const reason = withoutPassword(error instanceof Error ? error.message : String(error), url);
  if (!isAway(error)) return new StoreError(`store.url cannot be used (${reason}): correct it`);
  return new Away(`the MongoDB at ${hosts} does not answer (${reason}): start it, or correct store.url`);
}

function isAway(error: unknown): boolean {
  if (error instanceof MongoServerSelectionError || error instanceof MongoNetworkError) return true;
  // Names that are looked up before there is a server to ask (mongodb+srv).
  return error instanceof Error && 'syscall' in error && String(error.syscall).startsWith('query');
}
