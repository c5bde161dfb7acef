/** Nicknames that the room decides on (XEP-0045 §7.2.2, §7.6, §7.12). */
import test from 'ava';
import { child, serialize } from '../../src/wire/xml.ts';
import { errorOf, statuses, type World } from '../world.ts';
import { alice, aliceDesk, configure, enter, join, leave, openRoom, owner, room, talk, world } from './conversation.ts';

const reserve = (jid: string, nick: string) =>
  `<iq to='${room}' type='set' id='reserve'><query xmlns='http://jabber.org/protocol/muc#admin'><item jid='${jid}' affiliation='member' nick='${nick}'/></query></iq>`;

const askNick = `<iq to='${room}' type='get' id='n'><query xmlns='http://jabber.org/protocol/disco#info' node='x-roomuser-item'/></iq>`;

async function reservedRoom(fields: Readonly<Record<string, string>> = {}): Promise<World> {
  const on = await world();
  await openRoom(on, fields);
  on.send(owner, reserve('alice@localhost', 'Alice'));
  await on.hears(owner);
  return on;
}

test('who has no reserved nickname is told so with an empty query; a room that is not there has none (§7.12)', async (t) => {
  const on = await reservedRoom();
  on.send('carol@localhost/x', askNick);
  const [none] = await on.hears('carol@localhost/x');
  t.is(none?.attrs['type'], 'result');
  t.deepEqual(child(none ?? t.fail(), 'query', 'http://jabber.org/protocol/disco#info')?.children, []);
  on.send('carol@localhost/x', askNick.replace(room, 'nowhere@rooms.localhost'));
  t.is(errorOf((await on.hears('carol@localhost/x'))[0] ?? t.fail())?.condition, 'item-not-found');
});

test('nobody else enters with a reserved nickname, or changes to it (§7.2.8, §7.6)', async (t) => {
  const on = await reservedRoom();
  on.send('carol@localhost/x', join('ALICE'));
  t.is(errorOf((await on.hears('carol@localhost/x'))[0] ?? t.fail())?.condition, 'conflict');
  await enter(on, 'carol@localhost/x', 'Carol');
  on.send('carol@localhost/x', `<presence to='${room}/Alice' id='c'/>`);
  const [refused] = await on.hears('carol@localhost/x');
  t.deepEqual([refused?.attrs['id'], errorOf(refused ?? t.fail())?.condition], ['c', 'conflict']);
});

test('where reserved nicknames are the only ones, entering with another one gives the reserved one and 210 (§7.2.2)', async (t) => {
  const on = await reservedRoom({ 'x-muc#roomconfig_reservednick': '1' });
  on.send(alice, join('Somebody'));
  const own = (await on.hears(alice)).find((stanza) => statuses(stanza).includes(110)) ?? t.fail();
  t.is(own.attrs['from'], `${room}/Alice`);
  t.true(statuses(own).includes(210));
  on.send(alice, `<presence to='${room}/Somebody' id='c'/>`);
  const error = errorOf((await on.hears(alice))[0] ?? t.fail());
  t.deepEqual([error?.condition, error?.type], ['not-acceptable', 'cancel']);
  // The rest of the world calls itself as it likes.
  await enter(on, 'carol@localhost/x', 'Carol');
  on.send('carol@localhost/x', `<presence to='${room}/Caroline'/>`);
  t.deepEqual(
    (await on.hears('carol@localhost/x')).map(({ attrs }) => attrs['from']),
    [`${room}/Carol`, `${room}/Caroline`],
  );
});

test('where nicknames may not be changed, leaving and entering again still gives another one (§7.6)', async (t) => {
  const on = await talk({ 'x-muc#roomconfig_canchangenick': '0' });
  on.send(alice, `<presence to='${room}/Alicia' id='c'/>`);
  const [refused, ...more] = await on.hears(alice);
  t.deepEqual([errorOf(refused ?? t.fail())?.condition, more.length], ['not-acceptable', 0]);
  t.deepEqual(await on.hears(owner), []);
  on.send(alice, leave('Alice'));
  await on.hears(alice);
  on.send(alice, join('Alicia'));
  t.true((await on.hears(alice)).some((stanza) => stanza.attrs['from'] === `${room}/Alicia`));
});

test('another spelling from one of several sessions keeps the nickname, and that session alone hears 210 (§7.6)', async (t) => {
  const on = await talk();
  await enter(on, aliceDesk, 'Alice');
  for (const who of [alice, owner]) await on.hears(who);
  on.send(aliceDesk, `<presence to='${room}/ALICE'><show>away</show></presence>`);
  const [own, ...more] = await on.hears(aliceDesk);
  t.deepEqual([own?.attrs['from'], statuses(own ?? t.fail()), more.length], [`${room}/Alice`, [210, 110], 0]);
  t.deepEqual((await on.hears(alice)).map(statuses), [[110]]);
  t.deepEqual((await on.hears(owner)).map(statuses), [[]]);
});

test('a room that passes everything on says so at the node for what it does not (§18.1.1)', async (t) => {
  const on = await talk();
  const traffic = `<iq to='${room}' type='get' id='t'><query xmlns='http://jabber.org/protocol/disco#info' node='http://jabber.org/protocol/muc#traffic'/></iq>`;
  on.send(alice, traffic);
  const error = errorOf((await on.hears(alice))[0] ?? t.fail());
  t.deepEqual([error?.condition, error?.type], ['service-unavailable', 'cancel']);
});

test('a setting of nicknames can be told from the form (§10.2)', async (t) => {
  const on = await talk();
  on.send(owner, configure({ 'x-muc#roomconfig_reservednick': '1' }));
  await on.hears(owner);
  on.send(owner, `<iq to='${room}' type='get' id='f'><query xmlns='http://jabber.org/protocol/muc#owner'/></iq>`);
  const form = serialize((await on.hears(owner))[0] ?? t.fail());
  t.regex(form, /x-muc#roomconfig_reservednick"[^>]*><value>1</);
});
