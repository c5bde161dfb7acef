/** What a store is asked or given at once is bounded: lists in parts, in their order. */
export function inParts<T>(all: readonly T[], lengthMax: number): T[][] {
  const count = Math.ceil(all.length / lengthMax);
  return Array.from({ length: count }, (_, part) => all.slice(part * lengthMax, (part + 1) * lengthMax));
}
