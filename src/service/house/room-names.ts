/** Whether a name is that of a room: a category is not called as a room is, so that nobody takes one for the other. */
import { nameKey } from '../../category/name.ts';
import type { Store } from '../../store/port.ts';

const page = 1_000;

/** Looks at all rooms, and says so for secret ones too; for administrators. */
export async function isRoomCalled(name: string, store: Store): Promise<boolean> {
  const wanted = nameKey(name);
  let after: string | undefined;
  for (;;) {
    const rooms = await store.rooms.list({ shown: 'all', ...(after !== undefined && { after }), limit: page });
    if (rooms.some(({ listing }) => listing !== undefined && nameKey(listing.name) === wanted)) return true;
    if (rooms.length < page) return false;
    after = rooms.at(-1)?.jid;
  }
}
