/** What the service itself answers: who to turn to, what time it is, and what it does not have. */
import test from 'ava';
import { child, children, childText, type Element, text } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { domain, errorOf, World } from '../world.ts';
import { bob, owner, room, talk, world } from './conversation.ts';

const info = 'http://jabber.org/protocol/disco#info';

async function ask(on: World, xml: string, to = domain, type = 'get'): Promise<Element> {
  on.send(bob, `<iq to='${to}' type='${type}' id='q'>${xml}</iq>`);
  const [answer] = await on.hears(bob);
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

test('the service tells what time it is (XEP-0202 §3)', async (t) => {
  const on = await world();
  const time = child(await ask(on, `<time xmlns='urn:xmpp:time'/>`), 'time', 'urn:xmpp:time') ?? t.fail();
  t.is(childText(time, 'tzo'), '+00:00');
  t.is(childText(time, 'utc'), '2026-01-01T00:00:00.000Z');
  await on.pass(61_000);
  const later = child(await ask(on, `<time xmlns='urn:xmpp:time'/>`), 'time', 'urn:xmpp:time') ?? t.fail();
  t.is(childText(later, 'utc'), '2026-01-01T00:01:01.000Z');
});

/** What disco#info of the service says of contacts; undefined where it has no such form. */
async function contactsOf(on: World): Promise<(string | undefined)[][] | undefined> {
  const told = child(await ask(on, `<query xmlns='${info}'/>`), 'query', info);
  const forms = told === undefined ? [] : children(told, 'x', 'jabber:x:data');
  const rows = forms.map((form) =>
    children(form, 'field').map((field) => [field.attrs['var'], ...children(field, 'value').map(text)]),
  );
  return rows.find((fields) => fields.some(([, value]) => value === 'http://jabber.org/network/serverinfo'));
}

test('whom to turn to is told where it is set up, and nothing is where it is not (XEP-0157 §3)', async (t) => {
  t.is(await contactsOf(await world()), undefined);
  const contacts = {
    abuse: ['mailto:abuse@localhost', 'xmpp:abuse@localhost'],
    support: [],
    admin: ['xmpp:root@localhost'],
  };
  t.deepEqual(await contactsOf((await new World({ store: memoryStore(), contacts }).start()).connect()), [
    ['FORM_TYPE', 'http://jabber.org/network/serverinfo'],
    ['abuse-addresses', 'mailto:abuse@localhost', 'xmpp:abuse@localhost'],
    ['admin-addresses', 'xmpp:root@localhost'],
  ]);
});

for (const [what, to] of [
  ['the service', domain],
  ['a room', room],
] as const) {
  test(`${what} has no node of any other name (XEP-0030 §7)`, async (t) => {
    const on = await talk();
    for (const kind of ['info', 'items']) {
      const query = `<query xmlns='http://jabber.org/protocol/disco#${kind}' node='made-up'/>`;
      t.like(errorOf(await ask(on, query, to)), { condition: 'item-not-found', type: 'cancel' });
    }
  });
}

test('there are no preferences of an archive: not of a room, and the service has none at all (XEP-0313, XEP-0441)', async (t) => {
  const on = await talk();
  const prefs = `<prefs xmlns='urn:xmpp:mam:2' default='always'/>`;
  for (const type of ['get', 'set']) {
    t.like(errorOf(await ask(on, prefs, room, type)), { condition: 'feature-not-implemented', type: 'cancel' });
    t.like(errorOf(await ask(on, prefs, domain, type)), { condition: 'service-unavailable', type: 'cancel' });
  }
});

test('what is asked of the wrong one, or in the wrong way, is not offered', async (t) => {
  const on = await talk();
  t.is(errorOf(await ask(on, `<time xmlns='urn:xmpp:time'/>`, domain, 'set'))?.condition, 'service-unavailable');
  t.is(errorOf(await ask(on, `<time xmlns='urn:xmpp:time'/>`, room))?.condition, 'service-unavailable');
  t.is(errorOf(await ask(on, `<query xmlns='jabber:iq:last'/>`))?.condition, 'service-unavailable');
  await on.hears(owner);
});
