import test from 'ava';
import { openLog } from '../../src/ops/log.ts';

function opened(options: Partial<Parameters<typeof openLog>[0]> = {}) {
  const lines: string[] = [];
  const log = openLog({
    level: 'info',
    destination: {
      write: (line) => {
        lines.push(line);
      },
    },
    ...options,
  });
  return { log, lines };
}

test('each entry is one line of JSON with level, time and message', (t) => {
  const { log, lines } = opened();
  log.info({ room: 'tea@rooms.example.org' }, 'ready');
  t.is(lines.length, 1);
  const entry = JSON.parse(lines[0] ?? '');
  t.like(entry, { level: 'info', msg: 'ready', room: 'tea@rooms.example.org' });
  t.regex(entry.time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});

test('what is less important than the level is not written', (t) => {
  const { log, lines } = opened({ level: 'warn' });
  log.debug({}, 'one');
  log.info({}, 'two');
  log.warn({}, 'three');
  t.deepEqual(
    lines.map((line) => JSON.parse(line).msg),
    ['three'],
  );
});

test('a secret never reaches the log: not as a field, not in a text, not in an error', (t) => {
  for (const pretty of [false, true]) {
    const { log, lines } = opened({ secrets: ['s3"cr3t'], pretty });
    log.error({ secret: 'any', stream: { password: 'any' }, err: new Error('refused s3"cr3t') }, 'sent s3"cr3t');
    const text = lines.join('');
    t.false(text.includes('cr3t'), text);
    t.false(text.includes('any'), text);
    t.true(text.includes('[redacted]'));
  }
});

test('an error keeps its stack', (t) => {
  const { log, lines } = opened();
  log.error({ err: new Error('boom') }, 'a mistake');
  t.true(JSON.parse(lines[0] ?? '').err.stack.includes('log.test.ts'));
});
