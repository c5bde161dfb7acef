/** What the driver reports, as sentences that say what to do. They never hold the URL: there may be a password in it. */
import {
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  type TopologyDescription,
} from 'mongodb';
import { StoreError } from '../port.ts';

/** https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml */
const codes = {
  notAuthorized: [13],
  authenticationFailed: [18, 8000],
  diskFull: [14031],
  notPrimary: [10107, 13435, 10058],
  /** It ended while something was done: what came of it is not known. */
  interrupted: [6, 7, 50, 89, 91, 189, 262, 9001, 11600, 11601, 11602, 13436],
} as const;

export const takenOver = 'another process has taken over this store: this one can no longer write';
export const closed = 'the store is closed';
export const away = 'the store does not answer; try again in a moment';

function has(group: readonly number[], code: unknown): boolean {
  return group.some((one) => one === code);
}

/** No connection was made: the driver labels such errors, whether the server was not there or did not let it in. */
function isOfConnecting(error: unknown): boolean {
  if (!(error instanceof MongoError) || wasInterrupted(error)) return false;
  if (error.hasErrorLabel('HandshakeError')) return true;
  if (!(error instanceof MongoNetworkError)) return false;
  const { cause } = error;
  const call = typeof cause === 'object' && cause !== null && 'syscall' in cause ? cause.syscall : undefined;
  return call === 'connect' || call === 'getaddrinfo' || error.hasErrorLabel('SystemOverloadedError');
}

/** What an error says of a command that it answers. */
export type Fate =
  /** It never reached the server, or was turned away at the door. */
  | 'unsent'
  /** It may have been done, or may yet be. */
  | 'unknown'
  /** The server has said no. */
  | 'refused';

export function fateOf(error: unknown): Fate {
  if (error instanceof MongoServerSelectionError || isOfConnecting(error)) return 'unsent';
  if (error instanceof MongoServerError) {
    if (isOfRights(error.code) || has(codes.notPrimary, error.code)) return 'unsent';
    return has(codes.interrupted, error.code) || error.hasErrorLabel('RetryableWriteError') ? 'unknown' : 'refused';
  }
  if (!(error instanceof MongoError)) return 'refused';
  // No connection could be had.
  return /PoolCleared|WaitQueue|PoolClosed|TopologyClosed|NotConnected/.test(error.name) && !wasInterrupted(error)
    ? 'unsent'
    : 'unknown';
}

/** It was under way when the driver gave up the server. */
function wasInterrupted({ name }: MongoError): boolean {
  return name === 'PoolClearedOnNetworkError';
}

/** One line for people. */
export function describeFailure(error: unknown): string {
  if (error instanceof StoreError) return error.message;
  if (error instanceof MongoServerSelectionError) return describeServers(error.reason);
  const code = error instanceof MongoServerError ? error.code : undefined;
  if (/space quota/i.test(plain(error))) return 'the space for the database is used up: make room there';
  if (has(codes.authenticationFailed, code)) {
    return 'MongoDB does not accept the name or password in store.url: correct them there, or the user in the database (and authSource)';
  }
  if (has(codes.notAuthorized, code)) {
    return 'the MongoDB user in store.url has not the right to do this: give it the role readWrite on the database';
  }
  if (has(codes.diskFull, code) || /no space left|disk.*full|out of disk/i.test(plain(error))) {
    return 'the disk of the MongoDB server is full: make room there';
  }
  if (has(codes.notPrimary, code)) {
    return 'the MongoDB server is not the primary: wait for an election, or name all members and replicaSet in store.url';
  }
  if (error instanceof MongoNetworkError || fateOf(error) === 'unknown') {
    return `the connection to MongoDB was lost: check that the server runs and can be reached (${plain(error)})`;
  }
  return `MongoDB: ${plain(error)}`;
}

function isOfRights(code: unknown): boolean {
  return has(codes.authenticationFailed, code) || has(codes.notAuthorized, code);
}

/** The server is about to stop, or to become the primary or no more: it may answer otherwise in a moment. */
export function isPassing(error: MongoServerError): boolean {
  return has(codes.notPrimary, error.code) || has(codes.interrupted, error.code);
}

/** Why there is no server to write to. */
export function describeServers(topology: Pick<TopologyDescription, 'servers'> | undefined): string {
  for (const { error } of topology?.servers.values() ?? []) {
    if (error == null) continue;
    const { cause } = error;
    for (const reason of [error, cause]) {
      if (reason instanceof MongoServerError && (isOfRights(reason.code) || has(codes.notPrimary, reason.code)))
        return describeFailure(reason);
    }
    return `MongoDB cannot be reached: check that it runs, and the host in store.url (${plain(error)})`;
  }
  if ((topology?.servers.size ?? 0) > 0) {
    return 'MongoDB has no primary: check that most members of the replica set run and see each other';
  }
  return 'MongoDB cannot be reached: check that it runs, and the host and replicaSet in store.url';
}

/** The driver's own words, in one line and without what looks like a URL. */
function plain(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/mongodb(\+srv)?:\/\/\S+/g, 'mongodb://...')
    .replace(/\s+/g, ' ')
    .slice(0, 300);
}

export function storeError(error: unknown): StoreError {
  return error instanceof StoreError ? error : new StoreError(describeFailure(error));
}
