/** Hats as people wear them (XEP-0317), on a store in memory. */
import test from 'ava';
import { child, children } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { statuses, World } from '../world.ts';
import { type CommandError, command, commandXml, stage } from './commanding.ts';
import {
  alice,
  aliceDesk,
  bob,
  configure,
  enter,
  join,
  leave,
  openRoom,
  owner,
  room,
  talk,
  world,
} from './conversation.ts';
import { forget, handOut, hats, host, hosted, items, make, presenceOf, scribe, worn } from './hat-scenes.ts';

test('a hat that is assigned is shown to everybody at once, in presence that is otherwise the same (§3.1)', async (t) => {
  const on = await talk();
  await make(on, host, 'Host', '327.255249');
  await forget(on);
  await handOut(on, 'assign', 'alice@localhost', host);
  for (const who of [owner, alice, bob]) {
    const presence = presenceOf('Alice', await on.hears(who)) ?? t.fail();
    const [hat] = children(child(presence, 'hats', 'urn:xmpp:hats:0') ?? t.fail(), 'hat');
    t.deepEqual({ ...hat?.attrs }, { title: 'Host', uri: host, hue: '327.255249' });
    t.is(statuses(presence).includes(110), who === alice);
  }
});

test('newcomers see who wears what, and a wearer keeps it through a new nick, a new status, a role, a second device', async (t) => {
  const on = await hosted();
  const carol = 'carol@localhost/x';
  on.send(carol, join('Carol'));
  t.deepEqual(worn(presenceOf('Alice', await on.hears(carol))), ['Host']);
  on.send(alice, `<presence to='${room}/Alice'><show>away</show></presence>`);
  t.deepEqual(worn(presenceOf('Alice', await on.hears(bob))), ['Host']);
  on.send(alice, `<presence to='${room}/Al'/>`);
  const renamed = await on.hears(bob);
  t.deepEqual(worn(presenceOf('Al', renamed)), ['Host']);
  t.is(worn(presenceOf('Alice', renamed)), undefined, 'nobody is told what the old name wore');
  on.send(aliceDesk, join('Al'));
  t.deepEqual(worn(presenceOf('Al', await on.hears(aliceDesk))), ['Host']);
  on.send(
    owner,
    `<iq to='${room}' type='set' id='r'><query xmlns='http://jabber.org/protocol/muc#admin'><item nick='Al' role='moderator'/></query></iq>`,
  );
  t.deepEqual(worn(presenceOf('Al', await on.hears(carol))), ['Host']);
});

test('a hat waits for who is away, and leaving says nothing of it', async (t) => {
  const on = await hosted();
  on.send(alice, leave('Alice'));
  t.is(worn(presenceOf('Alice', await on.hears(bob))), undefined);
  on.send(alice, join('Alice'));
  t.deepEqual(worn(presenceOf('Alice', await on.hears(bob))), ['Host']);
});

test('taking the last hat back is seen as an empty list (§3.6)', async (t) => {
  const on = await hosted();
  await handOut(on, 'unassign', 'alice@localhost', host);
  for (const who of [owner, alice, bob]) t.deepEqual(worn(presenceOf('Alice', await on.hears(who))), []);
  on.send(alice, `<presence to='${room}/Alice'><show>away</show></presence>`);
  t.is(worn(presenceOf('Alice', await on.hears(bob))), undefined);
});

test('a hat made anew under its URI is another one for everybody who wears it; destroyed, it is gone (§3.2, §3.3)', async (t) => {
  const on = await hosted();
  await make(on, scribe, 'Scribe');
  await handOut(on, 'assign', 'alice@localhost', scribe);
  await forget(on);
  await make(on, host, 'Hostess');
  const changed = await on.hears(bob);
  t.deepEqual(worn(presenceOf('Alice', changed)), ['Hostess', 'Scribe']);
  t.true(changed.some((stanza) => statuses(stanza).includes(104)));
  await stage(on, owner, commandXml(`${hats}:destroy`, {}, { 'hats#uri': host }));
  const destroyed = await on.hears(bob);
  t.deepEqual(worn(presenceOf('Alice', destroyed)), ['Scribe']);
  t.true(destroyed.some((stanza) => statuses(stanza).includes(104)));
  t.like(await handOut(on, 'assign', 'bob@localhost', host), { condition: 'bad-request', specific: 'bad-payload' });
});

test('what changes nothing is told to nobody', async (t) => {
  const on = await hosted();
  await handOut(on, 'assign', 'alice@localhost', host);
  await handOut(on, 'unassign', 'bob@localhost', host);
  await make(on, host, 'Host', '327.255249');
  t.deepEqual(await on.hears(bob), []);
});

