/** When each message of the history was said, and by whom (XEP-0045 §7.2.13, §7.9). */
import test from 'ava';
import { child, children, type Element } from '../../src/wire/xml.ts';
import { body, type World } from '../world.ts';
import { alice, enter, join, openRoom, owner, room, say, world } from './conversation.ts';

const delayed = (from: string) => `<delay xmlns='urn:xmpp:delay' from='${from}' stamp='2004-09-29T01:54:37Z'/>`;

async function historyFor(on: World, who: string): Promise<Element[]> {
  on.send(who, join('Newcomer', ''));
  return (await on.hears(who)).filter((stanza) => body(stanza) !== undefined);
}

const delays = (message: Element | undefined) =>
  message === undefined ? [] : children(message, 'delay', 'urn:xmpp:delay').map(({ attrs }) => attrs['from']);

function originalSender(message: Element): string | undefined {
  const addresses = child(message, 'addresses', 'http://jabber.org/protocol/address');
  return addresses && child(addresses, 'address')?.attrs['jid'];
}

test('what an owner tells of an earlier chat keeps its own times; of others the room says when they spoke (§7.9)', async (t) => {
  const on = await world();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  on.send(owner, say('told by the owner', delayed('carol@localhost')));
  on.send(alice, say('told by somebody', delayed('carol@localhost')));
  on.send(owner, say('said now'));
  await on.settle();
  const [byOwner, bySomebody, now] = await historyFor(on, 'dora@localhost/x');
  t.deepEqual(delays(byOwner), ['carol@localhost']);
  t.deepEqual(delays(bySomebody), [room, 'carol@localhost']);
  t.deepEqual(delays(now), [room]);
});

test('the history of a non-anonymous room says whose it is, that of another room does not (§7.2.13)', async (t) => {
  for (const whois of ['anyone', 'moderators']) {
    const on = await world();
    await openRoom(on, { 'muc#roomconfig_whois': whois });
    on.send(owner, say('hello'));
    await on.settle();
    const [message] = await historyFor(on, 'dora@localhost/x');
    t.is(originalSender(message ?? t.fail()), whois === 'anyone' ? owner : undefined);
  }
});

test('nobody else says whose a message is (§7.2.13)', async (t) => {
  const on = await world();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  on.send(
    alice,
    say(
      'it was not me',
      "<addresses xmlns='http://jabber.org/protocol/address'><address type='ofrom' jid='olga@localhost/desk'/></addresses>",
    ),
  );
  const [live] = (await on.hears(alice)).filter((stanza) => body(stanza) !== undefined);
  t.is(originalSender(live ?? t.fail()), undefined);
});
