/** What people type to see only some of a list: `*` for anything, `?` for one character, and neither for a part. */

export const patternHelp = 'Only what is like this: * stands for anything, ? for one character.';

/** Every text fits where there is no pattern. Runs in the length of the text times that of the pattern at most. */
export function fitsPattern(pattern: string | undefined): (text: string) => boolean {
  if (pattern === undefined) return () => true;
  const wanted = pattern.toLowerCase();
  if (!/[*?]/.test(wanted)) return (text) => text.toLowerCase().includes(wanted);
  const characters = [...wanted];
  return (text) => fits([...text.toLowerCase()], characters);
}

/** Greedy, and back to the last star only: so no pattern makes it slow. */
function fits(text: readonly string[], pattern: readonly string[]): boolean {
  let at = 0;
  let wanted = 0;
  let star = -1;
  let since = 0;
  while (at < text.length) {
    if (pattern[wanted] === '*') {
      star = wanted;
      since = at;
      wanted += 1;
    } else if (wanted < pattern.length && (pattern[wanted] === '?' || pattern[wanted] === text[at])) {
      at += 1;
      wanted += 1;
    } else if (star >= 0) {
      since += 1;
      at = since;
      wanted = star + 1;
    } else return false;
  }
  while (pattern[wanted] === '*') wanted += 1;
  return wanted === pattern.length;
}

export function* matching(all: Iterable<string>, fits: (text: string) => boolean): Iterable<string> {
  for (const one of all) if (fits(one)) yield one;
}
