/** What a measured phase did. */
export interface Work {
  /** What was asked for: messages, joins, pages. */
  readonly operations: number;
  /** Stanzas that arrived because of it: copies, presences, results. */
  readonly delivered: number;
  /** Milliseconds of each operation, from the sending to the last stanza that it causes (of a join: the own presence). */
  readonly latencies: readonly number[];
}

/** A message that everybody in its room has got. */
export interface Timed {
  /** When it was due, on the clock of `performance.now()`. */
  readonly dueMs: number;
  /** From then until its last copy. */
  readonly tookMs: number;
}

/**
 * The 99th percentile of the middle one of the stretches of so many seconds: on a shared machine, where others hold
 * everything up for a while now and then, it says what the rest is like.
 */
export function middleP99(timed: readonly Timed[], seconds: number): number {
  const stretches = Map.groupBy(timed, ({ dueMs }) => Math.floor(dueMs / 1000 / seconds));
  const p99s = [...stretches.values()].map((one) =>
    percentile(
      one.map(({ tookMs }) => tookMs),
      0.99,
    ),
  );
  return percentile(p99s, 0.5);
}

/** The value below which this share of the values lies, by nearest rank; 0 where there is none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
