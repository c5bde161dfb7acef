/** Rooms as lines that are read on a phone: what each is called, where it is, who is there. */
import type { Asking } from '../asking.ts';
import type { Table } from '../command.ts';
import type { RoomRow } from '../room-directory.ts';

const columns = [
  { name: 'name', label: 'Name' },
  { name: 'address', label: 'Address' },
  { name: 'category', label: 'Category' },
  { name: 'people', label: 'People' },
  { name: 'kind', label: 'Kind' },
  { name: 'description', label: 'Description' },
];

/** To somebody who may see all of these. */
export function roomsTable(rooms: readonly RoomRow[], { categories, from }: Asking): Table {
  const rows = rooms.map((room) => [
    room.name,
    room.jid,
    categories.find(room.category, from.person)?.name ?? '',
    String(room.occupants),
    kindOf(room),
    room.description,
  ]);
  return { columns, rows };
}

function kindOf({ privacy, auditorium, disabled, addin }: RoomRow): string {
  const words = [privacy, auditorium && 'auditorium', disabled && 'disabled', addin !== '' && `add-in ${addin}`];
  return words.filter((word) => typeof word === 'string').join(', ');
}
