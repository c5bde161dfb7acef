/** Messages that mention members who are away (XEP-0452), on a store in memory. */
import test from 'ava';
import { child, children, type Element, text } from '../../src/wire/xml.ts';
import type { World } from '../world.ts';
import { alice, bob, configure, enter, leave, openRoom, owner, room, say, world } from './conversation.ts';

const mmn = 'urn:xmpp:mmn:0';
const away = 'hag66@localhost';

/** Olga's room with Bob in it; the person called hag66 is a member who has a nickname reserved, and is away. */
async function scene(
  fields: Readonly<Record<string, string>> = {},
  item = `jid='${away}' nick='SecondWitch' affiliation='member'`,
): Promise<World> {
  const on = await world();
  await openRoom(on, fields);
  await admin(on, item);
  await enter(on, bob, 'Bob');
  return on;
}

async function admin(on: World, item: string): Promise<void> {
  on.send(
    owner,
    `<iq to='${room}' type='set' id='list'><query xmlns='http://jabber.org/protocol/muc#admin'><item ${item}/></query></iq>`,
  );
  await on.hears(owner);
}

function reference(uri: string, type = 'mention'): string {
  return `<reference xmlns='urn:xmpp:reference:0' type='${type}' begin='0' uri='${uri}' end='11'/>`;
}

async function forwarded(on: World, who = away): Promise<Element[]> {
  return (await on.hears(who)).filter((stanza) => child(stanza, 'mentions', mmn) !== undefined);
}

test('a member who is away gets the whole message that refers to them (§3.2, example 3)', async (t) => {
  const on = await scene();
  on.send(bob, say("Thrice the brinded cat hath mew'd.".replace("'", '&apos;'), reference(`xmpp:${away}`), 'ad22c55c'));
  const [notice = t.fail(), ...more] = await forwarded(on);
  t.is(more.length, 0);
  t.deepEqual([notice.attrs['from'], notice.attrs['to'], notice.attrs['type']], [room, away, undefined]);
  const wrapped = child(child(notice, 'mentions', mmn) ?? t.fail(), 'forwarded', 'urn:xmpp:forward:0') ?? t.fail();
  t.truthy(child(wrapped, 'delay', 'urn:xmpp:delay')?.attrs['stamp']);
  const message = child(wrapped, 'message', 'jabber:client') ?? t.fail();
  t.deepEqual(
    [message.attrs['type'], message.attrs['id'], message.attrs['to'], message.attrs['from']],
    ['groupchat', 'ad22c55c', room, `${room}/Bob`],
  );
  t.is(text(child(message, 'body', 'jabber:client') ?? t.fail()), "Thrice the brinded cat hath mew'd.");
  t.is(children(message, 'reference', 'urn:xmpp:reference:0').length, 1);
  t.is(child(message, 'stanza-id', 'urn:xmpp:sid:0')?.attrs['by'], room);
  t.notRegex(notice.toString(), /bob@localhost/, 'who said it is not told');
});

for (const [how, message] of [
  ['an address in the room', say('you there', reference(`xmpp:${room}/SecondWitch`))],
  ['the reserved nickname in the text', say('Well, @secondwitch, what now?')],
  ['the nickname in other letters and punctuation', say('SECONDWITCH: hi')],
] as const) {
  test(`${how} is a mention`, async (t) => {
    const on = await scene();
    on.send(bob, message);
    t.is((await forwarded(on)).length, 1);
  });
}

for (const [what, message] of [
  ['part of a longer word', say('secondwitches everywhere')],
  ['a reference of another type', say('see', reference(`xmpp:${away}`, 'data'))],
  ['somebody else', say('x', reference('xmpp:nobody@localhost'))],
  ['a message that is not to be kept', say('SecondWitch', "<no-store xmlns='urn:xmpp:hints'/>")],
  ['a correction', say('SecondWitch', "<replace xmlns='urn:xmpp:message-correct:0' id='1'/>")],
  ['a URI that is broken', say('x', reference('xmpp:%E0%A4%A@localhost'))],
] as const) {
  test(`${what} is no mention`, async (t) => {
    const on = await scene();
    on.send(bob, message);
    t.deepEqual(await forwarded(on), []);
  });
}

