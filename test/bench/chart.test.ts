import test from 'ava';
import { type Chart, drawChart } from '../../bench/chart.ts';
import { parseElements } from '../../src/wire/parser.ts';
import { children, type Element, elements, text } from '../../src/wire/xml.ts';

const SVG = 'http://www.w3.org/2000/svg';

const chart: Chart = {
  title: 'Cost per message & size <of> the "archive"',
  x: 'messages in the archive',
  y: 'µs CPU',
  series: [
    {
      name: 'posting',
      points: [
        [1_000, 20],
        [10_000_000, 22],
        [100_000, 21],
      ],
    },
    {
      name: 'a page of 50 & more',
      points: [
        [1_000, 400],
        [10_000_000, 480],
      ],
    },
    { name: 'nothing', points: [[1_000, 0]] },
  ],
};

function drawn(what: Chart): Element {
  const [picture, more] = parseElements(drawChart(what).trim()) ?? [];
  if (picture === undefined || more !== undefined) throw new Error('not one well-formed element');
  return picture;
}

const numbers = (element: Element, ...names: string[]) => names.map((name) => Number(element.attrs[name]));

test('a chart is one well-formed picture that says what it shows', (t) => {
  const picture = drawn(chart);
  t.is(picture.name, 'svg');
  const words = elements(picture)
    .filter(({ name }) => name === 'text' || name === 'title')
    .map(text);
  for (const wanted of [chart.title, chart.x, chart.y, 'posting', 'a page of 50 & more', '1 k', '10 M', '500']) {
    t.true(words.includes(wanted), wanted);
  }
});

test('every point is within the picture, sizes from left to right, and a tenfold size is always as far', (t) => {
  const [line] = children(drawn(chart), 'polyline', SVG);
  const places = String(line?.attrs['points'])
    .split(' ')
    .map((place) => place.split(',').map(Number));
  t.is(places.length, 3);
  const [first = [], second = [], third = []] = places;
  const decade = ((third[0] ?? 0) - (first[0] ?? 0)) / 4;
  t.true(decade > 0);
  t.true(Math.abs((second[0] ?? 0) - (first[0] ?? 0) - 2 * decade) < 0.2);
  t.true((second[1] ?? 0) < (first[1] ?? 0), 'what costs more is higher');
  for (const circle of children(drawn(chart), 'circle', SVG)) {
    const [x = -1, y = -1] = numbers(circle, 'cx', 'cy');
    t.true(x >= 0 && x <= 720 && y >= 0 && y <= 400);
  }
});

test('one point, and sizes within one power of ten, can be drawn', (t) => {
  const alone = (points: Chart['series'][number]['points']) => drawn({ ...chart, series: [{ name: 'one', points }] });
  t.notThrows(() => alone([[1_000, 5]]));
  t.notThrows(() =>
    alone([
      [3, 5],
      [7, 6],
    ]),
  );
});

test('what cannot be drawn is said', (t) => {
  t.throws(() => drawChart({ ...chart, series: [] }), { message: /at least one point/ });
  t.throws(() => drawChart({ ...chart, series: [{ name: 'x', points: [[0, 1]] }] }), { message: /\[0, 1\]/ });
});
