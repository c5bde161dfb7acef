/** What the house itself asks of rooms. */
import type { Answer } from '../../room/answer.ts';
import type { RoomRequest } from '../../room/request.ts';
import type { Room } from '../../room/state.ts';
import type { Store } from '../../store/port.ts';
import type { Refusal } from '../../wire/error.ts';
import type { RemovalEnvironment } from '../content/removal.ts';
import type { Rooms } from '../rooms.ts';

export function roomDesk(store: Store, rooms: () => Pick<Rooms, 'get'>): RemovalEnvironment {
  return {
    store,
    ask: (jid: string, request: RoomRequest) =>
      new Promise<Answer | Refusal | undefined>((resolve) => rooms().get(jid).submit(request, resolve)),
    askReading: (jid: string, read: (room: Room, store: Store) => Promise<RoomRequest | Refusal>) =>
      new Promise<Answer | Refusal | undefined>((resolve) =>
        rooms()
          .get(jid)
          .submitReading((room) => read(room, store), resolve),
      ),
  };
}