test('a nickname of several words is found in the text', async (t) => {
  const on = await scene({}, `jid='${away}' nick='Second Witch' affiliation='member'`);
  on.send(bob, say('Is second witch, by chance, here?'));
  t.is((await forwarded(on)).length, 1);
});

test('owners may switch it off, and members opt out by having no nickname reserved (§2, §3.1)', async (t) => {
  const off = await scene({ 'muc#roomconfig_forwardmentions': '0' });
  off.send(bob, say('x', reference(`xmpp:${away}`)));
  t.deepEqual(await forwarded(off), []);
  const without = await scene({}, `jid='${away}' affiliation='member'`);
  without.send(bob, say('x', reference(`xmpp:${away}`)));
  t.deepEqual(await forwarded(without), []);
});

test('nothing is forwarded where there is no archive', async (t) => {
  const on = await scene({ 'muc#roomconfig_enablearchiving': '0' });
  on.send(bob, say('SecondWitch', reference(`xmpp:${away}`)));
  t.deepEqual(await forwarded(on), []);
});

test('who is in the room, who speaks, and who is no member any more is not told', async (t) => {
  const on = await scene();
  await admin(on, `jid='alice@localhost' nick='Alice' affiliation='member'`);
  await enter(on, alice, 'Other');
  on.send(bob, say('Alice', reference('xmpp:alice@localhost')));
  t.deepEqual(await forwarded(on, 'alice@localhost'), []);
  on.send(alice, leave('Other'));
  on.send(bob, say('Alice again', reference('xmpp:alice@localhost')));
  t.is((await forwarded(on, 'alice@localhost')).length, 1);
  await admin(on, `jid='alice@localhost' affiliation='none'`);
  on.send(bob, say('Alice once more', reference('xmpp:alice@localhost')));
  t.deepEqual(await forwarded(on, 'alice@localhost'), []);
});

test('who is blocked from the service is told nothing of what is said in it', async (t) => {
  const on = await scene();
  const actor = { key: 'root', jid: 'root@localhost' };
  await on.blocking.block({ actor, jid: away });
  on.send(bob, say('SecondWitch', reference(`xmpp:${away}`)));
  t.deepEqual(await forwarded(on), []);
  await on.blocking.unblock({ actor, jid: away });
  on.send(bob, say('SecondWitch again'));
  t.is((await forwarded(on)).length, 1);
});

test('nobody is rung for without end: ten at once, and then one in half a minute', async (t) => {
  const on = await scene();
  for (let i = 0; i < 25; i++) on.send(bob, say(`SecondWitch ${i}`));
  t.is((await forwarded(on)).length, 10);
  await on.pass(60_000);
  for (let i = 0; i < 25; i++) on.send(bob, say(`SecondWitch again ${i}`));
  t.is((await forwarded(on)).length, 2);
});

test('a nickname is known between long rows of signs, of one character or of two', async (t) => {
  const on = await scene();
  on.send(bob, say(`${'!'.repeat(300)}secondwitch${'\u{1F9D9}'.repeat(300)}`));
  t.is((await forwarded(on)).length, 1);
  on.send(bob, say(`second${'!'.repeat(300)}witch!`));
  t.deepEqual(await forwarded(on), []);
});

test('a message that names a hundred people tells ten of them', async (t) => {
  const on = await scene();
  const names = Array.from({ length: 15 }, (_, i) => `w${i}`);
  for (const name of names) await admin(on, `jid='${name}@localhost' nick='${name}' affiliation='member'`);
  on.send(bob, say(names.join(' ')));
  await on.settle();
  let told = 0;
  for (const name of names) told += (await forwarded(on, `${name}@localhost`)).length;
  t.is(told, 10);
});

test('the setting is in the form of the owner', async (t) => {
  const on = await scene();
  on.send(owner, `<iq to='${room}' type='get' id='f'><query xmlns='http://jabber.org/protocol/muc#owner'/></iq>`);
  const form = (await on.hears(owner)).find(({ attrs }) => attrs['id'] === 'f');
  t.regex(String(form), /muc#roomconfig_forwardmentions/);
  on.send(owner, configure({ 'muc#roomconfig_forwardmentions': 'maybe' }));
  t.is((await on.hears(owner)).at(-1)?.attrs['type'], 'error');
});
