/** What a message that was taken back becomes in the store: who and when stays, what was said does not. */
import type { Tombstone } from '../room/retract.ts';
import { tombstoneText } from '../wire/xep/xep0424.ts';
import { moderatedTombstoneText } from '../wire/xep/xep0425.ts';
import { postedPayload } from './event-codec.ts';

export function replacement({ message, id, at, moderation }: Tombstone): { number: number; payload: string } {
  const { number, nick, id: own, originId, resource, stanzaId, ordinal } = message;
  const tombstone = { id, stamp: at };
  const xml = moderation === undefined ? tombstoneText(tombstone) : moderatedTombstoneText(moderation, tombstone);
  // The ids stay, so that the message is known when it is sent again, and can be referred to.
  const kept = { nick, id: own, resource, stanzaId, xml };
  const payload = postedPayload({
    ...kept,
    ...(originId !== undefined && { originId }),
    ...(ordinal !== undefined && { ordinal }),
  });
  return { number, payload };
}
