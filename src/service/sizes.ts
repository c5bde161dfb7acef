/** How large things may be that come from the network and are passed on. */

/** What the children of a stanza may be, written out; servers let stanzas of 256 KiB through to us at most. */
export const payloadCharactersMax = 262_144;
/** What a presence may carry: everybody in the room gets it, and keeps it. */
export const presenceCharactersMax = 16_384;
/** A message leaves larger than it came: with longer addresses, its stanza-id, and the wrapping of the archive. */
export const growthBytes = 6_000;

/** The largest stanza that is taken in, where what leaves may be as large as this. */
export function acceptedBytesMax(stanzaSizeBytesMax: number): number {
  return stanzaSizeBytesMax - growthBytes;
}

/** The largest message, to be told to clients: what has no more bytes has no more characters either. */
export function messageBytesMax(stanzaSizeBytesMax: number): number {
  return Math.min(acceptedBytesMax(stanzaSizeBytesMax), payloadCharactersMax);
}
