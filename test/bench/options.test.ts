import test from 'ava';
import { readOptions } from '../../bench/options.ts';

const known = {
  scenarios: ['1x500', 'join'],
  longScenarios: ['model'],
  targets: ['longroom', 'prosody'],
  json: 'latest.json',
};

test('without a word everything is measured three times', (t) => {
  t.deepEqual(readOptions([], known), {
    only: ['1x500', 'join'],
    targets: ['longroom', 'prosody'],
    repeat: 3,
    quick: false,
    keep: false,
    json: 'latest.json',
  });
});

test('what is named is taken, and the quick form measures once', (t) => {
  const words = ['--only', 'join', '--targets=prosody,longroom', '--quick', '--json', 'x.json', '--keep'];
  t.like(readOptions(words, known), { only: ['join'], targets: ['longroom', 'prosody'], repeat: 1, json: 'x.json' });
  t.like(readOptions(['--repeat', '5', '--quick'], known), { repeat: 5, quick: true });
});

test('what takes long runs only when it is named, as long as is wished', (t) => {
  t.like(readOptions(['--only', 'model', '--seconds', '60'], known), { only: ['model'], seconds: 60 });
});

test('a mistake is one line that says what there is', (t) => {
  const mistake = (...words: string[]) => Object.values(readOptions(words, known))[0];
  t.is(mistake('--only', 'jion'), 'There is no scenario jion; there are 1x500, join, model.');
  t.is(mistake('--targets', 'prosody,openfire'), 'There is no target openfire; there are longroom, prosody.');
  t.regex(String(mistake('--onyl', 'join')), /^There is no option --onyl; there are --only /);
  t.regex(String(mistake('join')), /^There is no option join; /);
  t.is(mistake('--only'), '--only needs a value.');
  t.is(mistake('--repeat', '0'), '--repeat takes a number from 1 to 100.');
  t.is(mistake('--seconds', '0'), '--seconds takes a number from 1 to 86400.');
  t.is(mistake('--repeat', 'x'), '--repeat takes a number from 1 to 100.');
});
