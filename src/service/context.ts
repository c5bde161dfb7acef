/** What the service knows of people and the world, beside any room. */
import type { Context } from '../room/context.ts';
import type { Person } from '../room/state.ts';
import { archiveId } from '../store/archive-id.ts';

/** What one message may become, all copies together: 16,000 people get 8 KiB each. */
const copiesCharactersMax = 128 * 1024 * 1024;

export interface World {
  /** May change while the service runs. */
  readonly largeRoomsAbove: number;
  now(): number;
  random(): string;
  newRoomCategory(person: Person): string | undefined;
  isReserved(jid: string): boolean;
  isServiceAdmin(person: Person): boolean;
  isBlocked(person: Person): boolean;
}

/** What a room may know, at the moment it is asked for. */
export function contextFactory(world: World): () => Context {
  const { newRoomCategory, isReserved, isServiceAdmin, isBlocked } = world;
  const stanzaId = (number: number): string => archiveId({ number, random: world.random() });
  return () => ({
    now: world.now(),
    stanzaId,
    copiesCharactersMax,
    largeRoomsAbove: world.largeRoomsAbove,
    newRoomCategory,
    isReserved,
    isServiceAdmin,
    isBlocked,
  });
}
