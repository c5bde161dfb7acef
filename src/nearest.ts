/** What was probably meant by a word that is not known. */

/** The candidate that is most like `word`, when one is near enough to be meant. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let leastEdits = Math.min(3, Math.ceil(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const edits = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < leastEdits) [best, leastEdits] = [candidate, edits];
  }
  return best;
}

/** Longer words are cut: the cost grows with the product of both lengths. */
const COMPARED_LENGTH_MAX = 100;

function editDistance(from: string, to: string): number {
  const target = [...to.slice(0, COMPARED_LENGTH_MAX)];
  let row = Array.from({ length: target.length + 1 }, (_, index) => index);
  for (const [done, letter] of [...from.slice(0, COMPARED_LENGTH_MAX)].entries()) {
    const next = [done + 1];
    for (const [index, other] of target.entries()) {
      const replaced = (row[index] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
