import test from 'ava';
import { ProgressLine, progressText } from '../../src/transfer/progress-line.ts';

test('a bar, how much of how much, and how fast', (t) => {
  t.is(
    progressText('Exporting', { rooms: 3_000, roomsInAll: 12_000, events: 1_500_000 }, 60_000),
    'Exporting [######..................] 3,000 of 12,000 rooms, 1,500,000 events, 25,000 a second',
  );
  t.is(progressText('Importing', { rooms: 1, roomsInAll: 0, events: 0 }, 0), 'Importing 1 rooms, 0 events, 0 a second');
});

function shown(isTerminal: boolean, times: readonly number[]): string {
  let text = '';
  let now = 0;
  const line = new ProgressLine('Doing', { isTerminal, now: () => now, err: (more) => (text += more) });
  for (const time of times) {
    now = time;
    line.show({ rooms: 1, roomsInAll: 2, events: 10 });
  }
  line.end();
  return text;
}

test('a terminal is written over, a few times a second, and left empty', (t) => {
  const text = shown(true, [0, 50, 250, 300, 500]);
  t.is(text.split('\r').filter((line) => line.startsWith('Doing')).length, 2);
  t.regex(text, /\r +\r$/);
  t.false(text.includes('\n'));
});

test('elsewhere there is a line every ten seconds, and none for what is quick', (t) => {
  t.is(shown(false, [0, 9_000]), '');
  t.is(shown(false, [0, 9_000, 11_000, 12_000, 22_000]).split('\n').length, 3);
});
