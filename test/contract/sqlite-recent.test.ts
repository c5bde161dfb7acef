/** Recent events are read whole at a start: what has gathered must stay small, however much is written at once. */
import test from 'ava';
import { CommitWriter } from '../../src/store/sqlite/commits.ts';
import { connect } from '../../src/store/sqlite/connection.ts';
import { RecentEvents } from '../../src/store/sqlite/recent.ts';
import { StreamIndex } from '../../src/store/sqlite/streams.ts';
import { commit, event } from './place.ts';
import { freshFolder } from './sqlite-place.ts';

const eventsPerTransaction = 6_000;
const transactions = 16;

for (const [size, characters] of [
  ['small', 1],
  ['large', 1_500],
] as const) {
  test(`many ${size} events in each transaction are put in their places as quickly as they come`, (t) => {
    const place = freshFolder();
    const { database, epoch, close } = connect({ path: place.path, exclusive: true });
    const recent = new RecentEvents(database);
    const commits = new CommitWriter({ database, streams: new StreamIndex(database, recent), recent, epoch });
    const gathered = database.prepare('SELECT count(*) AS events FROM recent');
    const events = Array.from({ length: eventsPerTransaction }, () => event('x'.repeat(characters)));
    const most: number[] = [];
    for (let first = 1; most.length < transactions; first += eventsPerTransaction) {
      database.exec('BEGIN');
      t.is(commits.write(commit('room:a', first, events)).kind, 'committed');
      commits.finish('whole');
      database.exec('COMMIT');
      commits.settle();
      most.push(Number(gathered.get()?.events));
    }
    t.true(Math.max(...most) <= 4 * eventsPerTransaction, `${most.join(', ')} events had gathered`);
    close();
    place.remove();
  });
}
