/** Reads what a test runner reports in the Test Anything Protocol, line by line. */

export interface Result {
  readonly kind: 'passed' | 'failed' | 'skipped';
  /** For a skipped test it holds the reason, as its author wrote it. */
  readonly title: string;
}

/**
 * The result on this line, if it holds one. What follows a `#` decides: SKIP and TODO are not failures, but
 * never successes either.
 */
export function resultOn(line: string): Result | undefined {
  const found = /^(not )?ok\b(?: \d+)?(?: - )?(.*)$/.exec(line);
  if (found === null) return undefined;
  const [, not, rest = ''] = found;
  const left = /\s# (SKIP|TODO)\b\s*(.*)$/i.exec(rest);
  if (left !== null) {
    const reason = left[2] || (left[1]?.toUpperCase() === 'TODO' ? 'not written yet' : '');
    return { kind: 'skipped', title: rest.slice(0, left.index) + (reason === '' ? '' : ` (${reason})`) };
  }
  return { kind: not === undefined ? 'passed' : 'failed', title: rest };
}
