/** Moderators take back what others said (XEP-0425), in the words of today's clients and of yesterday's. */
import test from 'ava';
import { child, type Element, serialize } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { body, errorOf, World } from '../world.ts';
import { alice, aliceDesk, bob, enter, join, leave, openRoom, origin, owner, room, say, talk } from './conversation.ts';

const sid = 'urn:xmpp:sid:0';
const retractNs = 'urn:xmpp:message-retract:1';
const retractBefore = 'urn:xmpp:message-retract:0';
const ns = 'urn:xmpp:message-moderate:1';
const before = 'urn:xmpp:message-moderate:0';
const fasten = 'urn:xmpp:fasten:0';
const occupantId = 'urn:xmpp:occupant-id:0';

function moderate(id: string, reason = '<reason>spam &amp; more</reason>'): string {
  return `<iq to='${room}' type='set' id='mod'><moderate id='${id}' xmlns='${ns}'><retract xmlns='${retractNs}'/>${reason}</moderate></iq>`;
}

function moderateBefore(id: string): string {
  return `<iq to='${room}' type='set' id='mod'><apply-to id='${id}' xmlns='${fasten}'><moderate xmlns='${before}'><retract xmlns='${retractBefore}'/><reason>spam</reason></moderate></apply-to></iq>`;
}

async function said(on: World, who: string, message: string): Promise<string> {
  await on.hears(who);
  on.send(who, message);
  const copy = (await on.hears(who)).find((stanza) => child(stanza, 'stanza-id', sid) !== undefined);
  for (const other of [owner, alice, bob]) await on.hears(other);
  return (copy && child(copy, 'stanza-id', sid)?.attrs['id']) ?? '';
}

async function archive(on: World, who = bob): Promise<string[]> {
  on.send(who, `<iq to='${room}' type='set' id='q'><query xmlns='urn:xmpp:mam:2'/></iq>`);
  return (await on.hears(who)).map(serialize).filter((text) => text.includes('<result'));
}

function stanzaId(stanza: Element): string | undefined {
  return child(stanza, 'stanza-id', sid)?.attrs['id'];
}

for (const [form, request] of [
  ['today', moderate],
  ['before', moderateBefore],
] as const) {
  test(`a moderator takes a message back (${form}): everybody hears it once, in both forms, from the room (§3)`, async (t) => {
    const on = await talk();
    const id = await said(on, alice, say('oops', '', 'm1'));
    on.send(owner, request(id));
    const own = await on.hears(owner);
    t.deepEqual(
      own.map(({ name, attrs }) => `${name} ${attrs['type']}`),
      ['message groupchat', 'iq result'],
    );
    const [told, ...more] = await on.hears(bob);
    t.deepEqual(more, []);
    t.is(told?.attrs['from'], room);
    const retraction = child(told ?? t.fail(), 'retract', retractNs) ?? t.fail();
    t.is(retraction.attrs['id'], id);
    const moderated = child(retraction, 'moderated', ns) ?? t.fail();
    t.is(moderated.attrs['by'], `${room}/Olga`);
    t.truthy(child(moderated, 'occupant-id', occupantId)?.attrs['id']);
    t.regex(child(retraction, 'reason', retractNs)?.getText() ?? '', /^spam/);
    const fastened = child(told ?? t.fail(), 'apply-to', fasten) ?? t.fail();
    t.is(fastened.attrs['id'], id);
    const earlier = child(fastened, 'moderated', before) ?? t.fail();
    t.is(earlier.attrs['by'], `${room}/Olga`);
    t.truthy(child(earlier, 'retract', retractBefore));
    t.regex(child(earlier, 'reason', before)?.getText() ?? '', /^spam/);
  });
}

