/** Being told that something is said in rooms one is not in (XEP-0437), on a store in memory. */
import test from 'ava';
import { child, children, type Element, text } from '../../src/wire/xml.ts';
import { type MemoryStore, memoryStore } from '../memory-store.ts';
import { domain, errorOf, World } from '../world.ts';
import { alice, aliceDesk, bob, configure, enter, leave, openRoom, owner, room, say } from './conversation.ts';

const rai = 'urn:xmpp:rai:0';
const ask = `<presence to='${domain}' id='dwZ3vL'><rai xmlns='${rai}'/></presence>`;

async function scene(): Promise<{ readonly on: World; readonly store: MemoryStore }> {
  const store = memoryStore();
  const on = (await new World({ store, admins: [] }).start()).connect();
  await openRoom(on);
  await list(on, 'member', 'alice@localhost');
  return { on, store };
}

async function list(on: World, affiliation: string, who: string): Promise<void> {
  const item = `<item jid='${who}' affiliation='${affiliation}'/>`;
  on.send(
    owner,
    `<iq to='${room}' type='set' id='list'><query xmlns='http://jabber.org/protocol/muc#admin'>${item}</query></iq>`,
  );
  await on.hears(owner);
}

function toldOf(heard: readonly Element[]): string[] {
  return heard.flatMap((stanza) => {
    const indicators = child(stanza, 'rai', rai);
    return indicators === undefined ? [] : children(indicators, 'activity', rai).map(text);
  });
}

async function subscribe(on: World, who: string): Promise<string[]> {
  on.send(who, ask);
  return toldOf(await on.hears(who));
}

async function talk(on: World, what = 'hello'): Promise<void> {
  on.send(owner, say(what));
  await on.settle();
}

test('a member who asks is told at once where something was said since they were there, in one message (§4)', async (t) => {
  const { on } = await scene();
  t.deepEqual(await subscribe(on, alice), [], 'nothing was said since she is a member');
  await talk(on);
  t.deepEqual(await subscribe(on, aliceDesk), [room]);
});

test('each room is told once until its member has been there again, however much is said (§4)', async (t) => {
  const { on } = await scene();
  await subscribe(on, alice);
  await talk(on, 'one');
  const [indicator, ...more] = (await on.hears(alice)).filter(({ name }) => name === 'message');
  t.deepEqual([indicator?.attrs['from'], indicator?.attrs['type'], more.length], [domain, undefined, 0]);
  t.deepEqual(toldOf(indicator === undefined ? [] : [indicator]), [room]);
  await talk(on, 'two');
  t.deepEqual(await subscribe(on, alice), [], 'asked again in the same subscription');
  await enter(on, alice, 'Alice');
  await talk(on, 'three');
  t.deepEqual(toldOf(await on.hears(alice)), [], 'who is in the room hears it there (§3.1)');
  on.send(alice, leave('Alice'));
  await on.hears(alice);
  t.deepEqual(await subscribe(on, alice), []);
  await talk(on, 'four');
  t.deepEqual(toldOf(await on.hears(alice)), [room]);
});

test('strangers, outcasts and who is no member any more are told nothing (§4)', async (t) => {
  const { on } = await scene();
  await list(on, 'outcast', 'bob@localhost');
  for (const who of [alice, bob, 'eve@localhost/x']) t.deepEqual(await subscribe(on, who), []);
  await list(on, 'none', 'alice@localhost');
  await talk(on);
  for (const who of [alice, bob, 'eve@localhost/x']) t.deepEqual(toldOf(await on.hears(who)), []);
  await list(on, 'member', 'alice@localhost');
  await talk(on, 'again');
  t.deepEqual(toldOf(await on.hears(alice)), [room], 'a member again');
});

test('chat states, reactions and corrections are no activity', async (t) => {
  const { on } = await scene();
  await subscribe(on, alice);
  for (const inside of [
    "<active xmlns='http://jabber.org/protocol/chatstates'/>",
    "<reactions xmlns='urn:xmpp:reactions:0' id='1'><reaction>+</reaction></reactions>",
    "<body>better</body><replace xmlns='urn:xmpp:message-correct:0' id='1'/>",
  ]) {
    on.send(owner, `<message to='${room}' type='groupchat'>${inside}</message>`);
  }
  t.deepEqual(toldOf(await on.hears(alice)), []);
  t.deepEqual(await subscribe(on, aliceDesk), []);
});

test('a subscription ends with an unavailable presence, and with an error that says that the session is gone (§3.2)', async (t) => {
  const { on } = await scene();
  const bounce = `<message to='${domain}' type='error'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`;
  for (const farewell of [`<presence to='${domain}' type='unavailable'/>`, bounce]) {
    await subscribe(on, alice);
    on.send(alice, farewell);
    await talk(on, farewell.slice(1, 8));
    t.deepEqual(toldOf(await on.hears(alice)), []);
    await enter(on, alice, 'Alice');
    on.send(alice, leave('Alice'));
    await on.hears(alice);
  }
});

