/** Discussion history for a newcomer (XEP-0045 §7.2.13, §7.2.14), read from the store. */
import { seesRealJids } from '../room/access.ts';
import type { ReplayDelivery } from '../room/delivery.ts';
import type { Room } from '../room/state.ts';
import type { PersonKey, StoredEvent } from '../store/event.ts';
import type { Store } from '../store/port.ts';
import { fullJid } from '../wire/jid.ts';
import { NS } from '../wire/namespaces.ts';
import { parseElements } from '../wire/parser.ts';
import { spliceTo } from '../wire/splice.ts';
import { is } from '../wire/xml.ts';
import { type PostedFields, readPosted } from './event-codec.ts';
import { renderStored } from './render.ts';
import { roomStream } from './room-loader.ts';

/** The most that is sent as history, whatever is asked for. */
export const historyMessagesMax = 500;

export interface HistoryEnvironment {
  readonly store: Store;
  /** The bare JIDs of people, by their keys. */
  senders(keys: readonly PersonKey[]): Promise<ReadonlyMap<PersonKey, string>>;
}

type HistoryRoom = Pick<Room, 'jid' | 'key' | 'settings' | 'entries'>;

/** Text of the messages wanted, oldest first: the least that any of the wishes allows. */
export async function readHistory(env: HistoryEnvironment, room: HistoryRoom, replay: ReplayDelivery): Promise<string> {
  const { charactersMax = Number.POSITIVE_INFINITY, messagesMax = historyMessagesMax, since = 0 } = replay.history;
  const limit = Math.min(messagesMax, historyMessagesMax);
  if (limit === 0 || charactersMax === 0) return '';
  const events = await env.store.read({
    stream: roomStream(room.key),
    after: replay.after,
    before: replay.upTo + 1,
    order: 'descending',
    limit,
    archived: true,
  });
  const jids = await sendersOf(events, room, env);
  const texts: string[] = [];
  let characters = 0;
  for (const event of events) {
    if (event.at < since) break;
    const message = readPosted(event);
    // The current subject is told apart from history, and earlier ones are not part of it.
    if (message === undefined || message.subject !== undefined) continue;
    const personKey = event.person ?? '';
    const origin = originOf({ at: event.at, sender: jids.get(personKey), message }, room);
    const text = spliceTo(renderStored({ ...message, ...origin, personKey }, room), replay.to);
    characters += text.length;
    if (characters > charactersMax) break;
    texts.push(text);
  }
  return texts.reverse().join('');
}

/** Who sent them, where the history depends on it: mostly it does not, and nobody need be looked up. */
async function sendersOf(
  events: readonly StoredEvent[],
  room: HistoryRoom,
  env: HistoryEnvironment,
): Promise<ReadonlyMap<PersonKey, string>> {
  const wanted = seesRealJids(room, 'none') || events.some(({ payload }) => payload.includes(NS.delay));
  if (!wanted) return new Map();
  return env.senders([...new Set(events.flatMap(({ person }) => person ?? []))]);
}

/** When the message was said and, in a non-anonymous room, by whom (§7.2.13). */
function originOf(
  told: { readonly at: number; readonly sender: string | undefined; readonly message: PostedFields },
  room: HistoryRoom,
): { readonly at?: number; readonly realJid?: string } {
  const { at, sender, message } = told;
  if (sender === undefined) return { at };
  // The history of a chat of two, told by an owner, says itself when it was said and by whom (§7.9).
  if (isOwner(room, sender) && carriesDelay(message.xml)) return {};
  return { at, ...(seesRealJids(room, 'none') && { realJid: fullJid(sender, message.resource) }) };
}

function isOwner({ entries }: HistoryRoom, jid: string): boolean {
  return entries.get(jid)?.facts.manager === 'owner';
}

function carriesDelay(xml: string): boolean {
  return xml.includes(NS.delay) && (parseElements(xml)?.some((child) => is(child, 'delay', NS.delay)) ?? false);
}
