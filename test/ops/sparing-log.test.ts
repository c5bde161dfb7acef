/** What fails a thousand times does not fill the disk with lines, and the first of them are there. */
import test from 'ava';
import type { Log } from '../../src/ops/log.ts';
import { sparingLog } from '../../src/ops/sparing-log.ts';

function sparing() {
  const lines: string[] = [];
  const write = (level: string) => (fields: object, msg: string) =>
    void lines.push(`${level} ${msg} ${JSON.stringify(fields)}`);
  const kept: Log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  const clock = { now: 0 };
  return { lines, clock, log: sparingLog(kept, () => clock.now) };
}

test('of a text ten lines a minute are written, and the next minute says how many were left out', (t) => {
  const { lines, clock, log } = sparing();
  for (let n = 1; n <= 1_000; n++) log.warn({ n }, 'away');
  t.is(lines.length, 10);
  t.is(lines[9], 'warn away {"n":10}');
  clock.now = 59_999;
  log.warn({}, 'away');
  t.is(lines.length, 10);
  clock.now = 60_000;
  log.warn({ n: 0 }, 'away');
  t.is(lines[10], 'warn away {"n":0,"leftOut":991}');
  clock.now = 200_000;
  log.warn({}, 'away');
  t.is(lines[11], 'warn away {}');
});

test('other texts, and what is no trouble, are not held back', (t) => {
  const { lines, log } = sparing();
  for (let n = 0; n < 20; n++) {
    log.warn({}, 'away');
    log.info({}, 'entered');
    log.debug({}, 'read');
  }
  log.error({}, 'ending');
  t.is(lines.filter((line) => line.startsWith('warn')).length, 10);
  t.is(lines.filter((line) => line.startsWith('info') || line.startsWith('debug')).length, 40);
  t.is(lines.at(-1), 'error ending {}');
});

test('texts without end take no memory without end', (t) => {
  const { lines, log } = sparing();
  for (let n = 0; n < 3_000; n++) log.error({}, `text ${n}`);
  t.is(lines.length, 3_000);
  for (let n = 0; n < 20; n++) log.error({}, 'text 2999');
  t.is(lines.length, 3_009, 'those of late are still known');
});
