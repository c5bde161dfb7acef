/** Who is blocked from the service, as a room sees it. */
import test from 'ava';
import { isRefusal } from '../../src/wire/error.ts';
import { Crowd, party, told } from './crowd.ts';

test('who waits for the room to be loaded while being blocked does not enter', (t) => {
  const crowd = new Crowd(75).open(['alice']);
  crowd.blocked.add('mallory@localhost');
  const { answer, events } = crowd.enter('mallory');
  t.true(isRefusal(answer) && answer.condition === 'forbidden');
  t.deepEqual(events, []);
});

test('nobody makes a room who is blocked', (t) => {
  const crowd = new Crowd(75);
  crowd.blocked.add('olga@localhost');
  t.true(isRefusal(crowd.enter('olga').answer));
  t.is(crowd.room.number, 0);
});

test('those who are blocked leave with all sessions, everybody is told, and the others stay', (t) => {
  const crowd = new Crowd(75).open(['alice', 'bob']);
  crowd.enter('alice', '2');
  crowd.blocked.add('alice@localhost');
  const outcome = crowd.do({ kind: 'review', purge: false, from: party('root') });
  t.deepEqual(told(outcome, 'alice'), [
    'alice@localhost/1',
    'alice@localhost/2',
    'bob@localhost/1',
    'olga@localhost/1',
  ]);
  t.deepEqual([...crowd.room.occupants.keys()], ['olga', 'bob']);
  t.deepEqual(crowd.do({ kind: 'review', purge: false, from: party('root') }).events, [], 'once');
  t.is(crowd.room.entries.get('alice@localhost'), undefined, 'the list of the room stays as it was');
});

test('why somebody was taken out is told to them, and to nobody else', (t) => {
  const crowd = new Crowd(75).open(['alice']);
  crowd.blocked.add('alice@localhost');
  const { deliveries } = crowd.do({ kind: 'review', purge: false, from: party('root') });
  const reasons = deliveries.flatMap((one) => (one.kind === 'presence' ? [[one.to, one.item.reason]] : []));
  t.deepEqual(reasons, [
    [['alice@localhost/1'], 'Blocked from this service by its operator.'],
    [['olga@localhost/1'], undefined],
  ]);
});
