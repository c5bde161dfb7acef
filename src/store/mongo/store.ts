/**
 * The store port on a MongoDB database. What stands where is in docs/store.md; what the server is asked is nothing but
 * what every MongoDB can do: no transactions, no change streams.
 */
import type { MongoClient } from 'mongodb';
import type { Store, StoreError } from '../port.ts';
import { auditOn, nextAudit } from './audit.ts';
import { compactStep } from './compaction.ts';
import { askServer, type ConnectOptions, databaseOf, makeClient, type ServerKind } from './connection.ts';
import { Desk } from './desk.ts';
import { directoryTransferOn } from './directory-transfer.ts';
import { claimEpoch, endEarlier, mustBeAlone } from './epochs.ts';
import { findArchived, lastNumber, readAt, readEvents } from './events.ts';
import { storeError } from './failure.ts';
import { Feed } from './feed.ts';
import { ensureLayout } from './layout.ts';
import { membershipsOn } from './memberships.ts';
import { numberAt } from './number-at.ts';
import { peopleOn } from './people.ts';
import { roomsOn } from './rooms.ts';
import { sessionsOn } from './sessions.ts';
import { type InTurn, listSnapshots, readSnapshot, SnapshotWriter } from './snapshots.ts';
import { listStreams } from './transfer.ts';

/** How long senders wait for a database that is away. */
const defaultPatienceMilliseconds = 5_000;

export interface MongoStoreOptions {
  /** mongodb:// or mongodb+srv://; never shown in an error or a log line. */
  readonly url: string;
  readonly writeConcern?: number | 'majority';
  readonly journal?: boolean;
  readonly log?: { warn(text: string): void; error(text: string): void };
  /** It can go on no more (taken over, layout newer than this program): the process should end. */
  readonly onFailed?: (error: StoreError) => void;
  /**
   * Refuse to open while another writer is alive (heard of within 15 s, and not ended), instead of taking over. For
   * commands that work offline.
   */
  readonly alone?: boolean;
  readonly patienceMilliseconds?: number;
}

/** @throws StoreError (by rejecting) in one line that says what to do. */
export async function openMongoStore(options: MongoStoreOptions): Promise<Store> {
  const { url, writeConcern = 'majority', journal = true } = options;
  const { patienceMilliseconds = defaultPatienceMilliseconds } = options;
  const connect = { url, writeConcern, journal, patienceMilliseconds };
  const client = makeClient(connect);
  try {
    return await open(client, options, connect);
  } catch (error) {
    await client.close();
    throw storeError(error);
  }
}

async function open(client: MongoClient, options: MongoStoreOptions, connect: ConnectOptions): Promise<Store> {
  const kind: ServerKind = await askServer(client, connect);
  const database = databaseOf(client, connect);
  await ensureLayout(database, { announce: (line) => options.log?.warn(line) });
  if (options.alone) await mustBeAlone(database, kind.now);
  const epoch = await claimEpoch(database, kind.now);
  await endEarlier(database, epoch);
  const desk = new Desk({
    ...{ client, database, epoch, kind, options },
    patienceMilliseconds: connect.patienceMilliseconds,
    nextAudit: await nextAudit(database),
  });
  const feed = new Feed({ database, terms: kind.terms, epoch, durable: () => desk.writer.sequence });
  await feed.open();
  return storeOn(desk, feed);
}

function storeOn(desk: Desk, feed: Feed): Store {
  const { database, effects } = desk;
  // Not for ever: what follows commits waits for its turn, and all commits for that.
  const inTurn: InTurn = (stream, run) => effects.turns.take(stream, () => desk.watch.unlessAway(run));
  const snapshots = new SnapshotWriter(database, desk.epoch, inTurn);
  return {
    epoch: desk.epoch,
    get state() {
      return desk.watch.state;
    },
    get pendingBytes() {
      return desk.queue.pendingBytes;
    },
    commit: (commit) => desk.commit(commit),
    close: () => desk.close(),
    ...reading(desk, feed),
    feedEnd: () => desk.read(async () => feed.end()),
    checkpoint: (name) => desk.read(async () => feed.checkpoint(name)),
    saveCheckpoint: ({ name, position }) => desk.write(() => feed.saveCheckpoint(name, position)),
    snapshot: (stream) => desk.read(() => readSnapshot(database, stream)),
    saveSnapshot: (snapshot) => desk.writeBehind(() => snapshots.save(snapshot)),
    removeSnapshot: (stream) => desk.writeBehind(() => snapshots.remove(stream)),
    snapshots: { list: (query) => desk.read(() => listSnapshots(database, query)) },
    async compact({ stream, through }) {
      for (let removed = 0; ; ) {
        const step = await desk.writeBehind(async () => {
          await effects.settled();
          return inTurn(stream, () => compactStep(database, { stream, through, passed: feed.passed() }));
        });
        removed += step.removed;
        if (!step.more) return removed;
      }
    },
    rooms: roomsOn(desk),
    sessions: sessionsOn(desk),
    memberships: membershipsOn(desk),
    people: peopleOn(desk),
    transfer: {
      ...directoryTransferOn(desk),
      streams: (query) => desk.read(() => listStreams(database, query)),
      restoreEvents: (wish) => desk.restore(wish),
    },
  };
}

function reading(
  desk: Desk,
  feed: Feed,
): Pick<Store, 'read' | 'lastNumber' | 'numberAt' | 'findArchived' | 'audit' | 'feed'> {
  const { database, effects } = desk;
  return {
    read: (query) => desk.readBehind(effects.settledFor(query.stream), () => readEvents(database, query)),
    lastNumber: (stream) => desk.read(() => lastNumber(database, stream)),
    numberAt: (query) => desk.read(() => numberAt(database, query)),
    findArchived: (query) => desk.readBehind(effects.settledFor(query.stream), () => findArchived(database, query)),
    audit: auditOn(desk, (places) => readAt(database, places)),
    feed: (query) => desk.readBehind(effects.settledEvents(), () => feed.page(query)),
  };
}
