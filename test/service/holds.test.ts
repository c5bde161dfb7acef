/** Legal holds: what one covers stays, whoever wants it to go, and goes when it is released. */
import test from 'ava';
import type { Element } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { errorOf, type World } from '../world.ts';
import { alice, bob, owner, room, say } from './conversation.ts';
import { archive, den, killed, leap, lies, orders, round, says } from './keeping.ts';
import { correct, retract } from './taking-back.ts';

async function destroys(on: World, who: string): Promise<Element | undefined> {
  on.send(
    who,
    `<iq to='${room}' type='set' id='d'><query xmlns='http://jabber.org/protocol/muc#owner'><destroy/></query></iq>`,
  );
  return (await on.hears(who)).find(({ name }) => name === 'iq');
}

for (const what of ['rooms=den', 'categories=General', 'everything=yes', 'people=alice@localhost']) {
  test(`a hold on ${what} keeps messages, and lets go of them when it is released`, async (t) => {
    const store = memoryStore();
    const on = await den(store, { keptDays: 7 });
    await says(on, alice, say('held'));
    t.regex(await orders(on, `hold create "Case 17" ${what} reason=lawsuit`), /is in force/);
    leap(on, 8);
    await round(on);
    const held = await archive(on);
    t.deepEqual([held.bodies, held.count], [['held'], '1']);
    const [again] = await killed(on, store);
    await orders(again, 'category set General retention=7');
    await round(again);
    t.deepEqual((await archive(again)).bodies, ['held']);
    t.regex(await orders(again, 'hold release "Case 17"'), /is released/);
    await round(again);
    t.deepEqual((await archive(again)).bodies, []);
  });
}

test('of a room only what is covered stays: by whom, and from when until when', async (t) => {
  const on = await den(memoryStore(), { keptDays: 7 });
  await says(on, alice, say('alice early'));
  await says(on, bob, say('bob early'));
  leap(on, 1);
  await says(on, alice, say('alice late'));
  await says(on, bob, say('bob late'));
  await orders(on, 'hold create "Case 17" people=alice@localhost until=2026-01-01T12:00:00Z');
  await orders(on, 'hold create "Case 18" people=bob@localhost from=2026-01-01T12:00:00Z');
  leap(on, 20);
  await round(on);
  const left = await archive(on);
  t.deepEqual(left.bodies, ['alice early', 'bob late']);
  t.is(left.count, '2');
  const page = await archive(
    on,
    `<set xmlns='http://jabber.org/protocol/rsm'><max>1</max><before>${left.ids[1]}</before></set>`,
  );
  t.deepEqual([page.bodies, page.count, page.index], [['alice early'], '2', '0']);
  await orders(on, 'hold release "Case 17"');
  await round(on);
  t.deepEqual((await archive(on)).bodies, ['bob late']);
});

for (const longer of ['100', 'forever']) {
  test(`what was on hold goes when its time is over, also if that was ${longer} when the hold was released`, async (t) => {
    const on = await den(memoryStore(), { keptDays: 7 });
    await says(on, alice, say('held'));
    await orders(on, 'hold create "Case 17" people=alice@localhost');
    leap(on, 8);
    await says(on, bob, say('young'));
    await round(on);
    await orders(on, `room set den retention=${longer}`);
    await orders(on, 'hold release "Case 17"');
    await round(on);
    t.deepEqual((await archive(on)).bodies, ['held', 'young']);
    await orders(on, 'room set den retention=inherit');
    await round(on);
    t.deepEqual((await archive(on)).bodies, ['young']);
  });
}

test('a hold until a date includes that day', async (t) => {
  const on = await den(memoryStore(), { keptDays: 7 });
  await says(on, alice, say('that day'));
  leap(on, 1);
  await says(on, alice, say('the day after'));
  await orders(on, 'hold create "Case 17" rooms=den from=2026-01-01 until=2026-01-01');
  t.regex(await orders(on, 'hold show "Case 17"'), /2026-01-01 00:00:00Z until 2026-01-01 23:59:59Z/);
  leap(on, 8);
  await round(on);
  t.deepEqual((await archive(on)).bodies, ['that day']);
});

test('a room under a hold is neither cleared nor deleted, nor moved away from under it', async (t) => {
  const on = await den();
  await says(on, alice, say('held'));
  await orders(on, 'category create Elsewhere allowed=* creators=*');
  await orders(on, 'hold create "Case 17" categories=General');
  const refused = errorOf((await destroys(on, owner)) as Element);
  t.like(refused, { condition: 'not-allowed', type: 'cancel' });
  t.notRegex(refused?.text ?? '', /hold|Case/i);
  t.regex(await orders(on, 'room delete den'), /covered by the legal hold "Case 17"/);
  t.regex(await orders(on, 'room move den Elsewhere'), /covered by the legal hold "Case 17"/);
  t.regex(await orders(on, 'room clear den 2026-02-01'), /covered by the legal hold "Case 17"/);
  t.deepEqual((await archive(on)).bodies, ['held']);
});

