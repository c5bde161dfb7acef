import test from 'ava';
import { changeTable, mainTable, ratioTable, shown } from '../../bench/report/table.ts';
import type { Result, Taken } from '../../bench/result.ts';
import type { Scenario } from '../../bench/scenarios/scenario.ts';
import type { Target } from '../../bench/targets/target.ts';

const unused = () => Promise.reject(new Error('nothing is measured here'));
const scenario = (name: string, better: 'more' | 'less', reach: number): Scenario => {
  return { name, title: name, better, reach, suits: () => true, measure: unused };
};
const target = (name: string, kind: Target['kind'], server?: 'prosody' | 'ejabberd'): Target => {
  return { name, title: name, kind, scale: 1, missing: () => undefined, start: unused, ...(server ? { server } : {}) };
};
const plan = {
  scenarios: [scenario('fan', 'more', 200_000), scenario('page', 'less', 0.5)],
  targets: [
    target('longroom', 'longroom alone'),
    target('behind', 'longroom behind a server', 'prosody'),
    target('prosody', 'own rooms', 'prosody'),
    target('ejabberd', 'own rooms', 'ejabberd'),
  ],
};
const taken = (name: string, where: string, value: number): Taken => {
  return { scenario: name, target: where, figure: { value, unit: 'ms', runs: [value], more: {} } };
};
const figures = [
  taken('fan', 'longroom', 100_000),
  taken('fan', 'behind', 20_000),
  taken('fan', 'prosody', 40_000),
  taken('page', 'longroom', 0.25),
  taken('page', 'prosody', 1),
];
const cells = (table: string, start: string) =>
  table
    .split('\n')
    .filter((line) => line.startsWith(`| ${start} `))
    .map((line) =>
      line
        .split('|')
        .slice(2, -1)
        .map((cell) => cell.trim()),
    );

test('the table has a row for each target and how much of the goal is reached', (t) => {
  const table = mainTable(plan, figures);
  t.deepEqual(cells(table, 'longroom'), [['100 k', '0.25']]);
  t.deepEqual(cells(table, 'ejabberd'), [['', '']]);
  t.deepEqual(cells(table, 'to reach, Longroom alone'), [['200 k', '0.5']]);
  t.deepEqual(cells(table, 'reached of it'), [['50 %', '200 %']]);
});

test('a ratio above 1 is better, whatever is better; behind a server it is compared with that server', (t) => {
  const table = ratioTable(plan, figures);
  t.deepEqual(cells(table, 'longroom / prosody'), [['2.50 x', '4.00 x']]);
  t.deepEqual(cells(table, 'behind / prosody'), [['0.50 x', '']]);
  t.deepEqual(cells(table, 'behind / ejabberd'), []);
});

test('what was too little to be measured gives no ratio and no share', (t) => {
  const nothing = [
    taken('fan', 'longroom', 100_000),
    taken('fan', 'prosody', 0),
    taken('page', 'longroom', 0),
    taken('page', 'prosody', 1),
  ];
  t.deepEqual(cells(ratioTable(plan, nothing), 'longroom / prosody'), [['', '']]);
  t.deepEqual(cells(mainTable(plan, nothing), 'reached of it'), [['50 %', '']]);
});

test('each figure is compared with the one that was kept', (t) => {
  const result: Result = {
    format: 1,
    date: '2026-01-02T03:04:05Z',
    commit: 'abc',
    machine: { cpu: '', cores: 1, memoryMiB: 1, kernel: '' },
    versions: {},
    repeat: 3,
    quick: false,
    figures,
  };
  const kept = { ...result, figures: [taken('fan', 'longroom', 80_000), taken('page', 'longroom', 0.5)] };
  const table = changeTable(plan, result, kept);
  t.deepEqual(cells(table, 'fan'), [['longroom', '80 k', '100 k', '+25.0 %']]);
  t.deepEqual(cells(table, 'page'), [['longroom', '0.5', '0.25', '-50.0 %']]);
});

test('numbers are shown with three digits that count', (t) => {
  const values = [1_234_567, 123_456, 12_345, 1_234.5, 12.345, 0.12345, 0];
  t.deepEqual(values.map(shown), ['1.23 M', '123 k', '12.3 k', '1235', '12.3', '0.123', '0']);
});
