/** Approving registrations: requests become forms for the managers of the room (XEP-0045 §7.10, §9.9). */
import test from 'ava';
import { child, childText, type Element, serialize } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { body, errorOf, statuses } from '../world.ts';
import { command, commandXml, listed, stage } from './commanding.ts';
import { alice, bob, enter, join, leave, openRoom, owner, room, world } from './conversation.ts';
import {
  adam,
  affiliate,
  affiliationIn,
  answer,
  applied,
  ask,
  asked,
  conditionOf,
  decide,
  fields,
  forms,
  minute,
  ns,
  register,
  started,
} from './registering.ts';

test('§9.9: a request becomes a form for the managers in the room; approved, it makes a member whom all see', async (t) => {
  const on = await applied();
  t.is((await answer(on, alice)).attrs['type'], 'result');
  await enter(on, alice, 'Ally');
  const request = await asked(on, owner);
  t.like(request, {
    'muc#register_roomnick': 'Alice',
    'muc#register_email': 'alice@mail',
    'muc#register_allow': '0',
    'longroom#register_jid': 'alice@localhost',
  });
  t.deepEqual(forms(await on.hears(bob)), [], 'who manages nothing is not asked');
  on.send(owner, decide({ ...request, 'muc#register_allow': '1' }));
  t.deepEqual((await on.hears(bob)).map(affiliationIn), ['member']);
  t.deepEqual((await on.hears(alice)).map(affiliationIn), ['member']);
  t.is(errorOf((await on.hears(owner))[0] as Element), undefined);
  on.send(bob, `<presence to='${room}/Alice'/>`);
  t.is(errorOf((await on.hears(bob))[0] as Element)?.condition, 'conflict', 'the nickname is reserved');
});

test('§7.10: for a room of members one asks from outside, and is invited when approved', async (t) => {
  const on = await applied({ 'muc#roomconfig_membersonly': '1' });
  on.send(owner, decide({ ...(await asked(on, owner)), 'muc#register_allow': '1' }));
  const [told] = await on.hears('alice@localhost');
  t.regex(serialize(told as Element), new RegExp(`<invite from="${room}/Olga">`));
  on.send(alice, join('Alice'));
  t.true((await on.hears(alice)).some((stanza) => statuses(stanza).includes(110)));
});

test('§9.9: refused, the person is told, and may ask again a day later', async (t) => {
  const on = await applied();
  const request = await asked(on, owner);
  on.send(owner, decide(request));
  t.regex(body((await on.hears('alice@localhost'))[0] as Element) ?? '', /against/);
  await on.hears(alice);
  t.is(await conditionOf(on, alice, register('Alice')), 'wait resource-constraint');
  t.deepEqual(forms(await on.hears(owner)), []);
  await on.pass(24 * 60 * minute);
  t.is(await conditionOf(on, alice, register('Alice')), 'done');
  t.is(forms(await on.hears(owner)).length, 1);
});

test('§9.9: the first manager’s word counts, whoever comes later is told so; nobody else decides', async (t) => {
  const on = await applied();
  on.send(owner, affiliate('adam@localhost', 'admin'));
  await enter(on, adam, 'Adam');
  const request = await asked(on, owner);
  on.send(bob, decide({ ...request, 'muc#register_allow': '1' }));
  t.is(errorOf((await on.hears(bob)).at(-1) as Element)?.condition, 'forbidden');
  on.send(adam, decide({ ...request, 'muc#register_allow': '1' }));
  on.send(owner, decide(request));
  const late = (await on.hears(owner)).map((stanza) => errorOf(stanza)?.condition);
  t.true(late.includes('item-not-found'), 'a refusal comes too late');
  t.is(await conditionOf(on, alice, register('Alice')), 'done', 'she is a member');
});

test('§9.9: a manager who enters later is asked then, every session once', async (t) => {
  const on = await applied();
  on.send(owner, affiliate('adam@localhost', 'admin'));
  await on.settle();
  on.send(adam, join('Adam'));
  const heard = await on.hears(adam);
  t.is(forms(heard).length, 1);
  t.is(heard.at(-1)?.name, 'message', 'after everything else that comes with entering');
  t.is(forms(await on.hears(owner)).length, 1);
  on.send(adam, `<presence to='${room}/Adam'><show>away</show></presence>`);
  t.is(forms(await on.hears(adam)).length, 0);
});

test('§9.9: where no manager is in the room, they are written to at their addresses', async (t) => {
  const on = await world();
  await openRoom(on);
  on.send(owner, leave('Olga'));
  await on.hears(owner);
  on.send(alice, register('Alice'));
  t.is(forms(await on.hears('olga@localhost')).length, 1);
  t.deepEqual(await on.hears(owner), []);
  on.send(owner, join('Olga'));
  t.is(forms(await on.hears(owner)).length, 1);
});

