/**
 * Which MongoDB the tests use, in this order: the one at MONGODB_URL; a `mongod` on the path; one that
 * mongodb-memory-server gets from the net; else mongo-java-server, which needs a JDK and Maven from the system's
 * packages. What was found is remembered in the environment for the rest of the run.
 */

import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { ensurePackages } from '../../src/demo/packages.ts';
import { downloadedMongod } from './mongo-download.ts';
import { javaServer } from './mongo-java.ts';

export type MongoChoice =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'mongod'; readonly program: string }
  | { readonly kind: 'java'; readonly classPath: string }
  | { readonly kind: 'none'; readonly reason: string };

const remembered = 'LONGROOM_TEST_MONGO';

let made: Promise<MongoChoice> | undefined;

/** `say` hears what takes long. */
export async function chooseMongo(say?: (line: string) => void): Promise<MongoChoice> {
  const known = process.env[remembered];
  if (known !== undefined) return JSON.parse(known);
  made ??= choose(say).then((choice) => {
    process.env[remembered] = JSON.stringify(choice);
    return choice;
  });
  return await made;
}

async function choose(say?: (line: string) => void): Promise<MongoChoice> {
  const url = process.env['MONGODB_URL'] ?? '';
  if (url !== '') return { kind: 'url', url };
  for (const found of [async () => onPath('mongod'), downloadedMongod]) {
    const program = await found();
    if (program !== undefined && (await runs(program))) return { kind: 'mongod', program };
  }
  const { reason } = await ensurePackages(['default-jdk-headless', 'maven'], say);
  if (reason !== undefined) return { kind: 'none', reason: `no MongoDB: no MONGODB_URL, no mongod, and ${reason}` };
  try {
    return { kind: 'java', classPath: await javaServer() };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'none', reason: `no MongoDB: no MONGODB_URL, no mongod, and ${why}` };
  }
}

/** A program that was made for another system is there and does not run. */
async function runs(program: string): Promise<boolean> {
  return await promisify(execFile)(program, ['--version'], { timeout: 20_000 }).then(
    () => true,
    () => false,
  );
}

function onPath(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
