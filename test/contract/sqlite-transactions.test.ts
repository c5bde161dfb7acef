/** A COMMIT that fails: what is certain is answered, what is in doubt is not. */

import type { StatementSync } from 'node:sqlite';
import test from 'ava';
import { CommitWriter } from '../../src/store/sqlite/commits.ts';
import { connect } from '../../src/store/sqlite/connection.ts';
import { Doubt } from '../../src/store/sqlite/failure.ts';
import { RecentEvents } from '../../src/store/sqlite/recent.ts';
import { StreamIndex } from '../../src/store/sqlite/streams.ts';
import { makeTransactions } from '../../src/store/sqlite/transactions.ts';
import { commit, event } from './place.ts';
import { freshFolder } from './sqlite-place.ts';

const diskFull = 13;
const syncFailed = 1_034;

/** A transaction whose COMMIT fails with this result code, as often as it is tried. */
function failing(errcode: number) {
  const place = freshFolder();
  const connection = connect({ path: place.path, exclusive: true });
  const { database, path, epoch } = connection;
  const recent = new RecentEvents(database);
  const streams = new StreamIndex(database, recent);
  const commits = new CommitWriter({ database, streams, recent, epoch });
  const writings = new Proxy({}, { get: () => () => undefined }) as Parameters<typeof makeTransactions>[0]['writings'];
  const prepare = database.prepare.bind(database);
  database.prepare = (sql: string): StatementSync => {
    const statement = prepare(sql);
    if (sql === 'COMMIT') {
      statement.run = () => {
        throw Object.assign(new Error('the disk'), { errcode });
      };
    }
    return statement;
  };
  const write = makeTransactions({ database, path, epoch, commits, writings, passing: () => undefined });
  const leave = () => {
    connection.close();
    place.remove();
  };
  return { write, streams, leave };
}

test('a full disk at the last moment is a certain refusal, and numbers are not used up', (t) => {
  const { write, streams, leave } = failing(diskFull);
  const batch = {
    commits: [commit('room:a', 1, [event('1')]), commit('room:b', 1, [event('1')])],
    writings: [],
    synced: true,
  };
  for (let i = 0; i < 2; i++) {
    const { sequences, failures } = write(batch);
    t.deepEqual(sequences, [0, 0]);
    t.deepEqual(
      failures.map(({ kind }) => kind),
      ['refused', 'refused'],
    );
  }
  t.is(streams.find('room:a'), undefined);
  leave();
});

test('a disk that fails while the commit is made durable leaves a doubt, not an answer', (t) => {
  const { write, leave } = failing(syncFailed);
  t.throws(() => write({ commits: [commit('room:a', 1, [event('1')])], writings: [], synced: true }), {
    instanceOf: Doubt,
  });
  leave();
});
