/** What a benchmark found, for people and for machines: a table, and JSON in `bench/results/`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Chart } from './chart.ts';

const folder = new URL('./results/', import.meta.url);

export interface Results {
  readonly rows: Readonly<Record<string, Readonly<Record<string, string | number>>>>;
  /** What `bench/chart.ts` draws of it. */
  readonly chart?: Chart;
}

export function report(name: string, { rows, chart }: Results): void {
  console.table(rows);
  mkdirSync(folder, { recursive: true });
  const found = { benchmark: name, at: new Date().toISOString(), node: process.version, rows, ...chart };
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(found, null, 2)}\n`);
}

/** The value below which this share of the sorted values lies. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function rounded(value: number, digits = 1): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
