/** Who is blocked from the service: nothing of them enters, and who is inside is taken out. */
import test from 'ava';
import { isRefusal } from '../../src/wire/error.ts';
import { child, serialize } from '../../src/wire/xml.ts';
import { type MemoryStore, memoryStore } from '../memory-store.ts';
import { body, domain, statuses, type World } from '../world.ts';
import { alice, aliceDesk, bob, enter, join, leave, owner, room, say } from './conversation.ts';
import { actor, admin, begin, conditions, mallory, talking } from './kept-out.ts';
import { register } from './registering.ts';

async function block(on: World, store: MemoryStore, jid: string, reason?: string): Promise<void> {
  const refused = await on.blocking.block({ actor: await actor(store), jid, ...(reason !== undefined && { reason }) });
  if (refused !== undefined) throw new Error(refused.text);
  await on.settle();
}

async function blocks(store: MemoryStore) {
  const events = await store.read({ stream: 'service', order: 'ascending', limit: 10 });
  return events.filter(({ kind }) => kind === 'blocked' || kind === 'unblocked');
}

test('nothing of who is blocked enters, and each attempt is answered with one clear error', async (t) => {
  const store = memoryStore();
  const on = await talking(store);
  await enter(on, mallory, 'Mallory');
  on.send(mallory, `<presence to='${room}/Mallory' type='unavailable'/>`);
  for (const who of [mallory, owner, alice, bob]) await on.hears(who);
  await block(on, store, 'mallory@bad.example');
  on.send(mallory, join('Mallory'));
  on.send(mallory, say('hello'));
  on.send(mallory, `<message to='${room}/Bob' type='chat'><body>psst</body></message>`);
  const x = (inside: string) => `<x xmlns='http://jabber.org/protocol/muc#user'>${inside}</x>`;
  on.send(mallory, `<message to='${room}'>${x("<invite to='a@localhost'/>")}</message>`);
  on.send(mallory, `<message to='${room}'>${x(`<decline to='${room}/Olga'/>`)}</message>`);
  on.send(mallory, `<message to='${domain}'><body>help</body></message>`);
  const queries = [
    ['get', room, 'http://jabber.org/protocol/disco#info'],
    ['get', `${room}/Bob`, 'urn:xmpp:ping'],
    ['set', room, 'urn:xmpp:mam:2'],
    ['set', room, 'jabber:iq:register'],
    ['get', domain, 'http://jabber.org/protocol/disco#info'],
  ] as const;
  for (const [type, to, namespace] of queries) {
    on.send(mallory, `<iq type='${type}' to='${to}' id='q'><query xmlns='${namespace}'/></iq>`);
  }
  const heard = await on.hears(mallory);
  t.deepEqual(conditions(heard), [
    'presence forbidden auth',
    ...Array.from({ length: 5 }, () => 'message forbidden auth'),
    ...queries.map(() => 'iq forbidden auth'),
  ]);
  for (const who of [owner, alice, bob, 'a@localhost']) t.deepEqual(await on.hears(who), [], who);
});

test('nobody is written down for leaving, or for an error, who is in no room and may enter none', async (t) => {
  const store = memoryStore();
  const on = await talking(store);
  const written: string[] = [];
  const { keys } = store.people;
  Object.assign(store.people, {
    keys: (jids: readonly string[]) => {
      written.push(...jids);
      return keys(jids);
    },
  });
  const gone = `<message to='${room}' type='error'><error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`;
  await block(on, store, 'bad.example');
  written.length = 0;
  on.send('anybody@elsewhere.example/x', gone);
  on.send('other@bad.example/x', `<presence to='${room}/Other' type='unavailable'/>`);
  on.send('other@bad.example/x', gone);
  await on.settle();
  t.deepEqual(written, []);
});

test('to who is blocked the service has no rooms', async (t) => {
  const store = memoryStore();
  const on = await talking(store);
  const items = `<iq type='get' to='${domain}' id='i'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>`;
  on.send(mallory, items);
  t.true(serialize((await on.hears(mallory))[0] ?? t.fail()).includes(room));
  await block(on, store, 'bad.example');
  on.send(mallory, items);
  const [answer] = await on.hears(mallory);
  t.is(answer?.attrs['type'], 'result');
  t.false(serialize(answer ?? t.fail()).includes(room));
});

