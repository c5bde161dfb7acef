/**
 * What is imported is old news: nobody in a room is sent it. What was said here and may not have reached the server is
 * another matter, and is seen to by the next start.
 */
import { checkpointName } from '../service/delivered.ts';
import { findUndelivered } from '../service/undelivered.ts';
import type { Store } from '../store/port.ts';
import type { ImportEnvironment } from './import-room.ts';

export async function deliveredMark(store: Store): Promise<Pick<ImportEnvironment, 'undelivered' | 'markDelivered'>> {
  const since = await store.checkpoint(checkpointName);
  const undelivered = since !== undefined && (await findUndelivered(store, since)).rooms.length > 0;
  return {
    undelivered,
    async markDelivered() {
      // Where there is no mark, all counts as delivered.
      if (since === undefined || undelivered) return;
      await store.saveCheckpoint({ name: checkpointName, position: await store.feedEnd() });
    },
  };
}
