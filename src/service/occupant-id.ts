/**
 * What a room calls a person (XEP-0421 §4.1): the same for as long as there is the room, another one in each room, and
 * no way back to the address. It is an HMAC of the person's key under the room's own: both are random, neither is ever
 * sent or logged, and a room destroyed and made again has another one. The person's key also stands in the events, so
 * that a page of the archive needs no addresses for it.
 */
import { createHmac } from 'node:crypto';

/** 128 bits, 22 characters. */
const idBytes = 16;
/** People remembered in each of two generations, all rooms together: some 3 MB, however many are there. */
const rememberedMax = 8_192;

let young = new Map<string, string>();
let old = new Map<string, string>();

/** For the room and the person with these keys. */
export function occupantId(roomKey: string, personKey: string): string {
  const name = `${roomKey}\n${personKey}`;
  const known = young.get(name);
  if (known !== undefined) return known;
  const id = old.get(name) ?? computed(roomKey, personKey);
  // Two generations instead of a list by age, so that forgetting costs nothing per use.
  if (young.size >= rememberedMax) {
    old = young;
    young = new Map();
  }
  young.set(name, id);
  return id;
}

function computed(roomKey: string, personKey: string): string {
  // Named for its purpose, so that whatever else is ever derived from a room's key has nothing to do with it.
  const digest = createHmac('sha256', roomKey).update(`occupant-id\n${personKey}`).digest();
  return digest.toString('base64url', 0, idBytes);
}
