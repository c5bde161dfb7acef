/** Random text for ids. Asking the system for a few bytes at a time costs more than a message; so it is asked for many. */
import { randomFillSync } from 'node:crypto';

/** 96 bits, 16 characters. */
const bytesPerText = 12;
const textsPerFilling = 512;

/** Gives other random text at each call: 16 characters that may stand in a URL. */
export function randomTexts(): () => string {
  const pool = Buffer.alloc(bytesPerText * textsPerFilling);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    const text = pool.toString('base64url', used, used + bytesPerText);
    // What has been given out is not kept: who reads this memory learns nothing of ids that were given out.
    pool.fill(0, used, used + bytesPerText);
    used += bytesPerText;
    return text;
  };
}
