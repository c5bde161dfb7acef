/** Of a list as much as fits into a stanza; whoever pages gets the rest. */

/** As many from the one end as fit, and one at least; always in the order in which they were. */
export function fitting<T>(items: readonly T[], { charactersMax, charactersOf, from }: Fit<T>): readonly T[] {
  let characters = 0;
  const kept = (from === 'start' ? items : items.toReversed()).filter((item, index) => {
    characters += charactersOf(item);
    return index === 0 || characters <= charactersMax;
  });
  return from === 'start' ? kept : kept.reverse();
}

interface Fit<T> {
  readonly charactersMax: number;
  readonly from: 'start' | 'end';
  charactersOf(item: T): number;
}
