/** What the service knows of people and the world, beside any room. */
import type { Context } from '../room/context.ts';
import { defaultCategory, type Person } from '../room/state.ts';
import { archiveId } from '../store/archive-id.ts';
import { domainOf } from '../wire/jid.ts';

/** What one message may become, all copies together: 16,000 people get 8 KiB each. */
const copiesCharactersMax = 128 * 1024 * 1024;

export interface World {
  readonly largeRoomsAbove: number;
  readonly roomsCreatedBy: 'everyone' | 'admins';
  now(): number;
  random(): string;
  isServiceAdmin(person: Person): boolean;
  isBlocked(person: Person): boolean;
}

/** What a room may know, at the moment it is asked for. */
export function contextFactory(world: World): () => Context {
  const { largeRoomsAbove, roomsCreatedBy, isServiceAdmin, isBlocked } = world;
  const newRoomCategory = (person: Person): string | undefined =>
    roomsCreatedBy === 'everyone' || isServiceAdmin(person) ? defaultCategory : undefined;
  const stanzaId = (number: number): string => archiveId({ number, random: world.random() });
  return () => ({
    now: world.now(),
    stanzaId,
    copiesCharactersMax,
    largeRoomsAbove,
    newRoomCategory,
    isServiceAdmin,
    isBlocked,
  });
}

/** Whose users are at home here; `*` stands for anyone. */
export function homeTest(domains: readonly string[]): (bare: string) => boolean {
  if (domains.includes('*')) return () => true;
  const known = new Set(domains);
  return (bare) => known.has(domainOf(bare));
}