test('a room that nobody but its owner may enter tells nobody until it is open', async (t) => {
  const { on } = await scene();
  const locked = `locked@${domain}`;
  on.send(owner, `<presence to='${locked}/Olga'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
  await on.settle();
  on.send(
    owner,
    `<iq to='${locked}' type='set' id='l'><query xmlns='http://jabber.org/protocol/muc#admin'><item jid='alice@localhost' affiliation='member'/></query></iq>`,
  );
  await subscribe(on, alice);
  on.send(owner, `<message to='${locked}' type='groupchat'><body>not yet</body></message>`);
  t.deepEqual(toldOf(await on.hears(alice)), []);
  on.send(owner, configure({}).replaceAll(room, locked));
  on.send(owner, `<message to='${locked}' type='groupchat'><body>now</body></message>`);
  t.deepEqual(toldOf(await on.hears(alice)), [locked]);
});

test('a destroyed room tells nothing, and one made anew at its address begins anew', async (t) => {
  const { on } = await scene();
  await subscribe(on, alice);
  await talk(on);
  t.deepEqual(toldOf(await on.hears(alice)), [room]);
  on.send(
    owner,
    `<iq to='${room}' type='set' id='x'><query xmlns='http://jabber.org/protocol/muc#owner'><destroy/></query></iq>`,
  );
  await on.settle();
  t.deepEqual(await subscribe(on, aliceDesk), []);
  await openRoom(on);
  await list(on, 'member', 'alice@localhost');
  await talk(on, 'new');
  t.deepEqual(toldOf(await on.hears(alice)), [room]);
});

test('who has asked is told after a restart as well; what they have not seen is told again, and ghosts are found', async (t) => {
  const { on, store } = await scene();
  await subscribe(on, alice);
  await subscribe(on, owner);
  await on.settle();
  const next = (await new World({ store: store.reopen(), admins: [] }).start()).connect();
  await next.pass(1_000);
  const probes = (await next.hears(alice)).filter(({ attrs }) => attrs['id'] === 'probe');
  t.deepEqual(
    probes.map(({ name, attrs }) => [name, attrs['type'], attrs['from']]),
    [['message', 'groupchat', domain]],
  );
  await talk(next);
  t.deepEqual(toldOf(await next.hears(alice)), [room]);
  next.cut();
  next.connect();
  await next.pass(1_000);
  t.deepEqual(toldOf(await next.hears(alice)), [room], 'it may have been lost with the stream');
});

test('who asked while nothing could be written is written down when the next one asks', async (t) => {
  const { on, store } = await scene();
  const { saveSnapshot } = store;
  store.saveSnapshot = () => Promise.reject(new Error('the disk is full'));
  await subscribe(on, alice);
  store.saveSnapshot = saveSnapshot;
  await subscribe(on, owner);
  const next = (await new World({ store: store.reopen(), admins: [] }).start()).connect();
  await next.pass(1_000);
  await talk(next);
  t.deepEqual(toldOf(await next.hears(alice)), [room]);
});

test('users of other servers cannot ask', async (t) => {
  const { on } = await scene();
  on.send('mallory@elsewhere/x', ask);
  const [refusal = t.fail()] = await on.hears('mallory@elsewhere/x');
  t.is(refusal.attrs['id'], 'dwZ3vL');
  t.is(errorOf(refusal)?.condition, 'forbidden');
});

test('a member of many rooms is told of all that were active, and of no other', async (t) => {
  const { on } = await scene();
  const active: string[] = [];
  for (let i = 0; i < 120; i++) {
    const jid = `room${i}@${domain}`;
    on.send(owner, `<presence to='${jid}/Olga'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
    await on.settle();
    on.send(owner, configure({}).replaceAll(room, jid));
    on.send(
      owner,
      `<iq to='${jid}' type='set' id='l'><query xmlns='http://jabber.org/protocol/muc#admin'><item jid='alice@localhost' affiliation='member'/></query></iq>`,
    );
    await on.settle();
    if (i % 3 !== 0) continue;
    on.send(owner, `<message to='${jid}' type='groupchat'><body>hi</body></message>`);
    active.push(jid);
  }
  await on.settle();
  const told = await subscribe(on, alice);
  t.deepEqual(told.toSorted(), active.toSorted());
});

test('who is blocked and goes is no subscriber any more', async (t) => {
  const { on, store } = await scene();
  await subscribe(on, alice);
  const actor = {
    key: (await store.people.keys(['olga@localhost'])).get('olga@localhost') ?? '',
    jid: 'olga@localhost',
  };
  await on.blocking.block({ actor, jid: 'alice@localhost' });
  on.send(alice, `<presence to='${domain}' type='unavailable'/>`);
  await on.settle();
  await on.blocking.unblock({ actor, jid: 'alice@localhost' });
  await talk(on);
  t.deepEqual(await on.hears(alice), []);
});

test('one person takes no more than some of the places there are', async (t) => {
  const { on } = await scene();
  const sessions = Array.from({ length: 30 }, (_, index) => `alice@localhost/${index}`);
  const refused: string[] = [];
  for (const session of sessions) {
    on.send(session, ask);
    refused.push(...(await on.hears(session)).map((stanza) => errorOf(stanza)?.condition ?? ''));
  }
  t.deepEqual(refused, Array(10).fill('resource-constraint'));
  on.send(sessions[0] ?? t.fail(), `<presence to='${domain}' type='unavailable'/>`);
  on.send(sessions[29] ?? t.fail(), ask);
  t.deepEqual(await on.hears(sessions[29] ?? t.fail()), [], 'one that ended makes room for another');
});

test('who is blocked meanwhile is told nothing', async (t) => {
  const { on, store } = await scene();
  await subscribe(on, alice);
  const key = (await store.people.keys(['olga@localhost'])).get('olga@localhost') ?? '';
  await on.blocking.block({ actor: { key, jid: 'olga@localhost' }, jid: 'alice@localhost' });
  await talk(on);
  t.deepEqual(toldOf(await on.hears(alice)), []);
});
