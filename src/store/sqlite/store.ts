/**
 * The store port on one SQLite file. The file is touched by a worker thread only (worker.ts); this side
 * turns calls into messages (thread.ts, protocol.ts). The layout is in schema.ts, the reasons for it in
 * docs/decisions/0002-sqlite-layout.md, and how to live with the file in docs/store.md.
 */

import { randomBytes } from 'node:crypto';
import { type AuditPage, type AuditQuery, auditPlace, noAuditPlace, readAuditPlace } from '../audit.ts';
import type { PersonKey, StoredEvent, StreamId } from '../event.ts';
import type { StoreLog } from '../log.ts';
import { type EventQuery, type Store, StoreError } from '../port.ts';
import { type Shown, unboundedShown } from '../shown.ts';
import type { Transfer } from '../transfer.ts';
import type { DeathPoint, EventRow } from './protocol.ts';
import { unpackRows } from './row-packing.ts';
import { auditedTrait, compactableTrait, replacedTrait, versionFactor } from './schema.ts';
import { StoreThread } from './thread.ts';

/** Unique enough for ever, and short, because every event carries one. */
const personKeyBytes = 9;

export interface SqliteStoreOptions {
  /** The file; made if it does not exist, its folder is not. */
  readonly path: string;
  readonly log?: StoreLog;
  /** Told once when the store has failed for good; the process should end, and be started again. */
  readonly onFailed?: (error: StoreError) => void;
  /**
   * Whether a second opener is turned away (the default). Without it the later opener takes over, and the
   * earlier one's commits are `stale`.
   */
  readonly exclusive?: boolean;
  /** For tests only. */
  readonly faults?: {
    readonly pagesMax?: number;
    readonly gatheredMax?: number;
    readonly death?: { readonly point: DeathPoint; readonly transaction: number };
    readonly everyWorkerDies?: boolean;
  };
}

/** @throws StoreError (by rejecting) in one line that says what to do. */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { pagesMax, gatheredMax, death, everyWorkerDies = false } = options.faults ?? {};
  const thread = await StoreThread.open({
    request: {
      path: options.path,
      exclusive: options.exclusive ?? true,
      ...(pagesMax === undefined ? {} : { pagesMax }),
      ...(gatheredMax === undefined ? {} : { gatheredMax }),
      ...(death === undefined ? {} : { death }),
    },
    log: options.log,
    onFailed: options.onFailed,
    everyWorkerDies,
  });
  return storeOn(thread);
}

function storeOn(thread: StoreThread): Store {
  return {
    get epoch() {
      return thread.epoch;
    },
    get state() {
      return thread.state;
    },
    get pendingBytes() {
      return thread.pendingBytes;
    },
    commit: (commit) => thread.commit(commit),
    close: () => thread.close(),
    ...reading(thread),
    feedEnd: () => thread.read('feedEnd', undefined),
    checkpoint: (name) => thread.read('checkpoint', name),
    saveCheckpoint: (checkpoint) => thread.write('saveCheckpoint', checkpoint),
    snapshot: (stream) => thread.read('snapshot', stream),
    saveSnapshot: (snapshot) => thread.write('saveSnapshot', snapshot),
    async removeSnapshot(stream) {
      await thread.write('removeSnapshot', stream);
    },
    snapshots: { list: (query) => thread.read('snapshotList', query) },
    async compact(query) {
      for (let removed = 0; ; ) {
        const step = await thread.write('compact', query);
        removed += step.removed;
        if (!step.more) return removed;
      }
    },
    rooms: roomsOn(thread),
    sessions: {
      list: (query) => thread.read('sessionList', query),
      streams: (session) => thread.read('sessionStreams', session),
    },
    memberships: { list: (query) => thread.read('membershipList', query) },
    people: peopleOn(thread),
    transfer: transferOn(thread),
  };
}

function reading(
  thread: StoreThread,
): Pick<Store, 'read' | 'lastNumber' | 'numberAt' | 'findArchived' | 'audit' | 'feed'> {
  return {
    read: (query) => readInStretches(thread, query),
    lastNumber: (stream) => thread.read('lastNumber', stream),
    numberAt: (query) => thread.read('numberAt', query),
    async findArchived(query) {
      const row = await thread.read('findArchived', query);
      return row && eventOf(query.stream, row);
    },
    audit: (query) => readAudit(thread, query),
    async feed(query) {
      const { groups, position } = await thread.read('feed', query);
      const events = groups.flatMap(({ stream, rows }) => unpackRows(rows).map((row) => eventOf(stream, row)));
      return { events, position };
    },
  };
}

