/** Large rooms (DESIGN: Large rooms), seen from outside: with more than three sessions here, and small again with two. */
import test from 'ava';
import { child, type Element, serialize } from '../../src/wire/xml.ts';
import { type MemoryStore, memoryStore } from '../memory-store.ts';
import { body, errorOf, statuses, World } from '../world.ts';
import { alice, bob, configure, enter, join, kinds, leave, openRoom, owner, room, say } from './conversation.ts';

const carol = 'carol@localhost/phone';
const dora = 'dora@localhost/phone';
const adminNs = 'http://jabber.org/protocol/muc#admin';

async function process(store: MemoryStore, largeRoomsAbove = 3): Promise<World> {
  return (await new World({ store, largeRoomsAbove }).start()).connect();
}

/** Olga, Alice, Bob and Carol, known to each other; Dora came when it was large. Nothing is unheard. */
async function crowd(store = memoryStore()): Promise<World> {
  const on = await process(store);
  await openRoom(on);
  for (const [who, nick] of [
    [alice, 'Alice'],
    [bob, 'Bob'],
    [carol, 'Carol'],
    [dora, 'Dora'],
  ] as const) {
    await enter(on, who, nick);
  }
  await on.pass(5_000);
  await heardByAll(on);
  return on;
}

const everybody = { owner, alice, bob, carol, dora };

/** Who heard presence from this nickname, and of which type. */
async function heardOf(on: World, nick: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const heard = await heardByAll(on);
  const of = (stanzas: readonly Element[]) =>
    stanzas
      .filter(({ name, attrs }) => name === 'presence' && attrs['from'] === `${room}/${nick}`)
      .map(({ attrs }) => String(attrs['type'] ?? 'available'));
  return Object.fromEntries(
    Object.entries(heard).flatMap(([who, got]) => (of(got).length > 0 ? [[who, of(got)]] : [])),
  );
}

async function heardByAll(on: World): Promise<Record<string, Element[]>> {
  const heard: Record<string, Element[]> = {};
  for (const [name, who] of Object.entries(everybody)) heard[name] = await on.hears(who);
  return heard;
}

const toAll = (type: string) => Object.fromEntries(Object.keys(everybody).map((who) => [who, [type]]));

function administer(item: string): string {
  return `<iq to='${room}' type='set' id='a'><query xmlns='${adminNs}'><item ${item}/></query></iq>`;
}

async function ask(on: World, who: string, payload: string): Promise<string> {
  on.send(who, `<iq to='${room}' type='get' id='ask'>${payload}</iq>`);
  return (await on.hears(who))
    .filter(({ name }) => name === 'iq')
    .map((iq) => serialize(iq))
    .join();
}

test('whoever makes a room large is the last to be announced; newcomers then hear moderators, themselves and the subject', async (t) => {
  const on = await crowd();
  on.send('eve@localhost/x', join('Eve'));
  t.deepEqual(kinds(await on.hears('eve@localhost/x')), [
    `presence ${room}/Olga`,
    `presence ${room}/Eve`,
    `message groupchat ${room}`,
  ]);
  t.deepEqual(await heardOf(on, 'Eve'), {});
  on.send(carol, `<presence to='${room}/Carol' type='unavailable'/>`);
  t.deepEqual(
    await heardOf(on, 'Carol'),
    toAll('unavailable'),
    'the one before was announced, so all hear that it goes',
  );
});

test('somebody who was never announced talks, whispers, is whispered to and listed like everybody', async (t) => {
  const on = await crowd();
  on.send(dora, say('hello'));
  for (const heard of Object.values(await heardByAll(on))) t.true(heard.some((stanza) => body(stanza) === 'hello'));
  on.send(dora, `<message to='${room}/Alice' type='chat' id='p'><body>psst</body></message>`);
  on.send(bob, `<message to='${room}/Dora' type='chat' id='p'><body>hey</body></message>`);
  t.is(body((await on.hears(alice))[0] ?? t.fail()), 'psst');
  t.is(body((await on.hears(dora))[0] ?? t.fail()), 'hey');
  const items = await ask(on, alice, `<query xmlns='http://jabber.org/protocol/disco#items'/>`);
  for (const nick of ['Olga', 'Alice', 'Bob', 'Carol', 'Dora']) t.true(items.includes(`${room}/${nick}`), nick);
  const roles = await ask(on, owner, `<query xmlns='${adminNs}'><item role='participant'/></query>`);
  for (const nick of ['Alice', 'Bob', 'Carol', 'Dora']) t.true(roles.includes(`nick="${nick}"`), nick);
});

