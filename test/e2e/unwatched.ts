/** For demos whose news nobody waits for. */
import type { DemoWatch } from '../../src/demo/demo.ts';

export const unwatched: DemoWatch = {
  died: () => undefined,
  back: () => undefined,
  givenUp: () => undefined,
  serverDied: () => undefined,
};