test('a category under a hold stays', async (t) => {
  const on = await den();
  await orders(on, 'category create Elsewhere allowed=* creators=*');
  await orders(on, 'hold create "Case 17" categories=Elsewhere');
  t.regex(await orders(on, 'category delete Elsewhere'), /covered by the legal hold "Case 17"/);
  await orders(on, 'hold release "Case 17"');
  t.regex(await orders(on, 'category delete Elsewhere'), /is gone/);
});

test('while people are on hold no room with messages is deleted, since they may have written in it', async (t) => {
  const on = await den();
  await says(on, bob, say('mine'));
  await orders(on, 'hold create "Case 17" people=alice@localhost');
  t.is(errorOf((await destroys(on, owner)) as Element)?.condition, 'not-allowed');
  await orders(on, 'hold release "Case 17"');
  t.is((await destroys(on, owner))?.attrs['type'], 'result');
});

test('messages are removed but for what is on hold', async (t) => {
  const on = await den();
  await says(on, alice, say('rude one'));
  await says(on, bob, say('rude two'));
  await orders(on, 'hold create "Case 17" people=alice@localhost');
  t.regex(await orders(on, 'messages remove den words=rude mode=remove'), /What is on hold stays/);
  await on.pass(3_000);
  const left = await archive(on);
  t.deepEqual([left.bodies, left.count], [['rude one'], '1']);
});

test('who takes back what is on hold leaves a tombstone to all, and the record keeps what was said until the end of the hold', async (t) => {
  const store = memoryStore();
  const on = await den(store);
  await says(on, alice, say('the secret plan', '', 'm1'));
  await orders(on, 'hold create "Case 17" people=alice@localhost');
  const [id = ''] = (await archive(on)).ids;
  await says(on, alice, retract(id));
  const after = await archive(on);
  t.false(after.xml.includes('secret plan'));
  t.regex(after.xml, /<retracted /);
  t.true(await lies(store, 'the secret plan'));
  t.regex(await orders(on, 'audit den'), /message on hold taken back/);
  t.false((await orders(on, 'audit den')).includes('secret plan'));
  const [again, next] = await killed(on, store);
  await round(again);
  t.true(await lies(next, 'the secret plan'));
  await orders(again, 'hold release "Case 17"');
  await round(again);
  t.false(await lies(next, 'the secret plan'));
  t.regex((await archive(again)).xml, /<retracted /);
  await orders(again, 'audit den');
});

test('what a moderator takes back is set aside with all its versions, and only where it is on hold', async (t) => {
  const store = memoryStore();
  const on = await den(store);
  await orders(on, 'hold create "Case 17" people=alice@localhost');
  await says(on, alice, say('first version', '', 'm1'), correct('m1', 'second version'));
  await says(on, bob, say('of bob', '', 'm2'));
  for (const id of (await archive(on)).ids.filter((_, nth) => nth !== 1)) {
    const moderate = `<moderate id='${id}' xmlns='urn:xmpp:message-moderate:1'><retract xmlns='urn:xmpp:message-retract:1'/></moderate>`;
    on.send(owner, `<iq to='${room}' type='set' id='mod'>${moderate}</iq>`);
    await on.pass(1_000);
  }
  t.deepEqual((await archive(on)).bodies, []);
  t.true(await lies(store, 'first version'));
  t.true(await lies(store, 'second version'));
  t.false(await lies(store, 'of bob'));
});

test('holds are listed and shown, by one name each, to administrators only', async (t) => {
  const on = await den();
  t.regex(await orders(on, 'hold list'), /There is no legal hold/);
  await orders(on, 'hold create "Case 17" rooms=den people=tom@example.org from=2026-01-01 reason="a lawsuit"');
  t.regex(await orders(on, 'hold create "case  17" everything=yes'), /already/);
  t.regex(await orders(on, 'hold create Other rooms=nowhere'), /There is no room nowhere@/);
  t.regex(await orders(on, 'hold create Other'), /Say what is to be kept/);
  t.regex(await orders(on, 'hold list'), /Case 17.*rooms: 1, people: 1.*from 2026-01-01/s);
  t.regex(await orders(on, 'hold show "Case 17"'), /den@rooms\.localhost[\s\S]*tom@example\.org[\s\S]*a lawsuit/);
  for (const typed of ['hold list', 'hold create X everything=yes', 'hold release "Case 17"'])
    t.notRegex(await orders(on, typed, alice), /Case 17|in force|is released/);
  t.regex(await orders(on, 'audit service'), /legal hold created/);
});