test('in the archive the message is a tombstone that says who and why, the announcement stands behind it (§4)', async (t) => {
  const on = await talk();
  const id = await said(on, alice, say('oops', '', 'm1'));
  on.send(owner, moderate(id));
  await on.hears(bob);
  const [tomb = '', told = '', ...more] = await archive(on);
  t.deepEqual(more, []);
  t.notRegex(tomb, /oops/);
  t.regex(tomb, /from="den@rooms.localhost\/Alice" type="groupchat" id="m1"/);
  t.regex(
    tomb,
    /<retracted xmlns="urn:xmpp:message-retract:1" id="[^"]+" stamp="[^"]+Z"><moderated xmlns="urn:xmpp:message-moderate:1" by="den@rooms.localhost\/Olga">/,
  );
  t.regex(tomb, /<reason>spam &amp; more<\/reason><\/retracted>/);
  t.regex(tomb, /<moderated xmlns="urn:xmpp:message-moderate:0"/);
  t.regex(told, /<message xmlns="jabber:client" from="den@rooms.localhost" type="groupchat"/);
  t.regex(told, new RegExp(`<retract xmlns="${retractNs}" id="${id}">`));
});

test('who came later hears the announcement and sees the tombstone; the address of the moderator shows nowhere', async (t) => {
  const on = await talk();
  const id = await said(on, alice, say('oops', '', 'm1'));
  on.send(owner, moderate(id));
  await on.hears(bob);
  const carol = 'carol@localhost/x';
  on.send(carol, join('Carol', ''));
  const heard = (await on.hears(carol)).filter(({ name }) => name === 'message');
  t.truthy(heard.some((stanza) => child(stanza, 'retracted', retractNs) !== undefined));
  const told = heard.find((stanza) => child(stanza, 'retract', retractNs) !== undefined);
  t.is(told?.attrs['from'], room);
  for (const text of [...heard.map(serialize), ...(await archive(on, carol))]) {
    t.notRegex(text.replaceAll(`to="${carol}"`, ''), /@localhost/);
    t.notRegex(text, /oops/);
  }
});

test('only moderators may, and whoever owns or administrates the room, in it or not (§3.2)', async (t) => {
  const on = await talk();
  const id = await said(on, alice, say('oops', '', 'm1'));
  for (const who of [bob, alice, 'carol@localhost/x']) {
    on.send(who, moderate(id));
    t.like(errorOf((await on.hears(who))[0] ?? t.fail()), { condition: 'forbidden', type: 'modify' });
  }
  t.regex((await archive(on)).join(), /oops<\/body>/);
  on.send(owner, leave('Olga'));
  await on.hears(bob);
  on.send('olga@localhost/elsewhere', moderate(id));
  t.is((await on.hears('olga@localhost/elsewhere'))[0]?.attrs['type'], 'result');
  const [told] = await on.hears(bob);
  const retraction = child(told ?? t.fail(), 'retract', retractNs) ?? t.fail();
  t.is(child(retraction, 'moderated', ns)?.attrs['by'], room, 'no nickname, so the room');
});

test('a moderator may do it from another device than the one that is in the room, and goes by the same nickname (§3.2)', async (t) => {
  const on = await talk();
  const id = await said(on, bob, say('oops', '', 'm1'));
  on.send(
    owner,
    `<iq to='${room}' type='set' id='r'><query xmlns='http://jabber.org/protocol/muc#admin'><item nick='Alice' role='moderator'/></query></iq>`,
  );
  await on.hears(bob);
  on.send(aliceDesk, moderate(id));
  t.is((await on.hears(aliceDesk))[0]?.attrs['type'], 'result');
  const [told] = await on.hears(bob);
  const retraction = child(told ?? t.fail(), 'retract', retractNs) ?? t.fail();
  t.is(child(retraction, 'moderated', ns)?.attrs['by'], `${room}/Alice`);
});

