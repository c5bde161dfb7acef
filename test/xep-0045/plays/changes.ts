/** What plays of changed roles and affiliations share. */
import type { Edits } from '../stage.ts';

/**
 * Everybody is told who did it, in each change: §8.2 and §9.1 leave it open and the examples show it where somebody
 * leaves. `last` is the last attribute of the example's item.
 */
export function withActor(last: string, nick = 'firstwitch'): Edits {
  return [[`${last}/>`, `${last}><actor nick='${nick}'/></item>`]];
}

export function expectNothing(unread: readonly { toString(): string }[]): void {
  if (unread.length > 0) throw new Error(`nobody should have been told ${unread.join('\n')}`);
}
