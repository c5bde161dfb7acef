/** Taking back one's own words (XEP-0424): told to everybody, and gone from the archive. */
import test from 'ava';
import { child, serialize } from '../../src/wire/xml.ts';
import { body, errorOf } from '../world.ts';
import { alice, aliceDesk, bob, enter, origin, owner, room, say, talk } from './conversation.ts';
import { archive, before, correct, history, ns, retract, retractBefore, said, sid, subject } from './taking-back.ts';

test('a retraction is told to everybody, with its id, and what it means is a tombstone from then on (§3, §4)', async (t) => {
  const on = await talk();
  const id = await said(on, alice, say('oops', '', 'm1'));
  on.send(alice, retract(id));
  const [told] = await on.hears(bob);
  t.is(child(told ?? t.fail(), 'retract', ns)?.attrs['id'], id);
  t.is(told?.attrs['from'], `${room}/Alice`);
  const archived = await archive(on);
  t.notRegex(archived, /oops/);
  const [tomb, retraction] = archived.split('\n').filter((text) => text.includes('<result'));
  t.regex(tomb ?? '', new RegExp(`<retracted xmlns="${ns}" id="r1" stamp="[^"]+Z"/><retracted xmlns="${before}"`));
  t.regex(tomb ?? '', new RegExp(`<result xmlns="urn:xmpp:mam:2" id="${id}">`));
  t.regex(tomb ?? '', /from="den@rooms.localhost\/Alice" type="groupchat" id="m1"/);
  t.regex(tomb ?? '', /<occupant-id /);
  t.regex(retraction ?? '', new RegExp(`<retract id="${id}"`), 'the retraction is archived beside it');
});

test('whoever comes later sees the tombstone and not the message', async (t) => {
  const on = await talk();
  const id = await said(on, alice, say('oops', '', 'm1'));
  on.send(alice, retract(id));
  const heard = await history(on);
  t.deepEqual(
    heard.flatMap((stanza) => body(stanza) ?? []),
    [],
  );
  t.truthy(heard.some((stanza) => child(stanza, 'retracted', ns) !== undefined));
});

test('the earlier form, and ids that the sender’s client gave, mean the same message', async (t) => {
  const on = await talk();
  const cases = [
    ['by stanza-id, fastened', retractBefore],
    ['by origin-id, fastened', () => retractBefore('o1')],
    ['by id', () => retract('m1')],
    ['by origin-id', () => retract('o1')],
  ] as const;
  for (const [how, retraction] of cases) {
    const id = await said(on, alice, say(`oops ${how}`, how.includes('origin') ? origin('o1') : '', 'm1'));
    on.send(alice, retraction(id));
    await on.hears(bob);
    t.notRegex(await archive(on), new RegExp(`oops ${how}<`), how);
  }
});

test('somebody else’s message is not one’s own to take back, by none of its ids', async (t) => {
  const on = await talk();
  const id = await said(on, alice, say('mine', origin('o1'), 'm1'));
  for (const name of [id, 'o1', 'm1']) {
    for (const form of [retract, retractBefore]) {
      on.send(bob, form(name));
      t.like(errorOf((await on.hears(bob))[0] ?? t.fail()), { condition: 'forbidden', type: 'auth' });
    }
  }
  t.deepEqual(await on.hears(alice), []);
  t.regex(await archive(on), /<body>mine/);
});

test('it is whose message it was, not whose nickname: another session may, the next one of that name may not', async (t) => {
  const on = await talk();
  const id = await said(on, alice, say('oops', '', 'm1'));
  await enter(on, aliceDesk, 'Alice');
  on.send(bob, `<presence to='${room}/Bobby'/>`);
  on.send(alice, `<presence to='${room}/Alicia'/>`);
  on.send(bob, `<presence to='${room}/Alice'/>`);
  for (const who of [alice, aliceDesk, bob]) await on.hears(who);
  on.send(bob, retract(id));
  t.is(errorOf((await on.hears(bob))[0] ?? t.fail())?.condition, 'forbidden');
  on.send(aliceDesk, retract(id));
  await on.hears(aliceDesk);
  t.notRegex(await archive(on), /oops/);
});

test('a retraction right behind its message finds it, and what is said behind it stays behind it', async (t) => {
  const on = await talk();
  on.send(alice, say('oops', origin('o1'), 'm1'));
  on.send(alice, retract('o1'));
  on.send(alice, say('after'));
  t.deepEqual(
    (await on.hears(bob)).map((stanza) => body(stanza) ?? 'retraction'),
    ['oops', 'retraction', 'after'],
  );
  t.notRegex(await archive(on), /oops/);
});

test('with a message go its corrections, whichever of them is named; another person’s stay (XEP-0308)', async (t) => {
  for (const named of [0, 1, 2]) {
    const on = await talk();
    const ids = [
      await said(on, alice, say('secret one', '', 'm1')),
      await said(on, alice, correct('m1', 'secret two')),
      await said(on, alice, correct('m1', 'secret three')),
    ];
    await said(on, bob, correct('m1', 'not hers'));
    await said(on, alice, say('harmless', '', 'm2'));
    on.send(alice, retract(ids[named] ?? ''));
    await on.hears(alice);
    const archived = await archive(on);
    t.notRegex(archived, /secret/, `version ${named}`);
    t.regex(archived, /not hers/);
    t.regex(archived, /harmless/);
  }
});

