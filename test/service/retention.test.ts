/** How long rooms keep what is said: categories and rooms say it, and what is older is gone from everywhere. */
import test from 'ava';
import { child } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { errorOf } from '../world.ts';
import { alice, bob, configure, enter, join, leave, owner, room, say } from './conversation.ts';
import { archive, begin, den, history, killed, leap, lies, orders, round, says } from './keeping.ts';
import { subject } from './taking-back.ts';

const rsm = 'http://jabber.org/protocol/rsm';

test('what is older than the category keeps is gone: from archive, history and the record', async (t) => {
  const store = memoryStore();
  const on = await den(store);
  await says(on, alice, say('old one'), say('old two'));
  const [gone = ''] = (await archive(on)).ids;
  leap(on, 20);
  await says(on, bob, say('young'));
  leap(on, 15);
  const asked = await orders(on, 'category set General retention=30');
  t.regex(asked, /2 messages in 1 room would be deleted within the hour/);
  t.regex(await round(on), /2 messages in 1 of them/);
  const left = await archive(on);
  t.deepEqual(left.bodies, ['young']);
  t.is(left.count, '1');
  t.is(left.index, '0');
  t.is((await archive(on, `<set xmlns='${rsm}'><after>${gone}</after></set>`)).error, 'item-not-found');
  t.deepEqual(await history(on), ['young']);
  t.false(await lies(store, 'old one'));
});

test('without a word of anybody nothing ever goes', async (t) => {
  const on = await den();
  await says(on, alice, say('old'));
  leap(on, 10_000);
  t.regex(await round(on), /0 messages in 0 of them/);
  t.deepEqual((await archive(on)).bodies, ['old']);
});

test('the service says it for categories that do not, once an hour, by itself', async (t) => {
  const on = await den(memoryStore(), { keptDays: 7 });
  await says(on, alice, say('old'));
  leap(on, 8);
  await on.pass(600_000);
  t.deepEqual((await archive(on)).bodies, []);
  t.regex(await orders(on, 'category show General'), /Messages are kept: 7 days \(as the service says\)/);
  await orders(on, 'category set General retention=forever');
  await says(on, alice, say('kept'));
  leap(on, 25);
  await round(on);
  t.deepEqual((await archive(on)).bodies, ['kept']);
});

