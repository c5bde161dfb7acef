/** What commands ask about rooms, where a test has none. */
import type { House } from '../../src/commands/asking.ts';

function noRooms(): Promise<never> {
  return Promise.reject(new Error('no room was to be asked'));
}

export const madeUpRooms: Pick<House, 'roomDirectory' | 'roomContent'> = {
  roomDirectory: {
    find: noRooms,
    roomsOf: noRooms,
    newsSince: noRooms,
    move: noRooms,
    whereIs: noRooms,
    newAddress: noRooms,
  },
  roomContent: { countToClear: noRooms, clear: noRooms, countToRemove: noRooms, remove: noRooms },
};
