/** What a message that was taken back becomes in the store: who and when stays, what was said does not. */
import type { RecordedMessage, Tombstone } from '../room/retract.ts';
import type { Replacement } from '../store/commit.ts';
import { originIdText } from '../wire/xep/xep0359.ts';
import { tombstoneText } from '../wire/xep/xep0424.ts';
import { moderatedTombstoneText } from '../wire/xep/xep0425.ts';
import { postedPayload } from './event-codec.ts';

/** Where nothing is to be left: what the room has to know when it reads its record again, and no word of it. */
export function nothingLeft({ number, originId, stanzaId, ordinal, slowed }: RecordedMessage): Replacement {
  const payload = postedPayload({
    nick: '',
    id: '',
    resource: '',
    xml: '',
    stanzaId,
    gone: true,
    ...(originId !== undefined && { originId }),
    ...(ordinal !== undefined && { ordinal }),
    ...(slowed && { slowed }),
  });
  return { number, payload, unarchived: true };
}

export function replacement({ message, id, at, moderation }: Tombstone): Replacement {
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
