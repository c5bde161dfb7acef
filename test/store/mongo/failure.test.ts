/** What people read of what a server says. */
import test from 'ava';
import { MongoServerError } from 'mongodb';
import { describeFailure, isPassing } from '../../../src/store/mongo/failure.ts';

const error = (code: number, errmsg: string) => new MongoServerError({ code, errmsg, message: errmsg });

test('only what is about room is told to be', (t) => {
  t.regex(describeFailure(error(14_031, 'available disk space is less than required')), /disk .* is full/);
  t.regex(describeFailure(error(8000, 'you are over your space quota, using 513 MB of 512 MB')), /make room/);
  t.regex(describeFailure(error(8000, 'bad auth : authentication failed')), /name or password/);
  t.regex(describeFailure(error(9001, 'socket exception')), /connection .* was lost/);
  t.is(describeFailure(error(45, 'inconsistent')), 'MongoDB: inconsistent');
});

test('who is not the primary, or stops, may be again; a wrong password stays wrong', (t) => {
  t.true(isPassing(error(10_107, 'not primary')));
  t.true(isPassing(error(91, 'shutdown in progress')));
  t.false(isPassing(error(18, 'Authentication failed.')));
  t.false(isPassing(error(13, 'not authorized')));
});