test('hats survive a kill, in events and in snapshots', async (t) => {
  const store = memoryStore();
  const first = (await new World({ store }).start()).connect();
  await openRoom(first);
  await enter(first, alice, 'Alice');
  await make(first, host, 'Host', '12');
  await make(first, scribe, 'Scribe');
  await make(first, scribe, 'Secretary');
  for (const [jid, uri] of [
    ['alice', host],
    ['alice', scribe],
    ['dave', scribe],
    ['eve', host],
  ] as const) {
    await handOut(first, 'assign', `${jid}@localhost`, uri);
  }
  await handOut(first, 'unassign', 'eve@localhost', host);
  const list = async (on: World) => (await stage(on, owner, commandXml(`${hats}:list-assigned`))).rows;
  const before = await list(first);
  t.is(before.length, 3);
  const second = (await new World({ store: store.reopen() }).start()).connect();
  t.deepEqual(await list(second), before);
  // Enough events for a snapshot, and none of a hat among them.
  for (let count = 0; count < 210; count++)
    second.send(alice, `<message to='${room}' type='groupchat'><body>${count}</body></message>`);
  await second.settle();
  const third = (await new World({ store: store.reopen() }).start()).connect();
  t.deepEqual(await list(third), before);
  third.send(bob, join('Bob'));
  t.deepEqual(worn(presenceOf('Alice', await third.hears(bob))), ['Host', 'Secretary']);
});

test('a hat that was assigned as the stream broke is shown once it is back', async (t) => {
  const on = await talk();
  await make(on, host, 'Host');
  await on.pass(5_000);
  await forget(on);
  on.send(
    owner,
    `<iq to='${room}' type='set' id='a'>${commandXml(`${hats}:assign`, {}, { 'hats#jid': 'alice@localhost', 'hats#uri': host })}</iq>`,
  );
  on.cut();
  await on.settle();
  await forget(on);
  on.connect();
  t.deepEqual(worn(presenceOf('Alice', await on.hears(bob))), ['Host']);
});

test('a hat that was changed as the stream broke is shown as it is now', async (t) => {
  const on = await hosted();
  await on.pass(5_000);
  const fields = { 'hats#title': 'Hostess', 'hats#uri': host };
  on.send(owner, `<iq to='${room}' type='set' id='c'>${commandXml(`${hats}:create`, {}, fields)}</iq>`);
  on.cut();
  await on.settle();
  await forget(on);
  on.connect();
  t.deepEqual(worn(presenceOf('Alice', await on.hears(bob))), ['Hostess']);
});

test('nobody puts on a hat by claiming it, under either of its names', async (t) => {
  const on = await hosted();
  const claims = ['urn:xmpp:hats:0', 'xmpp:prosody.im/protocol/hats:1']
    .map((xmlns) => `<hats xmlns='${xmlns}'><hat uri='${host}' title='King'/></hats>`)
    .join('');
  on.send(bob, `<presence to='${room}/Bob'><show>dnd</show>${claims}</presence>`);
  on.send(bob, `<message to='${room}' type='groupchat'><body>look</body>${claims}</message>`);
  on.send(bob, `<presence to='${room}/Bob' type='unavailable'>${claims}</presence>`);
  const heard = await on.hears(alice);
  t.is(heard.length, 3);
  for (const stanza of heard) t.false(String(stanza).includes('<hat'));
});

test('who may: owners, admins and administrators change hats, those inside see which there are', async (t) => {
  const on = await hosted();
  const names = async (who: string) => {
    on.send(
      who,
      `<iq to='${room}' type='get' id='items'><query xmlns='${items}' node='http://jabber.org/protocol/commands'/></iq>`,
    );
    const answer = (await on.hears(who)).find(({ attrs }) => attrs['id'] === 'items');
    const nodes = children(child(answer ?? t.fail(), 'query', items) ?? t.fail(), 'item').map(
      ({ attrs }) => attrs['node'],
    );
    return nodes.flatMap((node) => (node?.startsWith(`${hats}:`) ? [node.replace(`${hats}:`, '')] : []));
  };
  const all = ['list', 'create', 'destroy', 'assign', 'unassign', 'list-assigned'];
  t.deepEqual(await names(owner), all);
  t.deepEqual(await names('root@localhost/ops'), all);
  t.deepEqual(await names(alice), ['list']);
  t.deepEqual(await names('stranger@localhost/x'), []);
  t.like(await handOut(on, 'assign', 'alice@localhost', host, alice), { condition: 'forbidden', type: 'cancel' });
  t.like(await command(on, 'stranger@localhost/x', commandXml(`${hats}:list`)), { condition: 'forbidden' });
  t.deepEqual((await stage(on, alice, commandXml(`${hats}:list`))).rows, [
    { 'hats#title': 'Host', 'hats#uri': host, 'hats#hue': '327.255249' },
  ]);
});

