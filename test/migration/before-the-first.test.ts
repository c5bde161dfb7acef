/** What was said elsewhere, put before what was said here: whole, once, and in one step, whatever happens. */
import test from 'ava';
import { noHolds } from '../../src/room/holds.ts';
import { childText } from '../../src/wire/xml.ts';
import { type MemoryStore, memoryStore } from '../memory-store.ts';
import { alice, bob, configure, enter, leave, openRoom, origin, owner, room, say } from '../service/conversation.ts';
import { body, World } from '../world.ts';
import { archiveOf, configurationOf, listOf } from './asked.ts';
import { bring, foreignRoom } from './foreign.ts';

const old = foreignRoom(
  [
    { id: 'x-1', at: 1_000, nick: 'Alice', sender: 'alice@localhost/old', inside: '<body>first</body>' },
    { id: '17', at: 2_000, nick: 'Zoe', inside: '<body>second</body>' },
    { id: 'x-3', at: 2_000, nick: 'Zoe', inside: "<body>third</body><origin-id xmlns='urn:xmpp:sid:0' id='o3'/>" },
    { id: 'x-4', at: 3_000, nick: 'Zoe', inside: "<retract xmlns='urn:xmpp:message-retract:1' id='17'/>" },
  ],
  {
    settings: { name: 'The old name', description: 'from there', membersOnly: false },
    entries: [
      { jid: 'alice@localhost', facts: { member: true, nick: 'Ally' } },
      { jid: 'olga@localhost', facts: { outcast: true } },
      { jid: 'zed@localhost', facts: { outcast: true, reason: 'why not' } },
    ],
    subject: { text: 'The old subject', nick: 'Zoe', at: 1_500 },
  },
);

/** Olga made the room here, and three people are in it; what was said, and taken back, stands in the store. */
async function livedIn(): Promise<{ readonly store: MemoryStore; readonly ids: readonly string[] }> {
  const store = memoryStore();
  const on = (await new World({ store }).start()).connect();
  await openRoom(on, { 'muc#roomconfig_roomname': 'Named here' });
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  for (const word of ['one', 'two', 'three']) on.send(alice, say(word, origin(word)));
  await on.settle();
  const retracted = `<retract xmlns='urn:xmpp:message-retract:1' id='two'/>`;
  on.send(alice, `<message to='${room}' type='groupchat' id='back'>${retracted}</message>`);
  await on.pass(5_000);
  const ids = (await archiveOf(on, owner, room)).map(({ id }) => id);
  await on.stop();
  return { store, ids };
}

async function again(store: MemoryStore): Promise<World> {
  return (await new World({ store: store.reopen() }).start()).connect();
}

async function saidIn(on: World): Promise<readonly (readonly [string, string])[]> {
  return (await archiveOf(on, owner, room, 2)).map(({ id, body: text }) => [id, text] as const);
}

const oldSaid = [
  ['x-1', 'first'],
  ['17', ''],
  ['x-3', 'third'],
  ['x-4', ''],
] as const;

function whole(ids: readonly string[]): readonly (readonly [string, string])[] {
  return [...oldSaid, ...ids.map((id, at) => [id, ['one', '', 'three', ''][at] ?? ''] as const)];
}