test('what somebody ordinary shows of itself goes to its own sessions only, what a moderator shows to everybody', async (t) => {
  const on = await crowd();
  on.send(alice, `<presence to='${room}/Alice'><show>away</show></presence>`);
  t.deepEqual(await heardOf(on, 'Alice'), { alice: ['available'] });
  on.send(owner, `<presence to='${room}/Olga'><show>away</show></presence>`);
  t.deepEqual(await heardOf(on, 'Olga'), toAll('available'));
});

test('a new nickname is told to those who may know the old one', async (t) => {
  const on = await crowd();
  on.send(alice, `<presence to='${room}/Alicia'/>`);
  t.deepEqual(await heardOf(on, 'Alice'), toAll('unavailable'));
  on.send(dora, `<presence to='${room}/Dorothy'/>`);
  t.deepEqual(await heardOf(on, 'Dora'), { dora: ['unavailable'] });
});

test('who was never announced leaves without a word to the others', async (t) => {
  const on = await crowd();
  on.send(dora, leave('Dora'));
  t.deepEqual(await heardOf(on, 'Dora'), { dora: ['unavailable'] });
});

test('who becomes a moderator is announced; no longer one, others hear that, then of its going, but no details', async (t) => {
  const on = await crowd();
  on.send(owner, administer("nick='Dora' role='moderator'"));
  t.deepEqual(await heardOf(on, 'Dora'), toAll('available'));
  on.send(owner, administer("nick='Dora' role='participant'"));
  t.deepEqual(await heardOf(on, 'Dora'), toAll('available'));
  on.send(dora, `<presence to='${room}/Dora'><show>away</show></presence>`);
  t.deepEqual(await heardOf(on, 'Dora'), { dora: ['available'] });
  on.send(dora, leave('Dora'));
  t.deepEqual(await heardOf(on, 'Dora'), toAll('unavailable'));
});

test('an admin who enters a large room is announced to everybody', async (t) => {
  const on = await crowd();
  on.send(owner, administer("jid='eve@localhost' affiliation='admin'"));
  on.send('eve@localhost/x', join('Eve'));
  t.deepEqual(await heardOf(on, 'Eve'), toAll('available'));
});

for (const [title, wish, code] of [
  ['kicked', administer("nick='Dora' role='none'"), 307],
  ['banned', administer("jid='dora@localhost' affiliation='outcast'"), 301],
  ['removed because the room is for members only', configure({ 'muc#roomconfig_membersonly': '1' }), 322],
] as const) {
  test(`that somebody was ${title} arrives at everybody, though it was never announced`, async (t) => {
    const on = await crowd();
    on.send(owner, wish);
    const told = (await heardByAll(on))['owner']?.find(({ attrs }) => attrs['from'] === `${room}/Dora`);
    t.deepEqual(statuses(told ?? t.fail()), [code]);
  });
}

test('that somebody lost the membership it needs arrives at everybody, with 321', async (t) => {
  const on = await crowd();
  for (const name of ['alice', 'bob', 'carol', 'dora']) {
    on.send(owner, administer(`jid='${name}@localhost' affiliation='member'`));
    await heardByAll(on);
  }
  on.send(owner, configure({ 'muc#roomconfig_membersonly': '1' }));
  await heardByAll(on);
  on.send(owner, administer("jid='dora@localhost' affiliation='none'"));
  const told = (await on.hears(alice)).find(({ attrs }) => attrs['from'] === `${room}/Dora`);
  t.deepEqual(statuses(told ?? t.fail()), [321]);
});

test('small again, everybody is told of everybody', async (t) => {
  const on = await crowd();
  on.send(carol, leave('Carol'));
  on.send(bob, leave('Bob'));
  await heardByAll(on);
  on.send(alice, leave('Alice'));
  await on.settle();
  const presences = (stanzas: readonly Element[]) => kinds(stanzas.filter(({ name }) => name === 'presence'));
  t.deepEqual(presences(await on.hears(owner)), [`presence unavailable ${room}/Alice`, `presence ${room}/Dora`]);
  t.deepEqual(presences(await on.hears(dora)), [`presence unavailable ${room}/Alice`, `presence ${room}/Olga`]);
  on.send(alice, join('Alice'));
  t.deepEqual((await heardOf(on, 'Alice'))['dora'], ['available']);
});

