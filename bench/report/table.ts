/** The tables that a person reads, in Markdown, so that they can be put into a page as they are. */
import type { Result, Taken } from '../result.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Target } from '../targets/target.ts';

export interface Plan {
  readonly scenarios: readonly Scenario[];
  readonly targets: readonly Target[];
}

/** One row for each target, one column for each scenario, and what Longroom alone shall reach. */
export function mainTable(plan: Plan, figures: readonly Taken[]): string {
  const { scenarios, targets } = plan;
  const cell = (target: string, scenario: string) => {
    const found = find(figures, scenario, target);
    return found === undefined ? '' : shown(found.figure.value);
  };
  const rows = targets.map(({ name, title }) => [title, ...scenarios.map((scenario) => cell(name, scenario.name))]);
  const reach = [
    'to reach, Longroom alone',
    ...scenarios.map(({ reach: value }) => (value === undefined ? '' : shown(value))),
  ];
  const reached = ['reached of it', ...scenarios.map((scenario) => reachedShare(scenario, figures))];
  return markdown(['', ...scenarios.map(({ title }) => title)], [...rows, reach, reached]);
}

/** What Longroom does against each service that was measured in the same run; above 1 it is ahead. */
export function ratioTable(plan: Plan, figures: readonly Taken[]): string {
  const ours = plan.targets.filter(({ kind }) => kind !== 'own rooms');
  const peers = plan.targets.filter(({ kind }) => kind === 'own rooms');
  const rows = ours.flatMap((our) =>
    peers
      // Behind a server it is compared with the rooms of that same server.
      .filter((peer) => our.server === undefined || our.server === peer.server)
      .map((peer) => [
        `${our.title} / ${peer.title}`,
        ...plan.scenarios.map((scenario) => {
          const a = find(figures, scenario.name, our.name);
          const b = find(figures, scenario.name, peer.name);
          return a === undefined || b === undefined ? '' : ratio(scenario, a, b);
        }),
      ]),
  );
  return markdown(['', ...plan.scenarios.map(({ title }) => title)], rows);
}

/** Every figure beside that of an earlier result. */
export function changeTable(plan: Plan, now: Result, kept: Result): string {
  const rows = now.figures.flatMap(({ scenario, target, figure }) => {
    const before = find(kept.figures, scenario, target);
    if (before === undefined || before.figure.value <= 0) return [];
    const change = (figure.value / before.figure.value - 1) * 100;
    const title = plan.targets.find(({ name }) => name === target)?.title ?? target;
    const sign = change > 0 ? '+' : '';
    return [[scenario, title, shown(before.figure.value), shown(figure.value), `${sign}${change.toFixed(1)} %`]];
  });
  return markdown(['', '', `kept (${kept.date.slice(0, 10)}, ${kept.commit})`, 'now', 'change'], rows);
}

/**
 * How much better the first is than the second; nothing where one of them is not above 0. So little was used that it
 * could not be measured, and by nothing one cannot divide.
 */
function ratio(scenario: Scenario, a: Taken, b: Taken): string {
  const [ours, theirs] = [a.figure.value, b.figure.value];
  if (ours <= 0 || theirs <= 0) return '';
  return `${(scenario.better === 'more' ? ours / theirs : theirs / ours).toFixed(2)} x`;
}

function reachedShare(scenario: Scenario, figures: readonly Taken[]): string {
  const found = find(figures, scenario.name, 'longroom');
  if (found === undefined || found.figure.value <= 0 || scenario.reach === undefined) return '';
  const share = found.figure.value / scenario.reach;
  return `${Math.round((scenario.better === 'more' ? share : 1 / share) * 100)} %`;
}

function find(figures: readonly Taken[], scenario: string, target: string): Taken | undefined {
  return figures.find((one) => one.scenario === scenario && one.target === target);
}

/** A number with three digits that count. */
export function shown(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toPrecision(3)} M`;
  if (value >= 1e4) return `${Number((value / 1e3).toPrecision(3))} k`;
  if (value >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, at) => Math.max(3, title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