test('a room that was lived in already gets its past, and goes on as it was', async (t) => {
  const { store, ids } = await livedIn();
  const opened = store.reopen();
  const report = await bring(old, opened);
  t.like(report, { outcome: 'before', messages: 4, first: 1_000, last: 3_000 });
  t.deepEqual(
    report.notKept.map(({ what, count }) => [what, count]),
    [
      ['the real addresses of senders, which are not there', 3],
      ['what its lists say of people who are on them here already', 1],
    ],
  );
  const on = await again(opened);
  t.deepEqual(await saidIn(on), whole(ids));
  // What nobody had changed here is as it was there.
  t.like(await configurationOf(on, owner, room), {
    'muc#roomconfig_roomname': 'Named here',
    'muc#roomconfig_roomdesc': 'from there',
  });
  t.deepEqual(await listOf(on, owner, room, 'owner'), ['olga@localhost Olga']);
  t.deepEqual(await listOf(on, owner, room, 'member'), ['alice@localhost Ally']);
  t.deepEqual(await listOf(on, owner, room, 'outcast'), ['zed@localhost why not']);
  // Everybody is still inside, hears nothing twice, and can take back what was said before.
  t.true((await on.hears(bob)).every(({ attrs }) => attrs['id'] === 'probe'));
  const back = `<retract xmlns='urn:xmpp:message-retract:1' id='${ids[2]}'/>`;
  on.send(alice, `<message to='${room}' type='groupchat' id='later'>${back}</message>`);
  t.true((await on.hears(bob)).some(({ attrs }) => attrs['id'] === 'later'));
  on.send(alice, say('one', origin('one')));
  t.deepEqual((await on.hears(bob)).map(body), [], 'a copy of what was said is still known');
  const there = await saidIn(on);
  t.deepEqual(
    there.slice(0, 8).map(([, text]) => text),
    ['first', '', 'third', '', 'one', '', '', ''],
  );
  t.is(there.length, 9);
  const repeated = await bring(old, store.reopen());
  t.is(repeated.outcome, 'already');
  t.deepEqual(
    repeated.notKept.map(({ what }) => what),
    ['the real addresses of senders, which are not there'],
  );
});

