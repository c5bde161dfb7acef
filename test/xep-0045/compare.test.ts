/** What the comparison with the examples of XEP-0045 lets through, and what it does not. */
import test from 'ava';
import { readElements } from '../integration/element.ts';
import { type Ids, mismatch } from './compare.ts';

function why(expected: string, actual: string, ids: Ids = new Map()): string | undefined {
  const [wanted] = readElements(expected);
  const [found] = readElements(actual);
  if (wanted === undefined || found === undefined) throw new Error('there is nothing to compare');
  return mismatch(wanted, found, ids);
}

const presence = (item: string, more = '') =>
  `<presence from='a@b/c'><x xmlns='http://jabber.org/protocol/muc#user'><item ${item}/></x>${more}</presence>`;
const form = (inside: string) => `<x xmlns='jabber:x:data' type='form'>${inside}</x>`;
const items = (inside: string) => `<query xmlns='http://jabber.org/protocol/disco#items'>${inside}</query>`;

const alike: readonly (readonly [what: string, expected: string, actual: string])[] = [
  ['the order of attributes', presence("role='none' jid='a@b'"), presence("jid='a@b' role='none'")],
  ['an occupant id', presence('role="none"'), presence('role="none"', "<occupant-id xmlns='urn:xmpp:occupant-id:0'/>")],
  ['one more field', form("<field var='a'/>"), form("<field var='a'/><field var='b'/>")],
  ['the words for a field', form("<field var='a' label='Name'/>"), form("<field var='a' label='Its name'/>")],
  ['how many are in a room', items("<item jid='a@b' name='Den'/>"), items("<item jid='a@b' name='Den (3)'/>")],
  ['one more room', items("<item jid='a@b'/>"), items("<item jid='a@b'/><item jid='c@b'/>")],
];

for (const [what, expected, actual] of alike) {
  test(`${what} makes no difference`, (t) => t.is(why(expected, actual), undefined));
}

const different: readonly (readonly [what: string, expected: string, actual: string])[] = [
  ['a real address that is not shown', presence("role='none'"), presence("role='none' jid='a@b'")],
  [
    'an actor that is not shown',
    presence("role='none'"),
    presence("role='none'").replace('/></x>', '><actor/></item></x>'),
  ],
  ['an occupant id in the wrong place', '<iq/>', "<iq><occupant-id xmlns='urn:xmpp:occupant-id:0'/></iq>"],
  ['one more status', presence("role='none'"), presence("role='none'").replace('</x>', "<status code='100'/></x>")],
  [
    'one more value',
    form("<field var='a'><value>1</value></field>"),
    form("<field var='a'><value>1</value><value>2</value></field>"),
  ],
  ['no label', form("<field var='a' label='Name'/>"), form("<field var='a'/>")],
  ['a title without words', form('<title>Settings</title>'), form('<title/>')],
  ['another name of a room', items("<item jid='a@b' name='Den'/>"), items("<item jid='a@b' name='Cave'/>")],
  ['one more occupant', items("<item jid='a@b/c'/>"), items("<item jid='a@b/c'/><item jid='a@b/d'/>")],
  ['an answer with an element that is not shown', '<iq/>', "<iq><query xmlns='jabber:iq:version'/></iq>"],
  ['an iq without its id', "<iq id='1'/>", '<iq/>'],
];

for (const [what, expected, actual] of different) {
  test(`${what} makes a difference`, (t) => t.truthy(why(expected, actual)));
}

test('an id that stands for one thing stands for it from then on', (t) => {
  const ids: Ids = new Map();
  t.is(why("<iq id='made-up'/>", "<iq id='7'/>", ids), undefined);
  t.truthy(why("<iq id='made-up'/>", "<iq id='8'/>", ids));
  t.is(why("<iq id='made-up'/>", "<iq id='7'/>", ids), undefined);
});
