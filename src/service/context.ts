/** What the service knows of people and the world, beside any room. */
import type { Context } from '../room/context.ts';
import type { Person } from '../room/state.ts';
import { archiveId } from '../store/archive-id.ts';
import type { HouseDirectory } from './house/directory.ts';
import type { House } from './house/house.ts';

/** What one message may become, all copies together: 16,000 people get 8 KiB each. */
const copiesCharactersMax = 128 * 1024 * 1024;

export interface World {
  /** What it says may change while the service runs. */
  readonly house: Pick<House, 'largeRoomsAbove' | 'historyInNewRooms'> & {
    readonly directory: Pick<HouseDirectory, 'newRoomCategory' | 'isReserved'>;
  };
  now(): number;
  random(): string;
  isServiceAdmin(person: Person): boolean;
  isBlocked(person: Person): boolean;
}

/** What a room may know, at the moment it is asked for. */
export function contextFactory(world: World): () => Context {
  const { house, isServiceAdmin, isBlocked } = world;
  const newRoomCategory = (person: Person): string | undefined => house.directory.newRoomCategory(person);
  const isReserved = (jid: string): boolean => house.directory.isReserved(jid);
  const stanzaId = (number: number): string => archiveId({ number, random: world.random() });
  return () => ({
    now: world.now(),
    stanzaId,
    copiesCharactersMax,
    largeRoomsAbove: house.largeRoomsAbove,
    historyInNewRooms: house.historyInNewRooms,
    newRoomCategory,
    isReserved,
    isServiceAdmin,
    isBlocked,
  });
}
