/** The MongoDB that the tests of one process use: started by it on loopback, or the one it was pointed to. */
import { randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { type Child, endChild, removeFolder, temporaryFolder } from './child.ts';
import { chooseMongo, type MongoChoice } from './mongo-choice.ts';
import { javaServerVersion } from './mongo-java.ts';
import { type MongoSetting, startJava, startMongod } from './mongo-start.ts';
import { freePort } from './ports.ts';

export interface MongoServer {
  /** What it is, with its version. */
  readonly name: string;
  /** The address of a database there. */
  url(database: string): string;
  drop(database: string): Promise<void>;
  stop(): Promise<void>;
}

/** One that the tests may break. */
export interface OwnMongoServer extends MongoServer {
  readonly address: string;
  readonly port: number;
  /** The address of a database there by way of another port on loopback. */
  urlThrough(port: number, database: string): string;
  /** Ends the process at once. */
  kill(): Promise<void>;
  /** Starts it again on the same port with what it had answered to. */
  start(): Promise<void>;
}

/** A database name that nobody else has. All are equally long, so that none begins with another. */
export function freshDatabase(): string {
  return `longroom-test-${randomBytes(8).toString('hex')}`;
}

/** Why there is no MongoDB for the tests, or nothing. */
export async function noMongo(): Promise<string | undefined> {
  const choice = await chooseMongo();
  return choice.kind === 'none' ? choice.reason : undefined;
}

/** Why there is none that the tests may kill or put behind a proxy, or nothing. */
export async function noOwnMongo(): Promise<string | undefined> {
  const choice = await chooseMongo();
  return choice.kind === 'url' ? 'the MongoDB at MONGODB_URL is not ours to break' : await noMongo();
}

/** Any MongoDB; what is in it need not outlive the process. `lasting` is for benchmarks. */
export async function launchMongo({ lasting = false } = {}): Promise<MongoServer> {
  const choice = await chooseMongo();
  if (choice.kind !== 'url') return await launchOwn(choice, { forgetful: true, lasting });
  const url = (database: string): string => withDatabase(choice.url, database);
  const name = await nameOf(choice, url('admin'));
  return { name, url, drop: (database) => dropDatabase(url(database)), stop: async () => undefined };
}

/** One of our own that keeps what it has answered to over a kill. */
export async function launchOwnMongo(): Promise<OwnMongoServer> {
  const choice = await chooseMongo();
  if (choice.kind === 'url') throw new Error('the MongoDB at MONGODB_URL is not ours to break');
  return await launchOwn(choice, { forgetful: false });
}

async function launchOwn(
  choice: Exclude<MongoChoice, { kind: 'url' }>,
  wish: Pick<MongoSetting, 'forgetful' | 'lasting'>,
): Promise<OwnMongoServer> {
  if (choice.kind === 'none') throw new Error(choice.reason);
  const setting = {
    address: '127.0.0.1',
    port: await freePort(),
    folder: await temporaryFolder('mongo'),
    ...wish,
  };
  const begin = () =>
    choice.kind === 'mongod' ? startMongod(choice.program, setting) : startJava(choice.classPath, setting);
  try {
    return await running(choice, setting, begin);
  } catch (error) {
    await removeFolder(setting.folder);
    throw error;
  }
}

async function running(
  choice: MongoChoice,
  { address, port, folder }: MongoSetting,
  begin: () => Promise<Child>,
): Promise<OwnMongoServer> {
  let child = await begin();
  const urlThrough = (other: number, database: string): string =>
    `mongodb://${address}:${other}/${database}?directConnection=true`;
  const url = (database: string): string => urlThrough(port, database);
  return {
    name: await nameOf(choice, url('admin')),
    address,
    port,
    url,
    urlThrough,
    drop: (database) => dropDatabase(url(database)),
    async kill() {
      await endChild(child, 'SIGKILL');
    },
    async start() {
      child = await begin();
    },
    async stop() {
      await endChild(child, 'SIGKILL');
      await removeFolder(folder);
    },
  };
}

/** The same address with another database in its path. */
function withDatabase(url: string, database: string): string {
  const parts = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(url);
  if (parts === null) throw new Error('MONGODB_URL is no address of a MongoDB');
  return `${parts[1]}/${database}${parts[2] ?? ''}`;
}

async function nameOf(choice: MongoChoice, url: string): Promise<string> {
  if (choice.kind === 'java') return `mongo-java-server ${javaServerVersion()}`;
  return await withClient(url, async (client) => {
    const { version } = await client.db('admin').command({ buildInfo: 1 });
    const hello = await client.db('admin').command({ hello: 1 });
    const shape = hello['msg'] === 'isdbgrid' ? 'sharded' : hello['setName'] === undefined ? 'alone' : 'replica set';
    return `MongoDB ${version} (${shape}, ${choice.kind === 'url' ? 'at MONGODB_URL' : 'started for the tests'})`;
  });
}

async function dropDatabase(url: string): Promise<void> {
  await withClient(url, (client) => client.db().dropDatabase());
}

async function withClient<T>(url: string, deed: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 15_000 });
  try {
    return await deed(client);
  } finally {
    await client.close();
  }
}