test('the subject is that of the past, unless another was set here', async (t) => {
  const subjectFor = async (store: MemoryStore): Promise<string | undefined> => {
    const on = await again(store);
    await enter(on, 'carol@localhost/x', 'Carol');
    on.send('dave@localhost/x', `<presence to='${room}/Dave'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
    const came = await on.hears('dave@localhost/x');
    return came.map((stanza) => childText(stanza, 'subject')).find((text) => text !== undefined);
  };
  const { store } = await livedIn();
  const opened = store.reopen();
  await bring(old, opened);
  t.is(await subjectFor(opened), 'The old subject');
  const other = (await livedIn()).store;
  const on = await again(other);
  on.send(owner, `<message to='${room}' type='groupchat' id='s'><subject>The new one</subject></message>`);
  await on.pass(5_000);
  await on.stop();
  const later = other.reopen();
  await bring(old, later);
  t.is(await subjectFor(later), 'The new one');
});

test('a dry run says the same and writes nothing', async (t) => {
  const { store, ids } = await livedIn();
  const opened = store.reopen({
    fault: (operation) => (/commit|save|restore|rekey|claim/.test(operation) ? 'refuse' : undefined),
  });
  t.like(await bring(old, opened, { dryRun: true }), { outcome: 'before', messages: 4 });
  t.deepEqual(await saidIn(await again(opened)), whole(ids).slice(4));
});

test('what the server may not have had yet, or was taken away, is in the way', async (t) => {
  const store = memoryStore();
  const on = (await new World({ store }).start()).connect();
  await openRoom(on);
  const killed = store.reopen();
  t.regex((await bring(old, killed)).why ?? '', /start Longroom, stop it in good order/);
  t.is(
    (
      await bring(foreignRoom([], { local: 'general' }), store.reopen(), {
        house: { categories: [], categoryCalled: () => undefined, isCategoryName: () => true, holds: noHolds },
      })
    ).outcome,
    'in the way',
  );
});

test('killed at any moment, it shows all of it or nothing, and the next run completes it', async (t) => {
  t.timeout(120_000);
  const moments = await writesOf((await livedIn()).store);
  t.true(moments > 15, String(moments));
  for (let moment = 0; moment < moments; moment += 1) {
    const { store, ids } = await livedIn();
    let writes = 0;
    const dying = store.reopen({
      fault: (operation) => (isWriting(operation) && writes++ === moment ? 'die' : undefined),
    });
    const running = bring(old, dying).catch(() => undefined);
    while (!dying.dead && (await Promise.race([running, soon()])) === undefined);
    const seen = dying.reopen();
    const there = await saidIn((await new World({ store: seen }).start()).connect());
    t.true([4, 8].includes(there.length), `${moment}: ${there.length}`);
    t.deepEqual(there, whole(ids).slice(-there.length), String(moment));
    const rest = seen.reopen();
    const report = await bring(old, rest, { undelivered: false });
    t.true(['before', 'already'].includes(report.outcome), `${moment}: ${report.outcome} ${report.why}`);
    const on = await again(rest);
    t.deepEqual(await saidIn(on), whole(ids), String(moment));
    t.deepEqual(await listOf(on, owner, room, 'outcast'), ['zed@localhost why not'], String(moment));
    on.send(alice, say('after'));
    t.true(
      (await on.hears(bob)).some((stanza) => body(stanza) === 'after'),
      String(moment),
    );
  }
});

function isWriting(operation: string): boolean {
  return /^(commit|saveSnapshot|saveCheckpoint|compact|rooms\.(claim|rekey|describe)|transfer\.restore.*)(:durable)?$/.test(
    operation,
  );
}

function soon(): Promise<undefined> {
  return new Promise((resolve) => setImmediate(() => resolve(undefined)));
}

/** Moments at which something is about to be written, or has just been. */
async function writesOf(store: MemoryStore): Promise<number> {
  let writes = 0;
  const opened = store.reopen({
    fault: (operation) => {
      if (isWriting(operation)) writes += 1;
      return undefined;
    },
  });
  await bring(old, opened);
  return writes;
}

test('settings that were changed here stay', async (t) => {
  const { store } = await livedIn();
  const on = await again(store);
  on.send(owner, configure({ 'muc#roomconfig_roomdesc': 'said here' }));
  await on.pass(5_000);
  await on.stop();
  const opened = store.reopen();
  await bring(old, opened);
  t.is((await configurationOf(await again(opened), owner, room))['muc#roomconfig_roomdesc'], 'said here');
});

test('a record of which much was compacted away gets its past, too, and it is counted as it is', async (t) => {
  const store = memoryStore();
  const on = (await new World({ store }).start()).connect();
  await openRoom(on);
  for (let at = 0; at < 320; at += 1) {
    await enter(on, bob, 'Bob');
    if (at % 4 === 0) on.send(owner, say(`word ${at}`, origin(`o${at}`)));
    on.send(bob, leave('Bob'));
    if (at % 40 === 0) await on.pass(2_000);
  }
  await enter(on, bob, 'Bob');
  await on.pass(60_000);
  const before = await saidIn(on);
  await on.stop();
  const opened = store.reopen();
  const stream = `room:${(await opened.rooms.find(room))?.key}`;
  const [numbers, last] = [
    await opened.read({ stream, order: 'ascending', limit: 2_000 }),
    await opened.lastNumber(stream),
  ];
  t.true(numbers.length < last / 2, `${numbers.length} of ${last} are left`);
  const { person } = (await opened.read({ stream, order: 'ascending', limit: 1 }))[0] ?? {};
  const seenOf = async (from: MemoryStore) => {
    const key = (await from.rooms.find(room))?.key;
    const all = await from.memberships.list({ person: person ?? '', limit: 10 });
    return all.filter((one) => one.stream === `room:${key}`).map(({ seen }) => seen);
  };
  const [seen = 0] = await seenOf(opened);
  t.is((await bring(old, opened)).outcome, 'before');
  const numbersBefore = (await opened.memberships.list({ person: person ?? '', limit: 10 })).length;
  t.is(numbersBefore, 1, 'nobody belongs to the record that was');
  const after = await again(opened);
  t.deepEqual(await saidIn(after), [...oldSaid, ...before]);
  // Six events stand before what was said here: one of them is the room's own first one, which was there.
  t.deepEqual(await seenOf(opened.reopen()), [seen + 5]);
});