test('§9.9: a form may come back with nothing but what XEP-0045 has, or with another nickname', async (t) => {
  const on = await applied();
  await asked(on, owner);
  on.send(owner, decide({ 'muc#register_roomnick': 'alice', 'muc#register_allow': 'true' }));
  await on.settle();
  on.send('carol@localhost/x', register('Carol'));
  const request = await asked(on, owner);
  on.send(owner, decide({ ...request, 'muc#register_roomnick': 'Caroline', 'muc#register_allow': '1' }));
  await on.hears('carol@localhost/x');
  on.send('carol@localhost/x', ask);
  const query = child(await answer(on, 'carol@localhost/x'), 'query', ns) as Element;
  t.is(childText(query, 'username', ns), 'Caroline');
});

test('§9.9: a form that is cancelled, or that says neither yes nor no, decides nothing', async (t) => {
  const on = await applied();
  const request = await asked(on, owner);
  const { 'muc#register_allow': _, ...silent } = request;
  on.send(owner, decide(silent));
  t.is(errorOf((await on.hears(owner))[0] as Element)?.condition, 'bad-request');
  on.send(owner, decide(request).replace("type='submit'", "type='cancel'"));
  t.deepEqual(await on.hears(owner), []);
  on.send(owner, decide({ ...request, 'muc#register_allow': '1' }));
  t.deepEqual((await on.hears('alice@localhost')).length, 1);
});

test('§7.10: requests survive a kill, with who has to wait, and a snapshot', async (t) => {
  const store = memoryStore();
  const first = await applied({}, store);
  const request = await asked(first, owner);
  first.send('carol@localhost/x', register('Carol'));
  first.send(owner, decide(await asked(first, owner)));
  for (let count = 0; count < 210; count++) {
    first.send(bob, `<message to='${room}' type='groupchat' id='m${count}'><body>${count}</body></message>`);
  }
  await first.pass(minute);
  const on = await started(store.reopen());
  await on.pass(minute);
  t.is(await conditionOf(on, 'carol@localhost/x', register('Carol')), 'wait resource-constraint');
  await on.hears(owner);
  on.send(owner, decide({ ...request, 'muc#register_allow': '1' }));
  t.is((await on.hears('alice@localhost')).length, 1);
  const again = await started(store.reopen());
  again.send(alice, ask);
  const query = child(await answer(again, alice), 'query', ns) as Element;
  t.is(childText(query, 'username', ns), 'Alice');
});

test('§9.9: a form that may have got lost with the stream is sent again, one that was answered is not', async (t) => {
  const on = await applied();
  on.send(owner, decide(await asked(on, owner)));
  on.send('carol@localhost/x', register('Carol'));
  on.cut();
  await on.settle();
  on.inbox(owner).splice(0);
  on.connect();
  const again = forms(await on.hears(owner)).map((x) => fields(x)['muc#register_roomnick']);
  t.deepEqual(again, ['Carol']);
});

test('the list of who waits cuts what they say of themselves short, and no character in half', async (t) => {
  const on = await applied();
  const about = `${'.'.repeat(199)}🦉 and more`;
  on.send('carol@localhost/x', register('Carol', { 'muc#register_faqentry': about }));
  await on.settle();
  const rows = listed(await stage(on, owner, commandXml('longroom:registrations:list')));
  t.is(rows[1]?.['About'], `${'.'.repeat(199)}🦉…`);
});

test('§9.9: what was lost with the stream is said again to managers who are away, and to who was refused', async (t) => {
  const on = await applied({ 'muc#roomconfig_persistentroom': '1' });
  const request = await asked(on, owner);
  const lost = async (stanza: readonly [who: string, xml: string]): Promise<void> => {
    await on.pass(5_000);
    on.send(...stanza);
    on.cut();
    await on.settle();
    for (const who of [owner, 'olga@localhost', 'alice@localhost']) on.inbox(who).splice(0);
    on.connect();
  };
  await lost([owner, decide(request)]);
  t.regex(body((await on.hears('alice@localhost'))[0] ?? t.fail()) ?? '', /against/);
  on.send(owner, leave('Olga'));
  await on.hears(owner);
  await lost(['carol@localhost/x', register('Carol')]);
  t.is(forms(await on.hears('olga@localhost')).length, 1);
});

test('managers see who waits, approve and refuse by command as well (XEP-0050)', async (t) => {
  const on = await applied();
  on.send('carol@localhost/x', register('Carol'));
  await on.settle();
  const list = commandXml('longroom:registrations:list');
  t.is(((await command(on, bob, list)) as { condition?: string }).condition, 'forbidden');
  const rows = listed(await stage(on, owner, list));
  t.deepEqual(
    rows.map((row) => [row['Address'], row['Nickname'], row['Email address']]),
    [
      ['alice@localhost', 'Alice', 'alice@mail'],
      ['carol@localhost', 'Carol', ''],
    ],
  );
  const [hers, carols] = rows.map((row) => row['Request'] ?? '');
  await stage(on, owner, commandXml('longroom:registrations:approve', {}, { request: hers ?? '' }));
  await stage(on, owner, commandXml('longroom:registrations:deny', {}, { request: carols ?? '' }));
  t.is(await conditionOf(on, alice, register('Alicia')), 'done', 'Alice is a member');
  t.is(await conditionOf(on, 'carol@localhost/x', register('Carol')), 'wait resource-constraint');
  t.deepEqual((await stage(on, owner, list)).notes, ['info: Nobody waits to become a member.']);
});
