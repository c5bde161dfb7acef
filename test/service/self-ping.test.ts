/** Whether one is still in a room, asked by a ping of one's own nickname (XEP-0410). */
import test from 'ava';
import { child, children, type Element } from '../../src/wire/xml.ts';
import { errorOf, type World } from '../world.ts';
import { alice, aliceDesk, leave, owner, room, talk, world } from './conversation.ts';

const discoInfo = 'http://jabber.org/protocol/disco#info';

async function ping(on: World, who: string, nick: string): Promise<Element> {
  await on.hears(who);
  on.send(who, `<iq to='${room}/${nick}' type='get' id='s2c1'><ping xmlns='urn:xmpp:ping'/></iq>`);
  const [answer, ...others] = await on.hears(who);
  if (answer === undefined || others.length > 0) throw new Error('not one answer');
  return answer;
}

async function refusal(on: World, who: string, nick: string): Promise<string | undefined> {
  const answer = await ping(on, who, nick);
  const error = errorOf(answer);
  return error && `${error.type}/${error.condition} by ${child(answer, 'error')?.attrs['by']}`;
}

const notIn = `cancel/not-acceptable by ${room}`;

test('a room says that it answers for its occupants (XEP-0410 §3.3)', async (t) => {
  const on = await talk();
  on.send(alice, `<iq to='${room}' type='get' id='d'><query xmlns='${discoInfo}'/></iq>`);
  const query = child((await on.hears(alice))[0] ?? t.fail(), 'query', discoInfo) ?? t.fail();
  const features = children(query, 'feature').map(({ attrs }) => attrs['var']);
  t.true(features.includes('http://jabber.org/protocol/muc#self-ping-optimization'));
});

test('each session is answered for itself, whichever of the nickname’s sessions is shown (XEP-0410 §3.2)', async (t) => {
  const on = await talk();
  t.is((await ping(on, alice, 'Alice')).attrs['type'], 'result');
  t.is(await refusal(on, aliceDesk, 'Alice'), notIn);
  t.deepEqual(await on.hears(alice), [], 'nobody’s client was asked');
});

test('who has left, was kicked or banned is not in the room (XEP-0410 §3.2)', async (t) => {
  const admin = (item: string) =>
    `<iq to='${room}' type='set' id='a'><query xmlns='http://jabber.org/protocol/muc#admin'>${item}</query></iq>`;
  const ends = {
    left: (on: World) => on.send(alice, leave('Alice')),
    kicked: (on: World) => on.send(owner, admin(`<item nick='Alice' role='none'/>`)),
    banned: (on: World) => on.send(owner, admin(`<item jid='alice@localhost' affiliation='outcast'/>`)),
    gone: (on: World) =>
      on.send(
        alice,
        `<message to='${room}' type='error'><error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`,
      ),
  };
  for (const [how, end] of Object.entries(ends)) {
    const on = await talk();
    end(on);
    await on.settle();
    t.is(await refusal(on, alice, 'Alice'), notIn, how);
  }
});

test('in a room that is no more, or never was, nobody is (XEP-0410 §3.2)', async (t) => {
  t.is(await refusal(await world(), alice, 'Alice'), notIn);
  const on = await talk();
  const destroy = `<query xmlns='http://jabber.org/protocol/muc#owner'><destroy/></query>`;
  on.send(owner, `<iq to='${room}' type='set' id='x'>${destroy}</iq>`);
  await on.settle();
  t.is(await refusal(on, alice, 'Alice'), notIn);
});

test('who goes by another nickname meanwhile is in, and told that nobody has the old one (XEP-0410 §3.2)', async (t) => {
  const on = await talk();
  on.send(alice, `<presence to='${room}/Queen'/>`);
  await on.settle();
  t.is(await refusal(on, alice, 'Alice'), `cancel/item-not-found by ${room}`);
  t.is((await ping(on, alice, 'Queen')).attrs['type'], 'result');
});
