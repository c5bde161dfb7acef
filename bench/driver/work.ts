/** What a measured phase did. */
export interface Work {
  /** What was asked for: messages, joins, pages. */
  readonly operations: number;
  /** Stanzas that arrived because of it: copies, presences, results. */
  readonly delivered: number;
  /** Milliseconds of each operation, from the sending to the last stanza that it causes (of a join: the own presence). */
  readonly latencies: readonly number[];
}

/** The value below which this share of the values lies, by nearest rank; 0 where there is none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