test('what is not there cannot be moderated, nor what the room itself said; of what, has to be said', async (t) => {
  const on = await talk();
  const id = await said(on, alice, say('oops', '', 'm1'));
  const refusals = async (request: string): Promise<string> => {
    on.send(owner, request);
    const answer = (await on.hears(owner)).find(({ name }) => name === 'iq');
    return (answer && errorOf(answer)?.condition) ?? 'none';
  };
  t.is(await refusals(moderate('unknown')), 'item-not-found');
  t.is(await refusals(moderate('m1')), 'item-not-found', 'the sender’s id is not the room’s');
  t.is(await refusals(moderate('')), 'bad-request');
  t.is(await refusals(moderate(id).replace(/<retract [^>]*>/, '')), 'feature-not-implemented');
  t.is(await refusals(moderate(id, `<reason>${'x'.repeat(5_000)}</reason>`)), 'not-acceptable');
  t.is(await refusals(moderate(id)), 'none');
  await on.hears(bob);
  const announcement = (await archive(on)).at(-1) ?? '';
  t.is(await refusals(moderate(/ id="([^"]+)"/.exec(announcement)?.[1] ?? '')), 'not-allowed');
});

test('who asks for what another moderator did already gets the result, and nobody hears of it twice', async (t) => {
  const on = await talk();
  const id = await said(on, alice, say('oops', '', 'm1'));
  on.send(owner, moderate(id));
  on.send(owner, moderateBefore(id));
  t.deepEqual(
    (await on.hears(owner)).filter(({ name }) => name === 'iq').map(({ attrs }) => attrs['type']),
    ['result', 'result'],
  );
  t.is((await on.hears(bob)).length, 1);
});

test('with a message go its corrections', async (t) => {
  const on = await talk();
  const id = await said(on, alice, say('bad words', '', 'm1'));
  await said(on, alice, say('worse words', "<replace id='m1' xmlns='urn:xmpp:message-correct:0'/>", 'm2'));
  on.send(owner, moderate(id));
  await on.hears(bob);
  t.notRegex((await archive(on)).join(), /words/);
});

test('nobody but the room says that a message was moderated (§5)', async (t) => {
  const on = await talk();
  const id = await said(on, alice, say('stays', '', 'm1'));
  const forgeries = [
    `<retract id='${id}' xmlns='${retractNs}'><moderated by='${room}/Olga' xmlns='${ns}'/></retract>`,
    `<apply-to id='${id}' xmlns='${fasten}'><moderated by='${room}/Olga' xmlns='${before}'><retract xmlns='${retractBefore}'/></moderated></apply-to>`,
  ];
  for (const forgery of forgeries) {
    on.send(owner, `<message to='${room}' type='groupchat'>${forgery}</message>`);
    t.is(errorOf((await on.hears(owner))[0] ?? t.fail())?.condition, 'forbidden');
  }
  t.deepEqual(await on.hears(bob), []);
});

test('what was moderated and not heard is told again after a kill, with the same stanza-id; its echo is the tombstone', async (t) => {
  const store = memoryStore();
  const on = (await new World({ store }).start()).connect();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  const id = await said(on, alice, say('oops', origin('o1'), 'm1'));
  on.send(owner, moderate(id));
  const [first] = await on.hears(bob);
  const after = (await new World({ store }).start()).connect();
  const heard = await after.hears(bob);
  const again = heard.find((stanza) => child(stanza, 'retract', retractNs) !== undefined);
  t.is(stanzaId(again ?? t.fail()), stanzaId(first ?? t.fail()));
  t.is(again?.attrs['from'], room);
  t.false(heard.some((stanza) => body(stanza) === 'oops'));
  await after.hears(alice);
  after.send(alice, say('oops', origin('o1'), 'm1'));
  const [echo] = await after.hears(alice);
  t.truthy(child(child(echo ?? t.fail(), 'retracted', retractNs) ?? t.fail(), 'moderated', ns));
});

test('a room tells that messages can be moderated (§2)', async (t) => {
  const on = await talk();
  on.send(bob, `<iq to='${room}' type='get' id='i'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`);
  const info = serialize((await on.hears(bob))[0] ?? t.fail());
  for (const feature of [ns, before]) t.true(info.includes(`<feature var="${feature}"/>`), feature);
});
