/** A room with which anybody registers at once (XEP-0045 §7.10), when very many do. */
import test from 'ava';
import { isRefusal } from '../../src/wire/error.ts';
import { Crowd, party } from './crowd.ts';

test('by registering nobody makes the lists of a room longer than 100,000; who is on them still reserves a nickname', (t) => {
  const crowd = new Crowd(75).open();
  crowd.do({ kind: 'configure', from: party('olga'), settings: { registration: 'open' } });
  const register = (name: string) => crowd.do({ kind: 'register', from: party(name), nick: name, answers: {} }).answer;
  for (let count = crowd.room.entries.size; count < 99_999; count++) {
    crowd.room.entries.set({ person: party(`p${count}`).person, facts: { member: true } });
  }
  t.like(register('alice'), { kind: 'done' });
  const refused = register('bob');
  t.true(refused !== undefined && isRefusal(refused) && refused.condition === 'resource-constraint');
  t.like(register('p17'), { kind: 'done' });
  t.is(crowd.room.entries.size, 100_000);
});
