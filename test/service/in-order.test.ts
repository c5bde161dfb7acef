/** What one session asks of a room is done in the order in which it asked (RFC 6120 §10.1). */
import test from 'ava';
import { InOrder } from '../../src/service/in-order.ts';
import { children } from '../../src/wire/xml.ts';
import { body } from '../world.ts';
import { owner, room, say, talk } from './conversation.ts';

const admin = 'http://jabber.org/protocol/muc#admin';

test('a list that is asked for right behind a change shows the change, whoever had to be looked up for it', async (t) => {
  const on = await talk();
  const item = "<item affiliation='outcast' jid='never-seen@localhost'/>";
  on.send(owner, `<iq to='${room}' type='set' id='ban'><query xmlns='${admin}'>${item}</query></iq>`);
  on.send(
    owner,
    `<iq to='${room}' type='get' id='list'><query xmlns='${admin}'><item affiliation='outcast'/></query></iq>`,
  );
  const answers = (await on.hears(owner)).filter(({ name }) => name === 'iq');
  t.deepEqual(
    answers.map(({ attrs }) => attrs['id']),
    ['ban', 'list'],
  );
  const items = answers[1]?.getChild('query', admin);
  t.deepEqual(
    children(items ?? t.fail(), 'item').map(({ attrs }) => attrs['jid']),
    ['never-seen@localhost'],
  );
});

test('two changes and a message of one session keep their order', async (t) => {
  const on = await talk();
  const change = (jid: string, id: string) =>
    `<iq to='${room}' type='set' id='${id}'><query xmlns='${admin}'><item affiliation='member' jid='${jid}'/></query></iq>`;
  on.send(owner, change('first@localhost', 'a'));
  on.send(owner, change('second@localhost', 'b'));
  on.send(owner, say('done'));
  const heard = await on.hears(owner);
  const mine = heard.flatMap(
    ({ name, attrs }, at) => (name === 'iq' ? attrs['id'] : body(heard[at] ?? t.fail())) ?? [],
  );
  t.deepEqual(mine, ['a', 'b', 'done']);
});

test('whatever waits is let go when what it waited for has ended, well or not', async (t) => {
  const order = new InOrder();
  const done: string[] = [];
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  order.hold('a', first.promise);
  t.true(order.takes('a', () => order.hold('a', second.promise)));
  t.true(order.takes('a', () => done.push('third')));
  t.false(order.takes('b', () => done.push('never')));
  first.reject(new Error('it failed'));
  await new Promise((resolve) => setImmediate(resolve));
  t.deepEqual(done, []);
  second.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  t.deepEqual(done, ['third']);
  t.true(order.idle);
});
