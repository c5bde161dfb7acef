/**
 * Which messages are gone from the archive without a trace, by their ordinals: counting stays subtracting (DESIGN:
 * Counts). A few thousand stretches are kept exactly; of older ones, only how many are gone.
 */

/** First and last ordinal. */
export type Stretch = readonly [first: number, last: number];

export interface Removals {
  /** Of the ordinals up to this one ... */
  readonly through: number;
  /** ... so many are gone: all of them, or nobody knows any more which; absent where even that is not known. */
  readonly upToThere?: number;
  /** Behind that, in order; no two of them touch. */
  readonly stretches: readonly Stretch[];
}

export const noRemovals: Removals = { through: 0, upToThere: 0, stretches: [] };

/** Each stretch is two numbers in the snapshot of its room. */
export const stretchesMax = 2_000;

export function removedInAll({ upToThere, stretches }: Removals): number | undefined {
  return upToThere === undefined ? undefined : upToThere + lengthOf(stretches);
}

/** How many are gone of these ordinals, the first and the last among them; undefined where it is not known any more. */
export function removedAmong({ through, upToThere, stretches }: Removals, [first, last]: Stretch): number | undefined {
  if (first > last) return 0;
  const behind = lengthOf(stretches.map(([from, to]): Stretch => [Math.max(from, first), Math.min(to, last)]));
  if (first > through) return behind;
  if (upToThere === undefined) return undefined;
  if (first <= 1 && last >= through) return upToThere + behind;
  return upToThere === through ? Math.min(last, through) - first + 1 + behind : undefined;
}

/** None of these was gone before. */
export function withRemoved(removals: Removals, ordinals: readonly number[]): Removals {
  const { through, upToThere } = removals;
  const early = ordinals.filter((ordinal) => ordinal <= through).length;
  const late = stretchesOf(ordinals.filter((ordinal) => ordinal > through));
  const known = upToThere === undefined ? {} : { upToThere: Math.min(through, upToThere + early) };
  return bounded({ through, ...known, stretches: joined([...removals.stretches, ...late]) });
}

/** All up to this ordinal are gone. */
export function withCleared(removals: Removals, ordinal: number): Removals {
  const { through, upToThere, stretches } = removals;
  if (ordinal < through) return upToThere === through ? removals : { through, stretches };
  const behind = stretches.flatMap(([first, last]): Stretch[] =>
    last <= ordinal ? [] : [[Math.max(first, ordinal + 1), last]],
  );
  return { through: ordinal, upToThere: ordinal, stretches: behind };
}

export function stretchesOf(ordinals: readonly number[]): readonly Stretch[] {
  return joined(ordinals.map((ordinal): Stretch => [ordinal, ordinal]));
}

function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const made: [first: number, last: number][] = [];
  for (const [first, last] of stretches.toSorted(([one], [other]) => one - other)) {
    const before = made.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else made.push([first, last]);
  }
  return made;
}

function bounded(removals: Removals): Removals {
  const { stretches } = removals;
  if (stretches.length <= stretchesMax) return removals;
  const old = stretches.slice(0, stretches.length - stretchesMax / 2);
  const through = old.at(-1)?.[1] ?? removals.through;
  const upToThere = removedInAll({ ...removals, stretches: old });
  return { through, ...(upToThere !== undefined && { upToThere }), stretches: stretches.slice(old.length) };
}

function lengthOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, [first, last]) => sum + Math.max(0, last - first + 1), 0);
}
