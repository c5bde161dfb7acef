/** Results on a terminal, and for programs. */
import test from 'ava';
import { jsonResult, resultText } from '../../src/control/output.ts';

test('what is for programs stays as it is in JSON, and is said in words on a terminal', (t) => {
  const columns = [
    { name: 'by', label: 'Who' },
    { name: 'what', label: 'What', inWords: { moved: 'room moved' } },
  ];
  const rows = [
    ['alice@example.org', 'moved'],
    ['bob@example.org', 'constructor'],
  ];
  const result = { table: { columns, rows } };
  t.deepEqual(jsonResult(result).rows, [
    { by: 'alice@example.org', what: 'moved' },
    { by: 'bob@example.org', what: 'constructor' },
  ]);
  t.is(
    resultText(result),
    ['WHO                WHAT', 'alice@example.org  room moved', 'bob@example.org    constructor', ''].join('\n'),
  );
});