test('a room may keep things for a shorter time than its category, and says for how long', async (t) => {
  const on = await den();
  await orders(on, 'category set General retention=30');
  await says(on, alice, say('old'));
  leap(on, 5);
  on.send(owner, configure({ 'longroom#roomconfig_retention': '31' }));
  const refused = (await on.hears(owner)).find(({ name }) => name === 'iq');
  t.like(refused && errorOf(refused), { condition: 'not-acceptable', type: 'modify' });
  on.send(owner, configure({ 'longroom#roomconfig_retention': '3' }));
  await on.hears(owner);
  on.send(bob, `<iq to='${room}' type='get' id='i'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`);
  const info = (await on.hears(bob)).find(({ name }) => name === 'iq');
  t.regex(String(info), /longroom#roominfo_retention[^>]*>.*?<value>3 days</);
  await round(on);
  t.deepEqual((await archive(on)).bodies, []);
});

test('an administrator may let a room keep things for longer, and a shorter time of its category does not count', async (t) => {
  const on = await den();
  await orders(on, 'category set General retention=30');
  t.regex(await orders(on, 'room set den retention=forever'), /The room is changed/);
  await says(on, alice, say('old'));
  leap(on, 100);
  await orders(on, 'category set General retention=10');
  await round(on);
  t.deepEqual((await archive(on)).bodies, ['old']);
  t.regex(await orders(on, 'room show den'), /Messages are kept: forever/);
  const asked = await orders(on, 'room set den retention=inherit');
  t.regex(asked, /1 message in 1 room would be deleted/);
  await round(on);
  t.deepEqual((await archive(on)).bodies, []);
});

test('a room that is to be moved to where less is kept says what it would lose', async (t) => {
  const on = await den();
  await orders(on, 'category create Brief allowed=* creators=* retention=2');
  await says(on, alice, say('old'));
  leap(on, 5);
  await orders(on, 'room set den retention=10');
  const asked = await orders(on, 'room move den Brief');
  t.regex(asked, /1 message in 1 room would be deleted.* Shall the room be moved to "Brief"\?/s);
  t.regex(asked, /is in the category "Brief" now/);
  t.notRegex(await orders(on, 'room move den General'), /would be deleted/);
});

test('nobody is asked about what stays as it is, or is kept for longer', async (t) => {
  const on = await den(memoryStore(), { keptDays: 7 });
  await says(on, alice, say('held'));
  await orders(on, 'hold create "Case 17" rooms=den');
  leap(on, 20);
  await round(on);
  for (const days of ['inherit', '7', '10']) {
    t.regex(await orders(on, `room set den retention=${days}`), /^The room is changed/);
  }
  t.regex(await orders(on, 'room set den retention=5'), /1 message in 1 room would be deleted/);
  t.notRegex(await orders(on, 'category set General retention=6'), /would be deleted/);
});

test('a clock that has leapt by a year deletes nothing for a day, and nothing where it is set back', async (t) => {
  const on = await den(memoryStore(), { keptDays: 7 });
  await says(on, alice, say('old'));
  await round(on);
  leap(on, 365);
  await orders(on, 'hold create Nothing people=nobody@localhost');
  await on.house.retention.begin();
  await on.pass(3_600_000);
  await orders(on, 'hold release Nothing');
  await on.pass(3_600_000);
  t.deepEqual((await archive(on)).bodies, ['old']);
  leap(on, -365);
  await on.pass(1_300_000);
  t.deepEqual((await archive(on)).bodies, ['old']);
  t.regex(on.house.jobs.list().find(({ topic }) => topic === 'retention')?.result ?? '', /set back|0 messages/);
});

test('a service that was off for a year deletes what is due after a day, whoever stops it meanwhile', async (t) => {
  const store = memoryStore();
  const on = await den(store, { keptDays: 7 });
  await says(on, alice, say('old'));
  await round(on);
  leap(on, 365);
  await on.house.retention.begin();
  await on.pass(1_000);
  const [again] = await killed(on, store);
  await orders(again, 'category set General retention=7');
  await again.pass(3_600_000);
  t.deepEqual((await archive(again)).bodies, ['old']);
  leap(again, 1);
  await again.pass(3_600_000);
  t.deepEqual((await archive(again)).bodies, []);
});

test('where owners may not destroy rooms, they do not say how long things are kept either', async (t) => {
  const on = await den();
  await orders(on, 'category set General owners-destroy=no');
  on.send(owner, configure({ 'longroom#roomconfig_retention': '1' }));
  const refused = (await on.hears(owner)).find(({ name }) => name === 'iq');
  t.like(refused && errorOf(refused), { condition: 'not-allowed', type: 'cancel' });
});

test('the subject stays until there is another one, also through a kill', async (t) => {
  const store = memoryStore();
  const on = await den(store, { keptDays: 7 });
  await says(on, owner, subject('Tea at four'), say('old'));
  leap(on, 8);
  await round(on);
  t.deepEqual((await archive(on)).bodies, []);
  const [again] = await killed(on, store);
  again.send(bob, leave('Bob'));
  await again.hears(bob);
  again.send(bob, join('Bob'));
  const told = (await again.hears(bob)).flatMap((stanza) => child(stanza, 'subject')?.getText() ?? []);
  t.deepEqual(told, ['Tea at four']);
});

test('what was never in the archive is taken from the record, too', async (t) => {
  const store = memoryStore();
  const on = await den(store, { keptDays: 7 });
  on.send(owner, configure({ 'muc#roomconfig_enablearchiving': '0' }));
  await on.hears(owner);
  await says(on, alice, say('unarchived words'));
  t.true(await lies(store, 'unarchived words'));
  leap(on, 8);
  await round(on);
  t.false(await lies(store, 'unarchived words'));
});

test('a message that is sent again after its time was over is not said twice, and a new one is there', async (t) => {
  const on = await den(memoryStore(), { keptDays: 1 });
  await says(on, alice, say('old', `<origin-id xmlns='urn:xmpp:sid:0' id='o1'/>`));
  leap(on, 2);
  await round(on);
  await says(on, alice, say('old', `<origin-id xmlns='urn:xmpp:sid:0' id='o1'/>`), say('new'));
  t.deepEqual((await archive(on)).bodies, ['new']);
});

test('a room in which nothing is due is neither loaded nor written to', async (t) => {
  const store = memoryStore();
  const on = await den(store, { keptDays: 30 });
  await says(on, alice, say('young'));
  for (const [who, nick] of [
    [owner, 'Olga'],
    [alice, 'Alice'],
    [bob, 'Bob'],
  ] as const)
    on.send(who, leave(nick));
  await on.settle();
  const asked: string[] = [];
  const next = store.reopen({
    fault: (name) => {
      asked.push(name);
      return undefined;
    },
  });
  const again = await begin(next, { keptDays: 30 });
  again.clock.leap(on.clock.now() - again.clock.now());
  await again.pass(1_000);
  asked.length = 0;
  t.regex(await round(again), /^1 rooms looked at; 0 messages/);
  t.false(asked.includes('commit'));
  t.false(asked.includes('snapshot'));
  t.is(asked.filter((name) => name === 'read').length, 1);
});

for (const commits of [1, 2, 3, 4, 5, 6, 7, 8]) {
  test(`it goes on after a kill: write ${commits}`, async (t) => {
    let armed = false;
    let writes = 0;
    const store = memoryStore({
      fault: (name) => {
        if (!armed || name !== 'commit:durable') return undefined;
        writes += 1;
        return writes === commits ? 'die' : undefined;
      },
    });
    const on = await den(store, { keptDays: 7 });
    for (let nth = 0; nth < 1_200; nth += 1) on.send(alice, say(`old ${nth}`));
    await on.hears(bob);
    leap(on, 5);
    await says(on, alice, say('young'));
    leap(on, 3);
    armed = true;
    void on.house.retention.begin();
    for (let tries = 0; tries < 5; tries += 1) await on.pass(1_000);
    t.is(store.dead, commits <= 7);
    const [again] = await killed(on, store);
    await orders(again, 'category set General retention=7');
    for (let tries = 0; tries < 20; tries += 1) await again.pass(1_000);
    await round(again);
    const left = await archive(again);
    t.deepEqual(left.bodies, ['young']);
    t.deepEqual([left.count, left.index, left.complete], ['1', '0', 'true']);
    await enter(again, 'dave@localhost/x', 'Dave');
  });
}