async function readAudit(thread: StoreThread, { before, ...query }: AuditQuery): Promise<AuditPage> {
  const mark = before === undefined ? undefined : readAuditPlace(before);
  if (before !== undefined && mark === undefined) throw new StoreError(noAuditPlace);
  const { events, next } = await thread.read('audit', { ...query, ...(mark && { before: mark }) });
  return { events: events.map(({ stream, row }) => eventOf(stream, row)), ...(next && { place: auditPlace(next) }) };
}

async function readInStretches(thread: StoreThread, query: EventQuery): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (let rest: EventQuery = query; ; ) {
    const stretch = await thread.read('events', rest);
    for (const row of unpackRows(stretch.rows)) events.push(eventOf(query.stream, row));
    if (stretch.next === undefined) return events;
    const bound = query.order === 'ascending' ? { after: stretch.next } : { before: stretch.next };
    rest = { ...query, ...bound, limit: query.limit - events.length };
  }
}

function eventOf(stream: StreamId, row: EventRow): StoredEvent {
  const [number, kind, traits, at, person, archiveId, ordinal, payload] = row;
  return {
    stream,
    number,
    kind,
    version: Math.floor((traits % auditedTrait) / versionFactor),
    at,
    ...(person === null ? {} : { person }),
    ...(archiveId === null ? {} : { archiveId }),
    ...(ordinal === null ? {} : { ordinal }),
    ...(traits & compactableTrait ? { compactable: true } : {}),
    ...(traits >= auditedTrait ? { audited: true } : {}),
    replaced: (traits & replacedTrait) !== 0,
    payload,
  };
}

function roomsOn(thread: StoreThread): Store['rooms'] {
  return {
    claim: (room) => thread.write('roomClaim', room),
    find: (jid) => thread.read('roomFind', jid),
    findByKey: (key) => thread.read('roomFindByKey', key),
    release: (room) => thread.write('roomRelease', room),
    rekey: (room) => thread.write('roomRekey', room),
    describe: (room) => thread.write('roomDescribe', room),
    list: (query) => bounded(query, () => thread.read('roomList', { ...query, backwards: false })),
    listBefore: (query) => bounded(query, () => thread.read('roomList', { ...query, backwards: true })),
    count: (query) => bounded(query, () => thread.read('roomCount', query)),
    search: (query) => bounded(query, () => thread.read('roomSearch', query)),
  };
}

async function bounded<T>({ shown }: { readonly shown: Shown }, read: () => Promise<T>): Promise<T> {
  const wrong = unboundedShown(shown);
  if (wrong !== undefined) throw new StoreError(wrong);
  return read();
}

function peopleOn(thread: StoreThread): Store['people'] {
  const known = async (jids: readonly string[]) => new Map(await thread.read('personKeys', jids));
  return {
    async keys(jids): Promise<ReadonlyMap<string, PersonKey>> {
      const found = await known(jids);
      const missing = jids.filter((jid) => !found.has(jid));
      if (missing.length === 0) return found;
      const made = missing.map((jid) => ({ jid, key: randomBytes(personKeyBytes).toString('base64url') }));
      await thread.write('personMake', made);
      return known(jids);
    },
    known,
    async jids(keys) {
      const jids = await thread.read('personJids', keys);
      const found = new Map<PersonKey, string>();
      for (const [at, key] of keys.entries()) {
        const jid = jids[at];
        if (typeof jid === 'string') found.set(key, jid);
      }
      return found;
    },
  };
}

function transferOn(thread: StoreThread): Transfer {
  return {
    streams: (query) => thread.read('transferStreams', query),
    people: (query) => thread.read('transferPeople', query),
    memberships: (query) => thread.read('transferMemberships', query),
    restorePeople: (people) => thread.write('restorePeople', people),
    restoreEvents: (wish) => thread.write('restoreEvents', wish),
    restoreMemberships: (memberships) => thread.write('restoreMemberships', memberships),
    restoreSessions: (sessions) => thread.write('restoreSessions', sessions),
  };
}
