/** What the list says of a room that nobody has described. */
import type { RoomListing } from '../src/store/port.ts';
import { firstCategory } from '../src/store/shown.ts';

export const listed: RoomListing = {
  name: '',
  description: '',
  language: '',
  listed: true,
  category: firstCategory,
  disabled: false,
  auditorium: false,
  membersOnly: false,
  addin: '',
  open: true,
  realJids: false,
  occupants: 0,
  retention: { days: 0, longer: false, through: 0 },
};
