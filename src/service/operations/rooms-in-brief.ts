/** Rooms as lists of administrators have them: all there are. */
import type { RoomInBrief, RoomsInBrief } from '../../commands/operations.ts';
import type { RoomEntry, Store } from '../../store/port.ts';
import { firstCategory } from '../../store/shown.ts';

export function roomsInBrief({ rooms }: Pick<Store, 'rooms'>): RoomsInBrief {
  return {
    count: (filter) => rooms.count({ shown: 'all', ...filter }),
    some: async (query) => (await rooms.list({ shown: 'all', ...query })).map(inBrief),
    async find(jid) {
      const found = await rooms.find(jid);
      return found && inBrief(found);
    },
  };
}

export function inBrief({ jid, listing }: RoomEntry): RoomInBrief {
  return { jid, name: listing?.name ?? '', category: listing?.category || firstCategory };
}
