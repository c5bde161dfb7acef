/** How a MongoDB of our own is started on loopback, in a folder of its own. */
import { join } from 'node:path';
import { MongoClient, MongoServerError } from 'mongodb';
import { programOf } from '../../src/demo/packages.ts';
import { type Child, endChild, startChild } from './child.ts';

const startSeconds = 60;
const pollMilliseconds = 25;
const replicaSet = 'longroom-test';
const alreadyInitialized = 23;
/** Several of them run beside each other and hold little. */
const frugal = ['--wiredTigerCacheSizeGB', '0.25'];

export interface MongoSetting {
  readonly address: string;
  readonly port: number;
  readonly folder: string;
  /** What was answered need not outlive a kill. */
  readonly forgetful: boolean;
  /** It is there for long enough to be worth its compiling, and holds a lot: for benchmarks. */
  readonly lasting?: boolean;
}

/** A replica set of one, so that everything that only those have is there. */
export async function startMongod(program: string, setting: MongoSetting): Promise<Child> {
  const { address, port, folder } = setting;
  const child = await startChild({
    command: program,
    args: ['--dbpath', folder, '--bind_ip', address, '--port', String(port), '--replSet', replicaSet, ...frugal],
    cwd: folder,
  });
  return await orEnd(child, async () => {
    const client = new MongoClient(`mongodb://${address}:${port}/?directConnection=true`, {
      serverSelectionTimeoutMS: startSeconds * 1000,
    });
    try {
      const admin = client.db('admin');
      const members = [{ _id: 0, host: `${address}:${port}` }];
      await admin.command({ replSetInitiate: { _id: replicaSet, members } }).catch((error: unknown) => {
        if (!(error instanceof MongoServerError && error.code === alreadyInitialized)) throw error;
      });
      await until(child, async () => (await admin.command({ hello: 1 }))['isWritablePrimary'] === true);
    } finally {
      await client.close();
    }
  });
}

export async function startJava(classPath: string, setting: MongoSetting): Promise<Child> {
  const javac = programOf('default-jdk-headless') ?? 'javac';
  // In the tests it lives for seconds: what it would gain by compiling itself better it never earns back.
  const fitting = setting.lasting ? ['-Xms3g', '-Xmx8g', '-Xmn1g'] : ['-Xmx2g', '-XX:TieredStopAtLevel=1'];
  const machine = [...fitting, '-XX:+UseSerialGC', '-Dslf4j.internal.verbosity=ERROR'];
  const journal = setting.forgetful ? [] : [join(setting.folder, 'journal')];
  const child = await startChild({
    command: javac.replace(/javac$/, 'java'),
    args: [...machine, '-cp', classPath, 'Launcher', String(setting.port), ...journal],
    cwd: setting.folder,
  });
  return await orEnd(child, () => child.line((line) => line === 'listening', startSeconds));
}

async function orEnd(child: Child, ready: () => Promise<unknown>): Promise<Child> {
  try {
    const ended = child.ended.then((code): never => {
      throw new Error(`it ended (${code})`);
    });
    await Promise.race([ready(), ended]);
    return child;
  } catch (error) {
    await endChild(child, 'SIGKILL');
    throw new Error(`MongoDB did not start; its output:\n${child.output()}`, { cause: error });
  }
}

async function until(child: Child, condition: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < startSeconds * 1000; waited += pollMilliseconds) {
    if (!child.running) throw new Error('it has ended');
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
  }
  throw new Error(`not ready after ${startSeconds} s`);
}
