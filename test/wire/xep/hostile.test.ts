/** Nothing that a server may pass on makes a reader throw, and what cannot be read is refused with a text. */
import test from 'ava';
import fc from 'fast-check';
import { isRefusal } from '../../../src/wire/error.ts';
import { NS } from '../../../src/wire/namespaces.ts';
import { type Element, xml } from '../../../src/wire/xml.ts';
import { READERS } from './readers.ts';

const NAMES = [
  ...[
    'x',
    'query',
    'set',
    'max',
    'index',
    'before',
    'after',
    'field',
    'value',
    'item',
    'history',
    'password',
    'destroy',
  ],
  ...[
    'invite',
    'decline',
    'reason',
    'continue',
    'body',
    'subject',
    'thread',
    'error',
    'text',
    'gone',
    'metadata',
    'prefs',
  ],
  ...[
    'store',
    'no-store',
    'retract',
    'apply-to',
    'moderated',
    'reactions',
    'origin-id',
    'flip-page',
    'command',
    'mav',
    'reference',
    'rai',
    '__proto__',
    'p:x',
  ],
];
const VALUES = [
  '',
  '0',
  '-1',
  '1000000000',
  'NaN',
  'submit',
  'get',
  'set',
  'error',
  'owner',
  'none',
  'a@b',
  '__proto__',
  '\uFFFD',
];
const ATTRIBUTES = [
  'type',
  'var',
  'to',
  'from',
  'id',
  'by',
  'node',
  'queryid',
  'affiliation',
  'role',
  'jid',
  'nick',
  'since',
  'seconds',
  'maxchars',
];

const { element } = fc.letrec<{ element: Element; node: Element | string }>((tie) => ({
  node: fc.oneof({ depthSize: 'small' }, fc.constantFrom(...VALUES), tie('element')),
  element: fc
    .tuple(
      fc.constantFrom(...NAMES),
      fc.option(fc.constantFrom<string>(...Object.values(NS), '', 'urn:example'), { nil: undefined }),
      fc.dictionary(fc.constantFrom(...ATTRIBUTES), fc.constantFrom(...VALUES), { maxKeys: 4 }),
      fc.array(tie('node'), { maxLength: 5 }),
    )
    .map(([name, xmlns, attrs, nodes]) => xml(name, { xmlns, ...attrs }, ...nodes)),
}));

const stanza = fc
  .tuple(
    fc.constantFrom('iq', 'message', 'presence', 'p:iq'),
    fc.constantFrom(...VALUES),
    fc.array(element, { maxLength: 4 }),
  )
  .map(([name, type, nodes]) => xml(name, { xmlns: NS.component, type, from: 'a@b/c', to: 'r@s', id: '1' }, ...nodes));

for (const [name, read] of Object.entries(READERS)) {
  test(`whatever the stanza, ${name} gives a value or a refusal that says what to do`, (t) => {
    fc.assert(
      fc.property(stanza, (hostile) => {
        const value = read(hostile);
        return !isRefusal(value) || (value.text.length > 20 && value.text.length < 500);
      }),
      { numRuns: 300 },
    );
    t.pass();
  });
}
