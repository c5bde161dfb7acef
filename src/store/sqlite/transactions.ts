/**
 * One batch, one transaction, one sync to disk. Where the batch as a whole fails, each of its parts is tried
 * on its own, so that every stream stands or falls alone.
 */

import type { DatabaseSync } from 'node:sqlite';
import type { Commit, CommitOutcome } from '../commit.ts';
import type { CommitWriter } from './commits.ts';
import { makeDiskWatch } from './disk-watch.ts';
import { Declined, Doubt, describeFailure, isBusy, isDoubtful, isOfTheDisk } from './failure.ts';
import type { Batch, BatchResult, DeathPoint, Handlers, Writing, WritingResult, Writings } from './protocol.ts';

const takenOver = 'another Longroom has taken over this store: this one can no longer write';

export interface TransactionParts {
  readonly database: DatabaseSync;
  readonly path: string;
  readonly epoch: number;
  readonly commits: CommitWriter;
  readonly writings: Handlers<Writings>;
  /** Tests end the worker here. */
  readonly passing: (point: DeathPoint) => void;
}

interface Outcomes {
  readonly commits: readonly CommitOutcome[];
  readonly writings: readonly WritingResult[];
}

/** @throws Doubt if it cannot be known whether the batch was written; the worker must then end. */
export function makeTransactions(parts: TransactionParts): (batch: Batch) => BatchResult {
  const { database, path } = parts;
  const together = makeTransaction(parts);
  const disk = makeDiskWatch(database);

  function attempt(batch: Batch): Outcomes {
    try {
      return together(batch, 'part');
    } catch (error) {
      if (error instanceof Doubt) throw error;
      return failed(batch, error);
    }
  }

  function failed(batch: Batch, error: unknown): Outcomes {
    const text = describeFailure(error, path);
    if (isOfTheDisk(error)) disk.refused(text);
    return refuseAll({ batch, kind: 'refused', text });
  }

  function oneByOne(batch: Batch): Outcomes {
    const alone = batch.commits.map((commit) => attempt({ commits: [commit], writings: [], synced: true }));
    const after = batch.writings.map((writing) => attempt({ commits: [], writings: [writing], synced: true }));
    return {
      commits: alone.flatMap((outcomes) => outcomes.commits),
      writings: after.flatMap((outcomes) => outcomes.writings),
    };
  }

  function written(batch: Batch): Outcomes {
    try {
      return together(batch, 'whole');
    } catch (error) {
      if (error instanceof Doubt) throw error;
      // Each would wait as long as the first, for a lock that others hold.
      return isBusy(error) ? failed(batch, error) : oneByOne(batch);
    }
  }

  return (batch) => {
    disk.watch();
    return disk.sum(pack(written(batch)));
  };
}

/** All of a batch or nothing; throws where it is nothing. */
function makeTransaction(parts: TransactionParts): (batch: Batch, size: 'whole' | 'part') => Outcomes {
  const { database, epoch, commits } = parts;
  const begin = prepareBegin(database);
  const makeDurable = prepareCommit(parts);
  const readEpoch = database.prepare('SELECT epoch FROM writer');

  return (batch, size) => {
    begin(batch.synced);
    try {
      if (readEpoch.get()?.epoch !== epoch) {
        database.exec('ROLLBACK');
        commits.undo();
        return refuseAll({ batch, kind: 'stale', text: takenOver });
      }
      const outcomes = batch.commits.map((commit) => commits.write(commit));
      commits.finish(size);
      const results = batch.writings.map((writing) => perform(parts.writings, writing));
      parts.passing('before the commit');
      makeDurable();
      commits.settle();
      return { commits: outcomes, writings: results };
    } catch (error) {
      if (error instanceof Doubt) throw error;
      if (database.isTransaction) database.exec('ROLLBACK');
      commits.undo();
      throw error;
    }
  };
}

function prepareCommit({ database, path, passing }: TransactionParts): () => void {
  const commit = database.prepare('COMMIT');
  return () => {
    try {
      commit.run();
    } catch (error) {
      if (isDoubtful(error)) throw new Doubt(describeFailure(error, path), { cause: error });
      throw error;
    }
    passing('after the commit');
  };
}

/** What a transaction that is not synced has written lies in the log before that of the next one that is. */
function prepareBegin(database: DatabaseSync): (synced: boolean) => void {
  const begin = database.prepare('BEGIN IMMEDIATE');
  let syncing = true;
  return (synced) => {
    if (synced !== syncing) database.exec(synced ? 'PRAGMA synchronous = FULL' : 'PRAGMA synchronous = NORMAL');
    syncing = synced;
    begin.run();
  };
}

function perform(handlers: Handlers<Writings>, writing: Writing): WritingResult {
  try {
    const handler = handlers[writing.name] as (request: unknown) => unknown;
    return { kind: 'done', reply: handler(writing.request) };
  } catch (error) {
    if (error instanceof Declined) return { kind: 'failed', text: error.message };
    throw error;
  }
}

function refuseAll(refusal: {
  readonly batch: Batch;
  readonly kind: 'stale' | 'refused';
  readonly text: string;
}): Outcomes {
  const { batch, kind, text } = refusal;
  return {
    commits: batch.commits.map((_: Commit) => ({ kind, text })),
    writings: batch.writings.map(() => ({ kind: 'failed', text })),
  };
}

function pack(outcomes: Outcomes): BatchResult {
  const failures: { place: number; kind: 'stale' | 'refused'; text: string }[] = [];
  const sequences = outcomes.commits.map((outcome, place) => {
    if (outcome.kind === 'committed') return outcome.sequence;
    failures.push({ place, kind: outcome.kind, text: outcome.text });
    return 0;
  });
  return { sequences, failures, writings: outcomes.writings };
}
