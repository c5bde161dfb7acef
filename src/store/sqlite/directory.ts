/** The small tables beside the record: rooms by session and by person, people by key. */

import type { DatabaseSync } from 'node:sqlite';
import type { Handlers, Readings, Writings } from './protocol.ts';
import type { StreamIndex } from './streams.ts';

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
      keys.map((key) => {
        const jid = jidOf.get(key)?.jid;
        return jid === undefined ? null : String(jid);
      }),
    personMake(people) {
      for (const { jid, key } of people) insert.run(jid, key);
      return undefined;
    },
  };
}
