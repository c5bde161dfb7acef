/** Moving between stores: going through all there is, and writing it as another store had it. */

import type { DatabaseSync } from 'node:sqlite';
import type { StoredEvent } from '../event.ts';
import { malformedRestore, noSuchStream, restoredBetween, restoredEarlier, takenOtherwise } from '../restored.ts';
import type { CommitWriter } from './commits.ts';
import { Declined } from './failure.ts';
import type { Handlers, Readings, Writings } from './protocol.ts';
import type { RecentEvents } from './recent.ts';
import type { StreamEntry, StreamIndex } from './streams.ts';

interface TransferParts {
  readonly database: DatabaseSync;
  readonly streams: StreamIndex;
  readonly recent: RecentEvents;
  readonly commits: CommitWriter;
}

type TransferReadings = Pick<Handlers<Readings>, 'transferStreams' | 'transferPeople' | 'transferMemberships'>;
type TransferWritings = Pick<
  Handlers<Writings>,
  'restorePeople' | 'restoreEvents' | 'restoreMemberships' | 'restoreSessions'
>;

export function transferReadings(parts: Pick<TransferParts, 'database' | 'streams'>): TransferReadings {
  const { database, streams } = parts;
  const names = database.prepare('SELECT name FROM stream WHERE name > ? ORDER BY name LIMIT ?');
  const people = database.prepare('SELECT key, jid FROM person WHERE key > ? ORDER BY key LIMIT ?');
  const memberships = database.prepare(
    'SELECT person, stream, seen FROM membership WHERE (person, stream) > (?, ?) ORDER BY person, stream LIMIT ?',
  );
  return {
    transferStreams: ({ after, limit }) => names.all(after ?? '', Math.max(limit, 0)).map((row) => String(row.name)),

    transferPeople: ({ after, limit }) =>
      people.all(after ?? '', Math.max(limit, 0)).map((row) => ({ key: String(row.key), jid: String(row.jid) })),

    transferMemberships({ place, limit }) {
      const [person, stream] = place === undefined ? ['', 0] : readPlace(place);
      // One more than is wanted tells whether there is more.
      const rows = memberships.all(person, stream, Math.max(limit, 0) + 1);
      const page = rows.slice(0, Math.max(limit, 0));
      const found = page.map((row) => ({
        person: String(row.person),
        stream: streams.name(Number(row.stream)),
        seen: Number(row.seen),
      }));
      const last = page.at(-1);
      if (rows.length === page.length || last === undefined) return { memberships: found };
      return { memberships: found, place: JSON.stringify([last.person, last.stream]) };
    },
  };
}

function readPlace(place: string): [person: string, stream: number] {
  const [person, stream] = JSON.parse(place) as readonly unknown[];
  return [String(person), Number(stream)];
}

export function transferWritings(parts: TransferParts): TransferWritings {
  const { database, streams } = parts;
  const keyOf = database.prepare('SELECT key FROM person WHERE jid = ?');
  const jidOf = database.prepare('SELECT jid FROM person WHERE key = ?');
  const insertPerson = database.prepare('INSERT OR IGNORE INTO person (key, jid) VALUES (?, ?)');
  const insertMembership = database.prepare('INSERT OR IGNORE INTO membership VALUES (?, ?, ?)');
  const insertSession = database.prepare('INSERT OR IGNORE INTO session VALUES (?, ?)');
  const idOf = (name: string): number => {
    const entry = streams.find(name);
    if (entry === undefined) throw new Declined(noSuchStream(name));
    return entry.id;
  };

  return {
    restoreEvents: eventRestoring(parts),

    restorePeople(people) {
      const keys = new Map<string, string>();
      const jids = new Map<string, string>();
      for (const person of people) {
        const key = keys.get(person.jid) ?? keyOf.get(person.jid)?.key ?? person.key;
        const jid = jids.get(person.key) ?? jidOf.get(person.key)?.jid ?? person.jid;
        if (key !== person.key || jid !== person.jid) throw new Declined(takenOtherwise(person));
        keys.set(person.jid, person.key);
        jids.set(person.key, person.jid);
      }
      for (const { key, jid } of people) insertPerson.run(key, jid);
      return undefined;
    },

    restoreMemberships(memberships) {
      const rows = memberships.map(({ person, stream, seen }) => [person, idOf(stream), seen] as const);
      for (const row of rows) insertMembership.run(...row);
      return undefined;
    },

    restoreSessions(sessions) {
      const rows = sessions.flatMap((one) => one.streams.map((stream) => [one.session, idOf(stream)] as const));
      for (const row of rows) insertSession.run(...row);
      return undefined;
    },
  };
}

function eventRestoring({ database, streams, recent, commits }: TransferParts): TransferWritings['restoreEvents'] {
  const there = database.prepare('SELECT 1 FROM event WHERE stream = ? AND number = ?');

  function missing(known: StreamEntry, events: readonly StoredEvent[]): readonly StoredEvent[] {
    // What is not in its place yet is put there: the rows that follow are written in theirs.
    recent.settle(known.id);
    const between = events.find(({ number }) => number <= known.last && there.get(known.id, number) === undefined);
    if (between !== undefined) throw new Declined(restoredBetween(known.name, between.number, known.last));
    const rest = events.filter(({ number }) => number > known.last);
    const first = rest[0];
    if (first !== undefined && first.at < known.lastAt) throw new Declined(restoredEarlier(known.name, first.number));
    return rest;
  }

  return (wish) => {
    const wrong = malformedRestore(wish);
    if (wrong !== undefined) throw new Declined(wrong);
    const known = streams.find(wish.stream);
    const events = known === undefined ? wish.events : missing(known, wish.events);
    if (events.length > 0) commits.restore(events, known ?? streams.create(wish.stream));
    return undefined;
  };
}