test('a message sent again after it was taken back echoes its tombstone', async (t) => {
  const on = await talk();
  const id = await said(on, alice, say('oops', origin('o1'), 'm1'));
  on.send(alice, retract(id));
  await on.hears(alice);
  on.send(alice, say('oops', origin('o1'), 'm1'));
  const [echo, ...more] = await on.hears(alice);
  t.deepEqual(more, []);
  t.is(body(echo ?? t.fail()), undefined);
  t.truthy(child(echo ?? t.fail(), 'retracted', ns));
  t.is(child(echo ?? t.fail(), 'stanza-id', sid)?.attrs['id'], id);
  t.is(child(echo ?? t.fail(), 'origin-id', sid)?.attrs['id'], 'o1', 'its sender knows what it waited for');
});

test('what the room does not know is passed on: clients may know it (§5)', async (t) => {
  const on = await talk();
  await said(on, alice, say('stays'));
  for (const unknown of ['unknown', '6-unknown', 'zzzzzzzzzzz-x', 'x'.repeat(500)]) {
    on.send(alice, retract(unknown));
    t.is(child((await on.hears(bob))[0] ?? t.fail(), 'retract', ns)?.attrs['id'], unknown);
  }
  t.regex(await archive(on), /<body>stays/);
});

test('a retraction is archived whatever its sender hints, and one of a retracted message changes nothing more (§5)', async (t) => {
  const on = await talk();
  const id = await said(on, alice, say('oops', '', 'm1'));
  on.send(alice, retract(id, "<no-store xmlns='urn:xmpp:hints'/>"));
  on.send(alice, retract(id, '', 'r2'));
  await on.hears(bob);
  const archived = await archive(on);
  t.regex(archived, new RegExp(`<retracted xmlns="${ns}" id="r1"`));
  t.notRegex(archived, /id="r2" stamp/);
  t.is(archived.match(/<retract /g)?.length, 2);
});

test('a subject that is taken back is none any more: told to everybody, and to whoever comes', async (t) => {
  const on = await talk();
  const id = await said(on, owner, subject('Layoffs'));
  on.send(owner, retract(id));
  const heard = await on.hears(bob);
  t.deepEqual(
    heard.flatMap((stanza) => child(stanza, 'subject')?.getText() ?? []),
    [''],
  );
  const later = await history(on);
  t.deepEqual(
    later.flatMap((stanza) => child(stanza, 'subject')?.getText() ?? []),
    [''],
  );
  t.false(later.some((stanza) => serialize(stanza).includes('Layoffs')));
});

test('an earlier subject that is taken back leaves the current one', async (t) => {
  const on = await talk();
  const id = await said(on, owner, subject('Layoffs'));
  await said(on, owner, subject('Spring'));
  on.send(owner, retract(id));
  await on.hears(bob);
  const later = await history(on);
  t.deepEqual(
    later.flatMap((stanza) => child(stanza, 'subject')?.getText() ?? []),
    ['Spring'],
  );
});

test('counts, pages and filters go on as if the message were there', async (t) => {
  const on = await talk();
  const id = await said(on, alice, say('oops', '', 'm1'));
  await said(on, alice, say('next'));
  on.send(alice, retract(id));
  await on.hears(bob);
  t.regex(await archive(on), /<count>3<\/count>/);
  const form = `<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:xmpp:mam:2</value></field><field var='with'><value>${room}/Alice</value></field></x>`;
  on.send(bob, `<iq to='${room}' type='set' id='q'><query xmlns='urn:xmpp:mam:2'>${form}</query></iq>`);
  t.is((await on.hears(bob)).filter((stanza) => child(stanza, 'result', 'urn:xmpp:mam:2')).length, 3);
});

test('two messages are not taken back by one, and nobody outside takes back anything', async (t) => {
  const on = await talk();
  const id = await said(on, alice, say('stays'));
  on.send(alice, retract(id, `<retract id='other' xmlns='${ns}'/>`));
  t.is(errorOf((await on.hears(alice))[0] ?? t.fail())?.condition, 'bad-request');
  on.send('alice@localhost/elsewhere', retract(id));
  t.is(errorOf((await on.hears('alice@localhost/elsewhere'))[0] ?? t.fail())?.condition, 'not-acceptable');
  t.regex(await archive(on), /<body>stays/);
});

test('a room tells that it keeps retractions, and tombstones (§2, §4)', async (t) => {
  const on = await talk();
  on.send(bob, `<iq to='${room}' type='get' id='i'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`);
  const info = serialize((await on.hears(bob))[0] ?? t.fail());
  for (const feature of [ns, `${ns}#tombstone`, before]) t.true(info.includes(`<feature var="${feature}"/>`), feature);
});
