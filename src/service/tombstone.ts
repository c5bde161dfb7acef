/** What a message that was taken back becomes in the store: who and when stays, what was said does not. */
import type { Tombstone } from '../room/retract.ts';
import { originIdText } from '../wire/xep/xep0359.ts';
import { tombstoneText } from '../wire/xep/xep0424.ts';
import { moderatedTombstoneText } from '../wire/xep/xep0425.ts';
import { postedPayload } from './event-codec.ts';

export function replacement({ message, id, at, moderation }: Tombstone): { number: number; payload: string } {
  const { number, nick, id: own, originId, resource, stanzaId, ordinal, slowed } = message;
  const tombstone = { id, stamp: at };
  const left = moderation === undefined ? tombstoneText(tombstone) : moderatedTombstoneText(moderation, tombstone);
  // The ids stay, so that the message is known when it is sent again, to its sender too, and can be referred to.
  const xml = originId === undefined ? left : left + originIdText(originId);
  const kept = { nick, id: own, resource, stanzaId, xml };
  const payload = postedPayload({
    ...kept,
    ...(originId !== undefined && { originId }),
    ...(ordinal !== undefined && { ordinal }),
    ...(slowed && { slowed }),
  });
  return { number, payload };
}
