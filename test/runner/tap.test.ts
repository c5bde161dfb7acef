import test from 'ava';
import { resultOn } from './tap.ts';

test('a passed, a failed and a skipped test are told apart', (t) => {
  t.deepEqual(resultOn('ok 5 - room › a message is reflected'), {
    kind: 'passed',
    title: 'room › a message is reflected',
  });
  t.deepEqual(resultOn('not ok 6 - room › number # 3'), { kind: 'failed', title: 'room › number # 3' });
  t.deepEqual(resultOn('ok 2 - servers › ejabberd: not installed # SKIP'), {
    kind: 'skipped',
    title: 'servers › ejabberd: not installed',
  });
  t.deepEqual(resultOn('ok 2 - a # SKIP no server'), { kind: 'skipped', title: 'a (no server)' });
});

test('a test that is not written yet is neither passed nor failed', (t) => {
  t.deepEqual(resultOn('not ok 3 - later # TODO'), { kind: 'skipped', title: 'later (not written yet)' });
});

test('what is no result is none: plans, sums, comments and the details of failures', (t) => {
  const lines = ['TAP version 13', '1..6', '# pass 3', '#   hi', '  ---', '    message: not ok 1 - x', '', 'okay'];
  t.deepEqual(
    lines.map(resultOn).filter((result) => result !== undefined),
    [],
  );
});
