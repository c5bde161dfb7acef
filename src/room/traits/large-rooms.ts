/**
 * In a large room presence goes only to its owner and from moderators and presenters to everybody, so that 16,000 people
 * need not be told 16,000 times of each other (DESIGN: Large rooms). Who is there can still be asked for (XEP-0045 §6.5,
 * §9.8).
 */
import { numberSetting } from '../setting.ts';
import type { Occupant, Role, Room } from '../state.ts';
import { isEveryRoleBroadcast, isRoleBroadcast } from './presence-broadcast.ts';

/** As the service has it; so a later wish of its operator reaches every room whose owner has none. */
const asTheService = -1;
const off = 0;
/** Growing small, everybody is told of everybody: some 400 x 400 stanzas at once, and never more than that. */
export const largeAboveMax = 500;

export const settings = {
  largeAbove: numberSetting({
    field: 'longroom#roomconfig_largeroom',
    label: 'Sessions above which only moderators are shown to everybody (0: any number, -1: as the service has it)',
    default: asTheService,
    range: { min: asTheService, max: largeAboveMax },
    source: 'DESIGN: Large rooms',
  }),
};

/** What is told of an occupant, by whom it matters to: a detail, a change to those who know it, or a removal to all. */
export type News = 'detail' | 'standing' | 'removal';

/** Whether a room with so many sessions is large. One that is remains so until a fifth below its bound. */
export function isLarge(
  room: Pick<Room, 'large' | 'settings'>,
  sessions: number,
  { largeRoomsAbove }: { readonly largeRoomsAbove: number },
): boolean {
  const own = room.settings.largeAbove;
  const wish = own === asTheService ? largeRoomsAbove : own;
  const bound = wish === off ? Number.POSITIVE_INFINITY : wish;
  // Also where it was switched off meanwhile: a crowd must not be told of itself all at once.
  return room.large ? sessions * 5 >= Math.min(bound, largeAboveMax) * 4 : sessions > bound;
}

/** In an auditorium those who speak are presenters. */
export function isProminent({ settings: { auditorium } }: Pick<Room, 'settings'>, role: Role): boolean {
  return role === 'moderator' || (auditorium && role === 'participant');
}

/** Whether everybody is told of all that somebody in this role does. */
export function isShown(room: Pick<Room, 'large' | 'settings'>, role: Role): boolean {
  return (!room.large || isProminent(room, role)) && isRoleBroadcast(room, role);
}

/** Whether there may be somebody of whom others are not told. */
export function holdsBack(room: Pick<Room, 'large' | 'settings'>): boolean {
  return room.large || !isEveryRoleBroadcast(room.settings);
}

/** Whether nobody but itself would miss the occupant. */
export function isUnnoticed(room: Pick<Room, 'large' | 'settings'>, occupant: Occupant): boolean {
  return holdsBack(room) && !occupant.announced;
}

/** Whether others are told, too, of an occupant whose role is now this one. */
export function isToldToOthers(
  room: Pick<Room, 'large' | 'settings'>,
  about: Occupant | undefined,
  { role, news }: { readonly role: Role; readonly news: News },
): boolean {
  if (news === 'removal' || isShown(room, role)) return true;
  return news === 'standing' && about?.announced === true;
}
