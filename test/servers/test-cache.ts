/** Where tests keep what is made or fetched once and used by many runs. */
import { fileURLToPath } from 'node:url';

export const testCache = fileURLToPath(new URL('../../node_modules/.cache/longroom-test', import.meta.url));
