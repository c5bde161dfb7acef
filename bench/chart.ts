/**
 * Draws a chart of a few series as an SVG picture: node bench/chart.ts SERIES.json CHART.svg
 *
 * The file holds a `Chart`. Sizes go along a logarithmic axis, what they cost up a linear one from zero, so that what
 * does not grow is a level line. Greys and colours are of middle lightness: they can be read on white and on dark. Series
 * differ by dashes and by the shape of their points too, not by colour alone.
 */
import { readFileSync, writeFileSync } from 'node:fs';

export interface Chart {
  readonly title: string;
  /** What goes along the logarithmic axis, with its unit. */
  readonly x: string;
  /** What goes up, with its unit. */
  readonly y: string;
  readonly series: readonly Series[];
}

export interface Series {
  readonly name: string;
  /** Pairs of a size, above 0, and what it costs, not below 0. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

const WIDTH = 720;
const HEIGHT = 400;
const PLOT = { left: 64, right: 700, top: 84, bottom: 344 };
const GREY = '#7a7f87';
const COLOURS = ['#3b82d6', '#d9730d', '#2e9e5b', '#a45fd0', '#c8473c', '#8a7a1f'] as const;
const DASHES = ['', '7 4', '2 4', '10 3 2 3', '4 2', '1 3'] as const;
const Y_TICKS = 5;
const LEGEND_COLUMN = 212;
const LEGEND_COLUMNS = 3;

interface Scale {
  x(value: number): number;
  y(value: number): number;
}

export function drawChart(chart: Chart): string {
  const points = chart.series.flatMap(({ points: own }) => own);
  if (points.length === 0) throw new Error('a chart needs at least one point');
  const bad = points.find(([x, y]) => !(x > 0 && y >= 0 && Number.isFinite(x) && Number.isFinite(y)));
  if (bad !== undefined)
    throw new Error(`a point has a size above 0 and a cost not below 0, unlike [${bad.join(', ')}]`);
  const decades = { low: decade(Math.min(...points.map(([x]) => x)), 0), high: 0 };
  decades.high = Math.max(decade(Math.max(...points.map(([x]) => x)), 1), decades.low + 1);
  const step = niceStep(Math.max(...points.map(([, y]) => y)) / Y_TICKS);
  const top = step * Y_TICKS;
  const scale: Scale = {
    x: (value) =>
      PLOT.left + ((Math.log10(value) - decades.low) / (decades.high - decades.low)) * (PLOT.right - PLOT.left),
    y: (value) => PLOT.bottom - (value / top) * (PLOT.bottom - PLOT.top),
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="sans-serif" font-size="12" fill="${GREY}">`,
    `<title>${escaped(chart.title)}</title>`,
    text({ x: PLOT.left, y: 22, size: 15 }, chart.title),
    ...grid(scale, { ...decades, step }),
    text({ x: (PLOT.left + PLOT.right) / 2, y: HEIGHT - 12, anchor: 'middle' }, chart.x),
    text({ x: PLOT.left, y: PLOT.top - 10 }, chart.y),
    ...chart.series.flatMap((series, at) => [...legend(series, at), ...line(series, at, scale)]),
    '</svg>',
    '',
  ].join('\n');
}

/** The power of ten at or below a size, or at or above it. */
function decade(value: number, up: 0 | 1): number {
  const exact = Math.log10(value);
  return up === 1 ? Math.ceil(exact - 1e-9) : Math.floor(exact + 1e-9);
}

/** 1, 2 or 5 times a power of ten that is at least this much. */
function niceStep(least: number): number {
  if (least === 0) return 1;
  const unit = 10 ** Math.floor(Math.log10(least));
  return unit * ([1, 2, 5].find((factor) => factor * unit >= least * (1 - 1e-9)) ?? 10);
}

function grid(scale: Scale, axes: { readonly low: number; readonly high: number; readonly step: number }): string[] {
  const rules: string[] = [];
  for (let tick = 0; tick <= Y_TICKS; tick += 1) {
    const y = scale.y(tick * axes.step);
    rules.push(rule({ x1: PLOT.left, y1: y, x2: PLOT.right, y2: y }, tick === 0));
    rules.push(text({ x: PLOT.left - 8, y: y + 4, anchor: 'end' }, label(tick * axes.step)));
  }
  for (let power = axes.low; power <= axes.high; power += 1) {
    const x = scale.x(10 ** power);
    rules.push(rule({ x1: x, y1: PLOT.top, x2: x, y2: PLOT.bottom }, power === axes.low));
    rules.push(text({ x, y: PLOT.bottom + 18, anchor: 'middle' }, label(10 ** power)));
  }
  return rules;
}

function line({ points }: Series, at: number, scale: Scale): string[] {
  const sorted = points.toSorted(([a], [b]) => a - b);
  const places = sorted.map(([x, y]) => `${round(scale.x(x))},${round(scale.y(y))}`).join(' ');
  const stroke = `stroke="${colour(at)}" stroke-width="2"`;
  return [
    `<polyline points="${places}" fill="none" ${stroke} stroke-dasharray="${DASHES[at % DASHES.length]}"/>`,
    ...sorted.map(([x, y]) => mark(at, scale.x(x), scale.y(y))),
  ];
}

function legend({ name }: Series, at: number): string[] {
  const x = PLOT.left + (at % LEGEND_COLUMNS) * LEGEND_COLUMN;
  const y = 40 + Math.floor(at / LEGEND_COLUMNS) * 16;
  const stroke = `stroke="${colour(at)}" stroke-width="2" stroke-dasharray="${DASHES[at % DASHES.length]}"`;
  return [
    `<line x1="${x}" y1="${y}" x2="${x + 24}" y2="${y}" ${stroke}/>`,
    mark(at, x + 12, y),
    text({ x: x + 30, y: y + 4 }, name),
  ];
}

/** A point: a circle, a square or a diamond in turn. */
function mark(at: number, x: number, y: number): string {
  const [cx, cy] = [round(x), round(y)];
  if (at % 3 === 0) return `<circle cx="${cx}" cy="${cy}" r="4" fill="${colour(at)}"/>`;
  const turn = at % 3 === 2 ? ` transform="rotate(45 ${cx} ${cy})"` : '';
  return `<rect x="${round(x - 3.5)}" y="${round(y - 3.5)}" width="7" height="7" fill="${colour(at)}"${turn}/>`;
}

function colour(at: number): string {
  return COLOURS[at % COLOURS.length] ?? GREY;
}

function rule(ends: Readonly<Record<'x1' | 'y1' | 'x2' | 'y2', number>>, isAxis: boolean): string {
  const places = Object.entries(ends).map(([name, value]) => `${name}="${round(value)}"`);
  return `<line ${places.join(' ')} stroke="${GREY}" stroke-width="1" stroke-opacity="${isAxis ? 1 : 0.25}"/>`;
}

function text(
  at: { readonly x: number; readonly y: number; readonly anchor?: 'middle' | 'end'; readonly size?: number },
  words: string,
): string {
  const anchor = at.anchor === undefined ? '' : ` text-anchor="${at.anchor}"`;
  const size = at.size === undefined ? '' : ` font-size="${at.size}"`;
  return `<text x="${round(at.x)}" y="${round(at.y)}"${anchor}${size}>${escaped(words)}</text>`;
}

/** 1000 is 1 k; as people write sizes. */
function label(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))} M`;
  if (value >= 1e3) return `${Number((value / 1e3).toPrecision(3))} k`;
  return String(Number(value.toPrecision(3)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

if (import.meta.main) {
  const [from, to] = process.argv.slice(2);
  if (from === undefined || to === undefined) {
    process.stderr.write('Say what to draw and where to: node bench/chart.ts SERIES.json CHART.svg\n');
    process.exitCode = 2;
  } else writeFileSync(to, drawChart(JSON.parse(readFileSync(from, 'utf8')) as Chart));
}
