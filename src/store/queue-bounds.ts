/** How much may wait to be written, and go in one batch, whatever the store. */

/** In one batch; what is beyond goes into the next. */
const batchItemsMax = 4_096;
/** Beyond these nothing more is taken. Callers slow down by `pendingBytes` long before. */
const pendingBytesMax = 268_435_456;
const pendingItemsMax = 262_144;

export const tooFarBehind = 'the store is too far behind: try again later';

/** Whether one more of so many bytes may wait behind those; a lone one may be as large as it is. */
export function mayWait(bytes: number, waiting: { readonly length: number; readonly pendingBytes: number }): boolean {
  if (waiting.length >= pendingItemsMax) return false;
  return waiting.pendingBytes === 0 || waiting.pendingBytes + bytes <= pendingBytesMax;
}

/** How many of these go together, from the first on: at least one, if there is any. */
export function batchLength(waiting: readonly { readonly bytes: number }[], bytesMax: number): number {
  let bytes = 0;
  let length = 0;
  for (const item of waiting) {
    bytes += item.bytes;
    if (length === batchItemsMax || (length > 0 && bytes > bytesMax)) break;
    length += 1;
  }
  return length;
}
