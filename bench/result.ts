/** What a run of the benchmarks gave, as it is written to a file: figures, and where and when they were measured. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Figure } from './scenarios/scenario.ts';

export interface Taken {
  readonly scenario: string;
  readonly target: string;
  readonly figure: Figure;
}

export interface Result {
  readonly format: 1;
  readonly date: string;
  /** The commit that was measured, with `+` where files differ from it. */
  readonly commit: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryMiB: number;
    readonly kernel: string;
  };
  readonly versions: Readonly<Record<string, string>>;
  readonly repeat: number;
  readonly quick: boolean;
  readonly figures: readonly Taken[];
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMMIT_CHARACTERS = 12;
const DIGITS = 6;

export function resultOf(
  figures: readonly Taken[],
  how: { readonly repeat: number; readonly quick: boolean; readonly versions: Readonly<Record<string, string>> },
): Result {
  const [first] = cpus();
  return {
    format: 1,
    date: new Date().toISOString(),
    commit: commit(),
    machine: {
      cpu: first?.model ?? 'unknown',
      cores: cpus().length,
      memoryMiB: Math.round(totalmem() / 2 ** 20),
      kernel: release(),
    },
    ...how,
    figures,
  };
}

export function writeResult(path: string, result: Result): void {
  mkdirSync(dirname(path), { recursive: true });
  // More digits than were measured only make a change hard to read.
  const short = (_key: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value;
  writeFileSync(path, `${JSON.stringify(result, short, 2)}\n`);
}

/** The result in a file; `undefined` where there is none of this format. */
export function readResult(path: string): Result | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const isResult = typeof read === 'object' && read !== null && 'format' in read && read.format === 1;
    return isResult ? (read as Result) : undefined;
  } catch {
    return undefined;
  }
}

/** What a program says of its version; empty when it cannot be asked. */
export function said(program: string, ...words: readonly string[]): string {
  try {
    return execFileSync(program, words, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

function commit(): string {
  const id = said('git', 'rev-parse', 'HEAD').slice(0, COMMIT_CHARACTERS);
  return id === '' ? 'unknown' : id + (said('git', 'status', '--porcelain') === '' ? '' : '+');
}
