/** Rooms as rows: which columns a list tells, and what they mean. */

import type { RoomEntry } from '../port.ts';

interface RoomRow {
  readonly jid: string;
  readonly key: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly listed: number;
  readonly occupants: number;
  readonly language: string;
  readonly open: number;
  readonly real_jids: number;
  readonly category: string;
  readonly disabled: number;
  readonly auditorium: number;
  readonly members_only: number;
  readonly addin: string;
  readonly kept_days: number;
  readonly kept_longer: number;
  readonly kept_behind: number;
}

/** All columns of `RoomRow`, and not the texts that are there to be searched. */
export const roomColumns = `jid, key, name, description, listed, occupants, language, open, real_jids,
  category, disabled, auditorium, members_only, addin, kept_days, kept_longer, kept_behind`;

/** Of a row with these columns: its shape is the query's, which no type can see. */
export function entryOf(given: object): RoomEntry {
  const row = given as RoomRow;
  if (row.name === null) return { jid: row.jid, key: row.key };
  const listing = {
    name: row.name,
    description: row.description ?? '',
    listed: row.listed === 1,
    category: row.category,
    disabled: row.disabled === 1,
    auditorium: row.auditorium === 1,
    membersOnly: row.members_only === 1,
    addin: row.addin,
    occupants: row.occupants,
    language: row.language,
    open: row.open === 1,
    realJids: row.real_jids === 1,
    retention: { days: row.kept_days, longer: row.kept_longer === 1, through: row.kept_behind },
  };
  return { jid: row.jid, key: row.key, listing };
}
