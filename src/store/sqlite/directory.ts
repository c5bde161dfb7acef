/** The small tables beside the record: rooms by address, rooms by session and by person, people by key. */

import type { DatabaseSync } from 'node:sqlite';
import type { RoomEntry } from '../port.ts';
import type { Handlers, Readings, Writings } from './protocol.ts';
import type { StreamIndex } from './streams.ts';

type RoomHandlers = Pick<Handlers<Readings>, 'roomFind' | 'roomFindByKey' | 'roomList' | 'roomCount'> &
  Pick<Handlers<Writings>, 'roomClaim' | 'roomRelease' | 'roomDescribe'>;

export interface RoomRow {
  readonly jid: string;
  readonly key: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly listed: number;
  readonly occupants: number;
  readonly language: string;
  readonly open: number;
  readonly real_jids: number;
}

/** All columns of `RoomRow`, and not the texts that are there to be searched. */
export const roomColumns = 'jid, key, name, description, listed, occupants, language, open, real_jids';

export function roomHandlers(database: DatabaseSync): RoomHandlers {
  const find = database.prepare(`SELECT ${roomColumns} FROM room WHERE jid = ?`);
  const findByKey = database.prepare(`SELECT ${roomColumns} FROM room WHERE key = ?`);
  const counts = database.prepare('SELECT listed, rooms FROM room_count');
  const claim = database.prepare('INSERT INTO room (jid, key) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const release = database.prepare('DELETE FROM room WHERE jid = ? AND key = ?');
  const describe = database.prepare(
    `UPDATE room SET name = ?1, description = ?2, listed = ?3, occupants = ?4, language = ?5, open = ?6, real_jids = ?7,
      name_folded = folded(?1), description_folded = folded(?2), address_folded = folded(jid) WHERE jid = ?8`,
  );
  const page = (listed: string, backwards: boolean) =>
    database.prepare(
      backwards
        ? `SELECT ${roomColumns} FROM room WHERE ${listed} (?1 IS NULL OR jid < ?1) ORDER BY jid DESC LIMIT ?2`
        : `SELECT ${roomColumns} FROM room WHERE ${listed} jid > coalesce(?1, '') ORDER BY jid LIMIT ?2`,
    );
  const pages = {
    all: { forwards: page('', false), backwards: page('', true) },
    listed: { forwards: page('listed = 1 AND', false), backwards: page('listed = 1 AND', true) },
  };
  const toRow = (row: object): RoomRow => row as RoomRow;

  return {
    roomFind(jid) {
      const row = find.get(jid);
      return row && entryOf(toRow(row));
    },
    roomFindByKey(key) {
      const row = findByKey.get(key);
      return row && entryOf(toRow(row));
    },
    roomList(query) {
      const { forwards, backwards } = query.listedOnly ? pages.listed : pages.all;
      const limit = Math.max(query.limit, 0);
      if (!query.backwards) return forwards.all(query.after ?? null, limit).map((row) => entryOf(toRow(row)));
      const rows = backwards.all(query.before ?? null, limit);
      return rows.map((row) => entryOf(toRow(row))).reverse();
    },
    roomCount({ listedOnly }) {
      const rows = counts.all().filter((row) => !listedOnly || row.listed === 1);
      return rows.reduce((sum, row) => sum + Number(row.rooms), 0);
    },
    roomClaim({ jid, key }) {
      claim.run(jid, key);
      return String(find.get(jid)?.key);
    },
    roomRelease({ jid, key }) {
      release.run(jid, key);
      return undefined;
    },
    roomDescribe({ jid, listing }) {
      const { name, description, listed, occupants, language, open, realJids } = listing;
      describe.run(name, description, Number(listed), occupants, language, Number(open), Number(realJids), jid);
      return undefined;
    },
  };
}

export function entryOf(row: RoomRow): RoomEntry {
  if (row.name === null) return { jid: row.jid, key: row.key };
  const listing = {
    name: row.name,
    description: row.description ?? '',
    listed: row.listed === 1,
    occupants: row.occupants,
    language: row.language,
    open: row.open === 1,
    realJids: row.real_jids === 1,
  };
  return { jid: row.jid, key: row.key, listing };
}

export function sessionHandlers(parts: {
  readonly database: DatabaseSync;
  readonly streams: StreamIndex;
}): Pick<Handlers<Readings>, 'sessionList' | 'sessionStreams'> {
  const { database, streams } = parts;
  const following = database.prepare('SELECT session FROM session WHERE session > ? ORDER BY session LIMIT 1');
  const streamsOf = database.prepare('SELECT stream FROM session WHERE session = ?');
  const names = (session: string) =>
    streamsOf
      .all(session)
      .map((row) => streams.name(Number(row.stream)))
      .sort();

  return {
    sessionStreams: names,
    sessionList({ after, limit }) {
      const found: { session: string; streams: string[] }[] = [];
      for (let last = after ?? ''; found.length < limit; ) {
        const row = following.get(last);
        if (!row) break;
        last = String(row.session);
        found.push({ session: last, streams: names(last) });
      }
      return found;
    },
  };
}

export function membershipHandlers(parts: {
  readonly database: DatabaseSync;
  readonly streams: StreamIndex;
}): Pick<Handlers<Readings>, 'membershipList'> {
  const { database, streams } = parts;
  const page = database.prepare(
    'SELECT stream, seen FROM membership WHERE person = ? AND stream > ? ORDER BY stream LIMIT ?',
  );
  return {
    membershipList({ person, after, limit }) {
      const start = after === undefined ? 0 : (streams.find(after)?.id ?? Number.MAX_SAFE_INTEGER);
      const rows = page.all(person, start, Math.max(limit, 0));
      return rows.map((row) => ({ stream: streams.name(Number(row.stream)), seen: Number(row.seen) }));
    },
  };
}

type PeopleHandlers = Pick<Handlers<Readings>, 'personKeys' | 'personJids'> & Pick<Handlers<Writings>, 'personMake'>;

export function peopleHandlers(database: DatabaseSync): PeopleHandlers {
  const keyOf = database.prepare('SELECT key FROM person WHERE jid = ?');
  const jidOf = database.prepare('SELECT jid FROM person WHERE key = ?');
  const insert = database.prepare('INSERT INTO person (jid, key) VALUES (?, ?) ON CONFLICT (jid) DO NOTHING');

  return {
    personKeys: (jids) =>
      jids.flatMap((jid) => {
        const key = keyOf.get(jid)?.key;
        return key === undefined ? [] : [[jid, String(key)] as const];
      }),
    personJids: (keys) =>
      keys.flatMap((key) => {
        const jid = jidOf.get(key)?.jid;
        return jid === undefined ? [] : [[key, String(jid)] as const];
      }),
    personMake(people) {
      for (const { jid, key } of people) insert.run(jid, key);
      return undefined;
    },
  };
}
