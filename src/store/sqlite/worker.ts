/**
 * The worker thread: the only place that touches the file. It takes one message at a time, in order; a
 * batch is answered when it is durable.
 */

import { parentPort, workerData } from 'node:worker_threads';
import { StoreError } from '../port.ts';
import { auditReadings } from './audit.ts';
import { CommitWriter } from './commits.ts';
import { type Connection, connect } from './connection.ts';
import { membershipHandlers, peopleHandlers, sessionHandlers } from './directory.ts';
import { eventReadings } from './events.ts';
import { describeFailure } from './failure.ts';
import { feedHandlers } from './feed.ts';
import { LogKeeper } from './log-keeper.ts';
import { unpackCommits } from './packing.ts';
import type { DeathPoint, FromWorker, Handlers, Readings, ToWorker, WorkerRequest } from './protocol.ts';
import { RecentEvents } from './recent.ts';
import { roomHandlers } from './rooms.ts';
import { snapshotHandlers } from './snapshots.ts';
import { StreamIndex } from './streams.ts';
import { makeTransactions } from './transactions.ts';
import { transferReadings, transferWritings } from './transfer.ts';

function send(message: FromWorker): void {
  parentPort?.postMessage(message);
}

function serve(request: WorkerRequest): void {
  try {
    const connection = connect({ ...request, tell: (text) => send({ kind: 'said', level: 'info', text }) });
    parentPort?.on('message', deskOf(connection, request));
    send({ kind: 'opened', epoch: connection.epoch });
  } catch (error) {
    send({ kind: 'unopened', text: error instanceof Error ? error.message : String(error) });
  }
}

/** @throws StoreError if the file is damaged where it has to be read at once. */
function deskOf(connection: Connection, request: WorkerRequest): (message: ToWorker) => void {
  try {
    return makeDesk(connection, request);
  } catch (error) {
    connection.close();
    throw new StoreError(describeFailure(error, connection.path), { cause: error });
  }
}

function makeDesk(connection: Connection, request: WorkerRequest): (message: ToWorker) => void {
  const { database, path, epoch } = connection;
  const recent = new RecentEvents(database, request.gatheredMax);
  const streams = new StreamIndex(database, recent);
  const feed = feedHandlers({ database, streams, recent, epoch });
  const snapshots = snapshotHandlers({ database, streams, recent, passed: feed.passed });
  const rooms = roomHandlers(database);
  const people = peopleHandlers(database);
  const readings: Handlers<Readings> = {
    ...eventReadings({ database, streams, recent }),
    ...auditReadings({ database, streams, recent }),
    ...feed,
    ...snapshots,
    ...rooms,
    ...sessionHandlers({ database, streams }),
    ...membershipHandlers({ database, streams }),
    ...people,
    ...transferReadings({ database, streams }),
  };
  const commits = new CommitWriter({ database, streams, recent, epoch });
  const restoring = transferWritings({ database, streams, recent, commits });
  const write = makeTransactions({
    database,
    path,
    epoch,
    commits,
    writings: { ...feed, ...snapshots, ...rooms, ...people, ...restoring },
    passing: makeDeath(request),
  });
  const log = new LogKeeper({ database, path, warn: (text) => send({ kind: 'said', level: 'warn', text }) });

  return (message) => {
    switch (message.kind) {
      case 'reading':
        send(read({ readings, message, path }));
        return;
      case 'batch':
        send({
          kind: 'written',
          result: write({ ...message, commits: unpackCommits(message.commits) }),
        });
        log.grown();
        return;
      case 'close':
        log.stop(() => {
          connection.close();
          send({ kind: 'closed' });
        });
        return;
      default:
        message satisfies never;
    }
  };
}

function read(parts: {
  readonly readings: Handlers<Readings>;
  readonly message: Extract<ToWorker, { kind: 'reading' }>;
  readonly path: string;
}): FromWorker {
  const { id, name, request } = parts.message;
  try {
    const reading = parts.readings[name] as (request: unknown) => unknown;
    return { kind: 'answer', id, reply: reading(request) };
  } catch (error) {
    return { kind: 'failed', id, text: describeFailure(error, parts.path) };
  }
}

function makeDeath(request: WorkerRequest): (point: DeathPoint) => void {
  const { death } = request;
  if (!death) return () => undefined;
  let left = death.transaction;
  return (point) => {
    if (point === death.point && --left === 0) process.exit(1);
  };
}

serve(workerData as WorkerRequest);
