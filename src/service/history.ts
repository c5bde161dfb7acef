/** Discussion history for a newcomer (XEP-0045 §7.2.13, §7.2.14), read from the store. */
import type { ReplayDelivery } from '../room/outcome.ts';
import type { Store } from '../store/port.ts';
import { spliceTo } from '../wire/splice.ts';
import { readPosted } from './event-codec.ts';
import { renderStored } from './render.ts';
import { roomStream } from './room-loader.ts';

/** The most that is sent as history, whatever is asked for. */
export const historyMessagesMax = 500;

/** Text of the messages wanted, oldest first: the least that any of the wishes allows. */
export async function readHistory(
  store: Store,
  room: { readonly jid: string; readonly key: string },
  replay: ReplayDelivery,
): Promise<string> {
  const { charactersMax = Number.POSITIVE_INFINITY, messagesMax = historyMessagesMax, since = 0 } = replay.history;
  const limit = Math.min(messagesMax, historyMessagesMax);
  if (limit === 0 || charactersMax === 0) return '';
  const events = await store.read({
    stream: roomStream(room.key),
    before: replay.upTo + 1,
    order: 'descending',
    limit,
    archived: true,
  });
  const texts: string[] = [];
  let characters = 0;
  for (const event of events) {
    if (event.at < since) break;
    const message = readPosted(event);
    // The current subject is told apart from history, and earlier ones are not part of it.
    if (message === undefined || message.subject !== undefined) continue;
    const text = spliceTo(renderStored({ ...message, at: event.at }, room.jid), replay.to);
    characters += text.length;
    if (characters > charactersMax) break;
    texts.push(text);
  }
  return texts.reverse().join('');
}
