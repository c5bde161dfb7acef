/** Rooms by address, and what lists show of them. */

import type { DatabaseSync } from 'node:sqlite';
import type { RoomKey } from '../event.ts';
import type { RoomListing } from '../port.ts';
import type { Handlers, Readings, Writings } from './protocol.ts';
import { countRooms, readPage } from './room-pages.ts';
import { entryOf, roomColumns } from './room-rows.ts';
import { searchRooms } from './room-search.ts';

type RoomHandlers = Pick<Handlers<Readings>, 'roomFind' | 'roomFindByKey' | 'roomList' | 'roomCount' | 'roomSearch'> &
  Pick<Handlers<Writings>, 'roomClaim' | 'roomRelease' | 'roomRekey' | 'roomDescribe'>;

/** What lists tell of a room from now on; with a key, only if it holds the address. */
export type DescribeRoom = (room: {
  readonly jid: string;
  readonly key?: RoomKey;
  readonly listing: RoomListing;
}) => undefined;

export function roomHandlers(database: DatabaseSync): RoomHandlers {
  const find = database.prepare(`SELECT ${roomColumns} FROM room WHERE jid = ?`);
  const findByKey = database.prepare(`SELECT ${roomColumns} FROM room WHERE key = ?`);
  const claim = database.prepare(
    'INSERT INTO room (jid, key, address_folded) VALUES (?1, ?2, folded(?1)) ON CONFLICT DO NOTHING',
  );
  const release = database.prepare('DELETE FROM room WHERE jid = ? AND key = ?');

  const rekey = database.prepare('UPDATE room SET key = ? WHERE jid = ? AND key = ?');

  return {
    roomFind(jid) {
      const row = find.get(jid);
      return row && entryOf(row);
    },
    roomFindByKey(key) {
      const row = findByKey.get(key);
      return row && entryOf(row);
    },
    roomList: (query) => readPage(database, query),
    roomCount: (query) => countRooms(database, query),
    roomSearch: (query) => searchRooms(database, query),
    roomClaim({ jid, key }) {
      claim.run(jid, key);
      return String(find.get(jid)?.key);
    },
    roomRelease({ jid, key }) {
      release.run(jid, key);
      return undefined;
    },
    roomRekey({ jid, from, to }) {
      rekey.run(to, jid, from);
      return find.get(jid)?.key?.toString();
    },
    roomDescribe: describing(database),
  };
}

export function describing(database: DatabaseSync): DescribeRoom {
  const describe = database.prepare(
    `UPDATE room SET name = ?1, description = ?2, listed = ?3, occupants = ?4, language = ?5, open = ?6, real_jids = ?7,
      category = ?8, disabled = ?9, auditorium = ?10, members_only = ?11, addin = ?12,
      kept_days = ?13, kept_longer = ?14, kept_behind = ?15,
      name_folded = folded(?1), description_folded = folded(?2), address_folded = folded(jid) WHERE jid = ?16 AND (?17 IS NULL OR key = ?17)`,
  );
  return ({ jid, key, listing }) => {
    describe.run(...textsOf(listing), ...shownBy(listing), ...keptBy(listing), jid, key ?? null);
    return undefined;
  };
}

function textsOf({ name, description, listed, occupants, language, open, realJids }: RoomListing) {
  return [name, description, Number(listed), occupants, language, Number(open), Number(realJids)] as const;
}

function keptBy({ retention: { days, longer, through } }: RoomListing) {
  return [days, Number(longer), through] as const;
}

function shownBy({ category, disabled, auditorium, membersOnly, addin }: RoomListing) {
  return [category, Number(disabled), Number(auditorium), Number(membersOnly), addin] as const;
}
