/** The core knows no clock, no chance, no timer, no log and no disk: what it may know of the world is handed in. */
import test from 'ava';
import { filesIn, importsOf, nodesOf } from './source.ts';

const BANNED_NAMES = [
  'Date',
  'performance',
  'process',
  'console',
  'crypto',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
];
const BANNED_MEMBERS = ['Math.random'];
/** Text and numbers, no world. */
const PURE_MODULES: readonly string[] = [];

const core = filesIn('src/room/**/*.ts', 'src/category/**/*.ts');

test('the core asks no clock, throws no dice and sets no timer', (t) => {
  t.true(core.length > 10);
  const found = core.flatMap((path) => worldly(path).map((what) => `${path} uses ${what}`));
  t.deepEqual(found, []);
});

test('the core imports nothing of Node and no package', (t) => {
  const found = core.flatMap((path) =>
    importsOf(path)
      .filter(({ target, typeOnly }) => !target.startsWith('src/') && !typeOnly && !PURE_MODULES.includes(target))
      .map(({ target }) => `${path} imports ${target}`),
  );
  t.deepEqual(found, []);
});

function worldly(path: string): string[] {
  const { nodes, text } = nodesOf(path);
  return nodes.flatMap((node) => {
    if (node.type === 'MemberExpression') {
      const member = text.slice(node.start, node.end).replaceAll(/\s/g, '');
      return BANNED_MEMBERS.includes(member) ? [member] : [];
    }
    // A name of its own called so, as in `{ process }`, would be found too: choose another word.
    if (node.type !== 'Identifier' || !BANNED_NAMES.includes(node.name)) return [];
    const before = text.slice(0, node.start).trimEnd();
    const isProperty = before.endsWith('.') || /^\s*:/.test(text.slice(node.end));
    return isProperty ? [] : [`${node.name} in line ${before.split('\n').length}`];
  });
}