test('who wears a hat is told by address, so only where addresses may be seen', async (t) => {
  const hidden = await hosted();
  t.like(await command(hidden, bob, commandXml(`${hats}:list-assigned`)), { condition: 'forbidden' });
  const open = await hosted({ 'muc#roomconfig_whois': 'anyone' });
  t.deepEqual((await stage(open, bob, commandXml(`${hats}:list-assigned`))).rows, [
    { 'hats#jid': 'alice@localhost', 'hats#uri': host, 'hats#title': 'Host', 'hats#hue': '327.255249' },
  ]);
  t.like(await command(open, 'stranger@localhost/x', commandXml(`${hats}:list-assigned`)), { condition: 'forbidden' });
});

test('the room says that it knows hats, and its card when the list of them is another one (§2)', async (t) => {
  const on = await talk();
  const card = async () => {
    on.send(bob, `<iq to='${room}' type='get' id='info'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`);
    return String((await on.hears(bob)).find(({ attrs }) => attrs['id'] === 'info'));
  };
  const hash = async () => /var="hats#hash".*?<value>(.*?)<\/value>/.exec(await card())?.[1];
  t.true((await card()).includes('<feature var="urn:xmpp:hats:0"/>'));
  t.is(await hash(), undefined);
  await make(on, host, 'Host');
  const one = await hash();
  t.truthy(one);
  await make(on, host, 'Hostess');
  t.not(await hash(), one);
  await make(on, host, 'Host');
  t.is(await hash(), one);
});

test('a bad field refuses the whole, and is named', async (t) => {
  const on = await talk();
  const bad = async (node: string, fields: Readonly<Record<string, string>>, name: string) => {
    const answer = (await command(on, owner, commandXml(`${hats}:${node}`, {}, fields))) as CommandError;
    t.like(answer, { condition: 'bad-request', type: 'modify', specific: 'bad-payload' });
    t.true(answer.text.includes(`"${name}"`), answer.text);
  };
  await bad('create', { 'hats#uri': host }, 'hats#title');
  await bad('create', { 'hats#uri': 'no uri', 'hats#title': 'X' }, 'hats#uri');
  await bad('create', { 'hats#uri': host, 'hats#title': 'x'.repeat(65) }, 'hats#title');
  for (const hue of ['red', '361', '-1', '1e2']) {
    await bad('create', { 'hats#uri': host, 'hats#title': 'X', 'hats#hue': hue }, 'hats#hue');
  }
  await make(on, host, 'Host');
  await bad('assign', { 'hats#uri': host, 'hats#jid': 'localhost' }, 'hats#jid');
  await bad('assign', { 'hats#uri': host }, 'hats#jid');
  await bad('assign', { 'hats#uri': scribe, 'hats#jid': 'bob@localhost' }, 'hats#uri');
  t.is((await stage(on, owner, commandXml(`${hats}:list`))).rows.length, 1);
});

test('a room has at most 100 hats, and nobody wears more than ten', async (t) => {
  const on = await talk();
  for (let count = 0; count < 100; count++) await make(on, `urn:hat:${count}`, `Hat ${count}`);
  const fields = { 'hats#uri': 'urn:hat:100', 'hats#title': 'One more' };
  t.like(await command(on, owner, commandXml(`${hats}:create`, {}, fields)), { condition: 'not-allowed' });
  await make(on, 'urn:hat:99', 'Another title');
  for (let count = 0; count < 10; count++) await handOut(on, 'assign', 'bob@localhost', `urn:hat:${count}`);
  t.like(await handOut(on, 'assign', 'bob@localhost', 'urn:hat:10'), { condition: 'not-allowed' });
  t.like(await handOut(on, 'assign', 'bob@localhost', 'urn:hat:9'), { status: 'completed' });
});

test('in a room that is not there, nothing can be commanded', async (t) => {
  const on = await world();
  t.like(await command(on, owner, commandXml(`${hats}:list`)), { condition: 'item-not-found' });
  await openRoom(on);
  on.send(owner, configure({ 'muc#roomconfig_persistentroom': '0' }));
  on.send(owner, leave('Olga'));
  await on.settle();
  t.like(await command(on, owner, commandXml(`${hats}:list`)), { condition: 'item-not-found' });
});

test('a list that is empty says so in a sentence: an empty table says nothing', async (t) => {
  const on = await talk();
  for (const list of ['list', 'list-assigned']) {
    const { notes, rows } = await stage(on, owner, commandXml(`${hats}:${list}`));
    t.deepEqual(rows, []);
    t.regex(notes.join(), /^info: .+\.$/);
  }
});
