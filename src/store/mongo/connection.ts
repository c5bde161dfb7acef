/** How the database is connected to, and what kind of server it is. */
import { type Db, type Document, MongoClient, WriteConcern } from 'mongodb';
import { StoreError } from '../port.ts';
import { databaseNameOf } from './address.ts';
import { storeError } from './failure.ts';
import type { WriteTerms } from './insertion.ts';

const heartbeatMilliseconds = 1_000;
const connectMilliseconds = 2_000;
/** A connection that is silent for so long while something was asked is given up. */
const silentMilliseconds = 20_000;
const connectionsMax = 50;
/** What every MongoDB takes, in case the server does not say. */
const documentBytesMin = 16_777_216;

export interface ConnectOptions {
  readonly url: string;
  readonly writeConcern: number | 'majority';
  readonly journal: boolean;
  readonly patienceMilliseconds: number;
}

export function makeClient({ url, patienceMilliseconds }: ConnectOptions): MongoClient {
  try {
    return new MongoClient(url, {
      appName: 'longroom',
      // A writing is tried again here, where it is known what it was: a driver's second attempt hides what came of the first.
      retryWrites: false,
      readPreference: 'primary',
      heartbeatFrequencyMS: heartbeatMilliseconds,
      connectTimeoutMS: connectMilliseconds,
      socketTimeoutMS: silentMilliseconds,
      serverSelectionTimeoutMS: patienceMilliseconds,
      waitQueueTimeoutMS: patienceMilliseconds,
      maxPoolSize: connectionsMax,
    });
  } catch {
    // What the driver says may quote the URL.
    throw new StoreError('store.url is not a MongoDB URL: it is like mongodb://name:password@host:27017/longroom');
  }
}

/** Of the URL's path, or the default one. */
export function databaseOf(client: MongoClient, { url, writeConcern, journal }: ConnectOptions): Db {
  return client.db(databaseNameOf(url), {
    writeConcern: new WriteConcern(writeConcern, undefined, journal),
  });
}

export interface ServerKind {
  /** By the clock of the server. */
  readonly now: Date;
  readonly documentBytesMax: number;
  /** `_id` is unique within each shard only. */
  readonly sharded: boolean;
  readonly terms: WriteTerms;
}

/** @throws StoreError where it cannot be reached */
export async function askServer(client: MongoClient, { writeConcern, journal }: ConnectOptions): Promise<ServerKind> {
  const hello = await greet(client);
  const sharded = hello['msg'] === 'isdbgrid';
  const replicated = sharded || typeof hello['setName'] === 'string';
  const { maxBsonObjectSize, localTime } = hello;
  return {
    now: localTime instanceof Date ? localTime : new Date(),
    documentBytesMax: typeof maxBsonObjectSize === 'number' ? maxBsonObjectSize : documentBytesMin,
    sharded,
    terms: {
      writeConcern: { w: writeConcern, j: journal },
      readConcern: replicated && writeConcern === 'majority' ? 'majority' : 'local',
    },
  };
}

async function greet(client: MongoClient): Promise<Document> {
  try {
    await client.connect();
    const admin = client.db('admin');
    // Servers of before 4.4.2 know it by another name.
    return await admin.command({ hello: 1 }).catch(() => admin.command({ isMaster: 1 }));
  } catch (error) {
    throw storeError(error);
  }
}
