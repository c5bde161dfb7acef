/** Files and functions stay small enough to read at once; what may be larger is listed and may only shrink. */
import test from 'ava';
import { filesIn, functionsOf, textOf } from './source.ts';

const FILE_LINES_MAX = 300;
const FUNCTION_LINES_MAX = 60;

/** Path and lines it may have. Take it out once it fits. */
const LARGER_FILES: Readonly<Record<string, number>> = {
  'test/wire/stream.test.ts': 398,
};
/** Path, function and lines it may have. */
const LARGER_FUNCTIONS: Readonly<Record<string, number>> = {
  // Tables of one handler per request to the worker; each handler is short.
  'src/store/sqlite/feed.ts feedHandlers': 87,
};

const files = filesIn('src/**/*.{ts,mjs}', 'test/**/*.ts', 'bench/**/*.ts');
/** Not those of the tests: a suite as a function is a list, read one entry at a time. */
const withFunctions = files.filter((path) => !path.startsWith('test/'));

test(`no file has more than ${FILE_LINES_MAX} lines`, (t) => {
  t.true(files.length > 20);
  const large = files
    .map((path) => ({ path, lines: textOf(path).trimEnd().split('\n').length }))
    .filter(({ path, lines }) => lines > (LARGER_FILES[path] ?? FILE_LINES_MAX));
  t.deepEqual(large, []);
});

test(`no function has more than ${FUNCTION_LINES_MAX} lines`, (t) => {
  const large = withFunctions.flatMap((path) =>
    functionsOf(path)
      .map(({ name, line, lines }) => ({ path, name, line, lines }))
      .filter(({ name, lines }) => lines > (LARGER_FUNCTIONS[`${path} ${name}`] ?? FUNCTION_LINES_MAX)),
  );
  t.deepEqual(large, []);
});

test('what is listed as larger is there and is larger', (t) => {
  const isLarge = (path: string) => files.includes(path) && textOf(path).trimEnd().split('\n').length > FILE_LINES_MAX;
  t.deepEqual(
    Object.keys(LARGER_FILES).filter((path) => !isLarge(path)),
    [],
  );
  const large = withFunctions.flatMap((path) =>
    functionsOf(path)
      .filter(({ lines }) => lines > FUNCTION_LINES_MAX)
      .map(({ name }) => `${path} ${name}`),
  );
  t.deepEqual(
    Object.keys(LARGER_FUNCTIONS).filter((listed) => !large.includes(listed)),
    [],
  );
});
