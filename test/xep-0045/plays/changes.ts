/** What plays of changed roles and affiliations share. */
import type { Element } from '../../integration/element.ts';
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

export function expectRefusal(unread: readonly Element[], condition: string): void {
  const stanzas = 'urn:ietf:params:xml:ns:xmpp-stanzas';
  if (unread.some((stanza) => stanza.child('error')?.child(condition, stanzas) !== undefined)) return;
  throw new Error(`there should have been ${condition}, not ${unread.join('\n')}`);
}