test('who is in rooms when blocked is taken out of all of them, with all sessions, and everybody sees it', async (t) => {
  const store = memoryStore();
  const on = await talking(store);
  await enter(on, aliceDesk, 'Alice');
  const other = `other@${domain}`;
  on.send(alice, `<presence to='${other}/Alice'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
  for (const who of [owner, alice, aliceDesk, bob]) await on.hears(who);
  await block(on, store, 'Alice@localhost/ignored', 'spam');
  for (const who of [alice, aliceDesk]) {
    const told = (await on.hears(who)).filter(({ attrs }) => attrs['from'] === `${room}/Alice`);
    t.deepEqual(
      told.map((stanza) => [stanza.attrs['type'], statuses(stanza).sort()]),
      [['unavailable', [110, 301]]],
      who,
    );
  }
  const [seen] = await on.hears(bob);
  t.deepEqual(statuses(seen ?? t.fail()), [301]);
  const item = child(child(seen ?? t.fail(), 'x', 'http://jabber.org/protocol/muc#user') ?? t.fail(), 'item');
  t.is(item?.attrs['affiliation'], 'outcast');
  on.send(bob, say('hello'));
  t.deepEqual(await on.hears(alice), []);
  t.deepEqual(await store.sessions.streams(alice), []);
});

test('a domain stands for its subdomains, but neither for others nor for an administrator', async (t) => {
  const store = memoryStore();
  const on = await talking(store);
  await block(on, store, 'bad.example');
  await block(on, store, 'localhost');
  for (const [who, expected] of [
    ['x@bad.example/1', true],
    ['x@deep.er.bad.example/1', true],
    ['x@notbad.example/1', false],
    ['x@example/1', false],
    ['carol@localhost/1', true],
    [`${admin}/1`, false],
  ] as const) {
    on.send(who, join(who.slice(0, 12)));
    t.is(conditions(await on.hears(who)).length === 1, expected, who);
  }
});

test('who is blocked cannot be invited, and whoever tries does not learn why', async (t) => {
  const store = memoryStore();
  const on = await talking(store);
  await block(on, store, 'bad.example');
  const invite = (jid: string) =>
    `<message to='${room}' id='i'><x xmlns='http://jabber.org/protocol/muc#user'><invite to='c@localhost'/><invite to='${jid}'/></x></message>`;
  on.send(owner, invite('x@bad.example'));
  const [refused = t.fail()] = await on.hears(owner);
  t.deepEqual(conditions([refused]), ['message item-not-found cancel']);
  t.notRegex(serialize(refused), /block|operator/i);
  t.deepEqual(await on.hears('c@localhost'), []);
  t.deepEqual(await on.hears('x@bad.example'), []);
});

test('the list is kept with who, when and why, survives a kill, and what is lifted is lifted', async (t) => {
  const store = memoryStore();
  const on = await talking(store);
  const by = await actor(store);
  await block(on, store, 'bad.example', 'spam');
  await on.pass(60_000);
  await block(on, store, 'alice@localhost');
  await block(on, store, 'bad.example', 'much spam');
  const reopened = store.reopen();
  const later = await begin(reopened, on.clock);
  t.deepEqual(
    later.blocking.blocked().map(({ whom, by, at, reason }) => [whom.jid, by.jid, at, reason]),
    [
      ['bad.example', admin, on.clock.now(), 'much spam'],
      ['alice@localhost', admin, on.clock.now(), undefined],
    ],
  );
  t.is(await later.blocking.unblock({ actor: by, jid: 'BAD.example' }), undefined);
  later.send(mallory, join('Mallory'));
  t.deepEqual(conditions(await later.hears(mallory)), []);
  const again = await later.blocking.unblock({ actor: by, jid: 'bad.example' });
  t.true(isRefusal(again) && again.condition === 'item-not-found');
  t.is((await begin(reopened.reopen(), on.clock)).blocking.blocked().length, 1);
});

test('each change can be read from the record by itself: what was before, and what after', async (t) => {
  const store = memoryStore();
  const on = await talking(store);
  await block(on, store, 'bad.example', 'spam');
  await block(on, store, 'bad.example', 'much spam');
  await block(on, store, 'bad.example', 'much spam');
  await on.blocking.unblock({ actor: await actor(store), jid: 'bad.example' });
  const events = await blocks(store);
  const by = await actor(store);
  t.deepEqual(
    events.map(({ kind, person, payload }) => {
      const { before, after } = JSON.parse(payload) as Record<string, { readonly reason?: string } | undefined>;
      return [kind, person, before?.reason, after?.reason];
    }),
    [
      ['blocked', by.key, undefined, 'spam'],
      ['blocked', by.key, 'spam', 'much spam'],
      ['unblocked', by.key, 'much spam', undefined],
    ],
  );
});

test('a long list comes back from its snapshot, whatever was changed since', async (t) => {
  const store = memoryStore();
  const on = await talking(store);
  for (let index = 0; index < 450; index++) await block(on, store, `s${index}.example`);
  await on.blocking.unblock({ actor: await actor(store), jid: 's7.example' });
  const reopened = store.reopen();
  let read = 0;
  const counting = Object.assign(Object.create(reopened), {
    read: async (query: Parameters<typeof store.read>[0]) => {
      const events = await reopened.read(query);
      if (query.stream === 'service') read += events.length;
      return events;
    },
  });
  const later = await begin(counting, on.clock);
  t.is(later.blocking.blocked().length, 449);
  t.false(later.blocking.blocked().some(({ whom }) => whom.jid === 's7.example'));
  t.true(read < 200, `${read} events were read`);
});

test('who was blocked just before the service was killed is taken out when it is back', async (t) => {
  const store = memoryStore();
  const on = await talking(store);
  const commit = store.commit.bind(store);
  let written = false;
  store.commit = async (given) => {
    const outcome = await commit(given);
    if (given.stream !== 'service') return outcome;
    written = true;
    // Killed before it hears of it.
    return await new Promise(() => {});
  };
  on.blocking.block({ actor: await actor(store), jid: 'alice@localhost' }).catch(() => {});
  await on.settle();
  t.true(written);
  const reopened = store.reopen();
  t.true((await reopened.sessions.streams(alice)).length > 0, 'still in the room');
  const later = await begin(reopened, on.clock);
  await later.hears(alice);
  later.send(bob, say('hello'));
  t.deepEqual(
    (await later.hears(bob)).map(body).filter((text) => text !== undefined),
    ['hello'],
  );
  t.false((await later.hears(alice)).some((stanza) => body(stanza) === 'hello'));
  t.deepEqual(await reopened.sessions.streams(alice), []);
});

test('what cannot be blocked is refused, and changes nothing', async (t) => {
  const store = memoryStore();
  const on = await talking(store);
  const by = await actor(store);
  const conditionOf = async (jid: string, reason?: string) => {
    const refused = await on.blocking.block({ actor: by, jid, ...(reason !== undefined && { reason }) });
    return isRefusal(refused) ? refused.condition : undefined;
  };
  t.is(await conditionOf(admin), 'not-allowed');
  t.is(await conditionOf(domain), 'not-allowed');
  t.is(await conditionOf('not an address'), 'jid-malformed');
  t.is(await conditionOf('bad.example', 'x'.repeat(1_001)), 'not-acceptable');
  t.deepEqual(on.blocking.blocked(), []);
  t.deepEqual(await blocks(store), []);
});

test('where it cannot be written, nobody is blocked, and it can be tried again', async (t) => {
  const store = memoryStore();
  const on = await talking(store);
  const by = await actor(store);
  await store.people.keys(['bad.example']);
  const commit = store.commit.bind(store);
  store.commit = () => Promise.resolve({ kind: 'refused', text: 'the disk is full' });
  const refused = await on.blocking.block({ actor: by, jid: 'bad.example' });
  t.true(isRefusal(refused) && refused.type === 'wait');
  on.send(mallory, join('Mallory'));
  store.commit = commit;
  t.is(await on.blocking.block({ actor: by, jid: 'bad.example' }), undefined);
  t.is(on.blocking.blocked().length, 1);
});

test('to a member who is blocked nothing is sent after them: no mention, and no request of a stranger to decide on', async (t) => {
  const store = memoryStore();
  const on = await talking(store);
  const member = `<item jid='mallory@bad.example' nick='Mallory' affiliation='admin'/>`;
  on.send(
    owner,
    `<iq to='${room}' type='set' id='l'><query xmlns='http://jabber.org/protocol/muc#admin'>${member}</query></iq>`,
  );
  await on.hears('mallory@bad.example');
  await block(on, store, 'mallory@bad.example');
  on.send(bob, say('Mallory, do you see this?'));
  on.send(owner, leave('Olga'));
  await on.hears('olga@localhost');
  on.send('carol@localhost/x', register('Carol'));
  t.true((await on.hears('olga@localhost')).length > 0, 'who is away and not blocked is asked');
  t.deepEqual(await on.hears('mallory@bad.example'), []);
});
