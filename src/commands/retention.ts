/** What commands may ask about how long things are kept: what another time would take away. */
import type { Refusal } from '../wire/error.ts';
import { counted } from './pages.ts';

export interface Kept {
  /** Older than that, what is on hold among them. */
  readonly messages: number;
  /** Rooms they are in. */
  readonly rooms: number;
  /** Not all rooms could be looked at. */
  readonly atLeast: boolean;
}

export interface RetentionDesk {
  /** Days, where neither room nor category says. */
  readonly usualDays: number;
  /** `days`: as the room would say itself; 0 for as its category has it. */
  countInRoom(wish: { readonly room: string; readonly days: number }): Promise<Kept | Refusal>;
  /** `days`: as the category has it that the room would be in. */
  countMoved(wish: { readonly room: string; readonly days: number }): Promise<Kept | Refusal>;
  /** `days`: as the category would have it. */
  countInCategory(wish: { readonly key: string; readonly days: number }): Promise<Kept>;
}

/** What goes, in words; nothing where nothing does. */
export function goneText({ messages, rooms, atLeast }: Kept): string | undefined {
  if (messages === 0)
    return atLeast ? 'Nothing is known to be older, but not all rooms could be looked at.' : undefined;
  const least = atLeast ? 'At least ' : '';
  const all = `${least}${counted(messages, 'message', 'messages')} in ${counted(rooms, 'room', 'rooms')}`;
  return `${all} would be deleted within the hour, but for what is on hold. This cannot be undone.`;
}