test('the owner sets the number in the form, or that it is never; a bad one is refused, naming the field', async (t) => {
  const on = await crowd();
  const form = await ask(on, owner, `<query xmlns='http://jabber.org/protocol/muc#owner'/>`);
  t.regex(form, /longroom#roomconfig_largeroom"[^>]*>.*?<value>-1<\/value>/);
  on.send(owner, configure({ 'longroom#roomconfig_largeroom': '501' }));
  const refusal = errorOf((await on.hears(owner))[0] ?? t.fail());
  t.like(refusal, { condition: 'not-acceptable' });
  t.regex(refusal?.text ?? '', /longroom#roomconfig_largeroom/);
  on.send(owner, configure({ 'longroom#roomconfig_largeroom': '0' }));
  t.like(await heardOf(on, 'Dora'), { owner: ['available'], alice: ['available'] }, 'never large: all are shown');
  on.send('eve@localhost/x', join('Eve'));
  t.like(await heardOf(on, 'Eve'), { dora: ['available'], bob: ['available'] });
});

test('disco#info says that a room is large, as long as it is', async (t) => {
  const on = await crowd();
  const info = () => ask(on, alice, `<query xmlns='http://jabber.org/protocol/disco#info'/>`);
  t.regex(await info(), /longroom#roominfo_largeroom"[^>]*><value>1</);
  on.send(owner, configure({ 'longroom#roomconfig_largeroom': '0' }));
  await heardByAll(on);
  t.notRegex(await info(), /largeroom/);
});

test('what the operator sets later counts in every room whose owner has set nothing', async (t) => {
  const store = memoryStore();
  await (await crowd(store)).stop();
  const on = await process(store.reopen(), 0);
  on.send(carol, leave('Carol'));
  t.like(await heardOf(on, 'Dora'), { owner: ['available'], alice: ['available'], bob: ['available'] });
});

test('after a kill the room is as large as it was, and knows whom it has announced', async (t) => {
  const store = memoryStore();
  const first = await crowd(store);
  for (let number = 0; number < 120; number++) {
    first.send('eve@localhost/x', join('Eve'));
    first.send('eve@localhost/x', leave('Eve'));
    await first.settle();
  }
  await first.pass(5_000);
  const on = await process(store.reopen());
  await heardByAll(on);
  on.send(dora, leave('Dora'));
  t.deepEqual(await heardOf(on, 'Dora'), { dora: ['unavailable'] });
  on.send(alice, leave('Alice'));
  t.deepEqual(await heardOf(on, 'Alice'), {
    owner: ['unavailable'],
    alice: ['unavailable'],
    bob: ['unavailable'],
    carol: ['unavailable'],
  });
});

test('what is sent again after a cut respects the size: comings and goings that nobody was told of stay untold', async (t) => {
  const on = await crowd();
  on.cut();
  on.connect();
  await heardByAll(on);
  on.send(dora, `<presence to='${room}/Dorothy'/>`);
  on.send(dora, leave('Dorothy'));
  on.send('eve@localhost/x', join('Eve'));
  await on.settle();
  await heardByAll(on);
  on.cut();
  on.connect();
  await on.pass(1_000);
  const heard = await heardByAll(on);
  const presences = (stanzas: readonly Element[] = []) => kinds(stanzas.filter(({ name }) => name === 'presence'));
  t.deepEqual(presences(heard['alice']), []);
  t.true(presences(heard['dora']).includes(`presence unavailable ${room}/Dorothy`));
  t.true((await on.hears('eve@localhost/x')).some((stanza) => statuses(stanza).includes(110)));
});

test('what everybody has to know is sent again after a cut: a kick, a new moderator, and who is there when all are shown', async (t) => {
  const on = await crowd();
  const lost = async (...wishes: readonly (readonly [who: string, wish: string])[]): Promise<string[]> => {
    for (const [who, wish] of wishes) on.send(who, wish);
    await on.settle();
    await heardByAll(on);
    on.cut();
    on.connect();
    await on.pass(1_000);
    return kinds((await on.hears(alice)).filter(({ name }) => name === 'presence'));
  };
  t.deepEqual(await lost([owner, administer("nick='Dora' role='moderator'")]), [`presence ${room}/Dora`]);
  t.true((await lost([owner, administer("nick='Dora' role='none'")])).includes(`presence unavailable ${room}/Dora`));
  await enter(on, dora, 'Dora');
  const shown = await lost([carol, leave('Carol')], [bob, leave('Bob')], [owner, leave('Olga')]);
  t.true(shown.includes(`presence ${room}/Dora`));
  t.true(child((await on.hears(dora))[0] ?? t.fail(), 'x', 'http://jabber.org/protocol/muc#user') !== undefined);
});

test('a farewell that was lost in a cut is sent again also where the same person is back, and not shown any more', async (t) => {
  const on = await crowd();
  on.send(carol, leave('Carol'));
  on.send(carol, join('Carol'));
  await on.settle();
  await heardByAll(on);
  on.cut();
  on.connect();
  await on.pass(1_000);
  const heard = await heardOf(on, 'Carol');
  t.deepEqual(heard['alice'], ['unavailable']);
  t.deepEqual(heard['carol'], ['available'], 'she is there');
});
