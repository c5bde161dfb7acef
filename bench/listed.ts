/** What the list says of a room that nobody has described. */
import type { RoomListing } from '../src/store/port.ts';

export const listed: RoomListing = {
  name: '',
  description: '',
  language: '',
  listed: true,
  open: true,
  realJids: false,
  occupants: 0,
};
