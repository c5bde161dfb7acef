/** The category in the owner's form: which ones may be chosen, and the move that comes of it. */
import test from 'ava';
import { child, children, serialize, text } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { domain, errorOf, type World } from '../world.ts';
import { hearsBack, talks } from './chatting.ts';
import { alice, bob, configure, enter, join, openRoom, owner, room } from './conversation.ts';
import { admin, farewells, granted, housing, makeCategory } from './house/housing.ts';

const field = 'longroom#roomconfig_category';
const ownerNs = 'http://jabber.org/protocol/muc#owner';
const root = `${admin}/desk`;

async function formOf(on: World, who = owner) {
  on.send(who, `<iq to='${room}' type='get' id='f'><query xmlns='${ownerNs}'/></iq>`);
  const answer = (await on.hears(who)).find(({ name }) => name === 'iq');
  const query = answer && child(answer, 'query', ownerNs);
  return (query && child(query, 'x', 'jabber:x:data')) ?? answer;
}

/** The choice in the form: what is chosen, and what else may be. */
async function choice(on: World): Promise<{ readonly value: string; readonly names: readonly string[] } | undefined> {
  const form = await formOf(on);
  const found = form && children(form, 'field').find(({ attrs }) => attrs['var'] === field);
  if (found === undefined) return undefined;
  const names = children(found, 'option').map(({ attrs }) => attrs['label'] ?? '');
  return { value: children(found, 'value').map(text).join(), names };
}

async function sends(on: World, fields: Readonly<Record<string, string>>): Promise<unknown> {
  on.send(owner, configure(fields));
  const answer = (await on.hears(owner)).find(({ name }) => name === 'iq');
  return answer === undefined ? 'no answer' : (errorOf(answer) ?? answer.attrs['type']);
}

async function twoDesks() {
  const house = await housing(memoryStore());
  await openRoom(house.on, { 'muc#roomconfig_roomname': 'Den' });
  const { key } = await makeCategory(house, {
    name: 'Trading',
    allowed: { set: ['olga@localhost', 'alice@localhost'] },
    creators: { set: ['olga@localhost'] },
  });
  await makeCategory(house, { name: 'Analysts', allowed: { set: ['*'] } });
  return { ...house, key };
}

test('a form has no category where there is none to choose but the room’s own', async (t) => {
  const { on } = await housing(memoryStore());
  await openRoom(on);
  t.is(await choice(on), undefined);
});

test('an owner chooses among the categories where they may make rooms; the room moves, and its lists follow', async (t) => {
  const { on, key } = await twoDesks();
  await talks(on, owner, `room members ${room} add=alice@localhost,bob@localhost`);
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  t.deepEqual(await choice(on), { value: 'default', names: ['General', 'Trading'] });
  t.is(await sends(on, { [field]: key, 'muc#roomconfig_roomname': 'Desk' }), 'result');
  t.deepEqual(farewells(await on.hears(bob)), [`${room}/Bob`]);
  const card = await hearsBack(on, owner, `room show ${room}`);
  t.regex(card, /^Name: Desk$/m);
  t.regex(card, /^Category: Trading$/m);
  t.notRegex(card, /bob@localhost/);
  t.regex(card, /^Participants: Olga, Alice$/m);
  const last = await hearsBack(on, root, `audit ${room}`);
  t.regex(last, /olga@localhost.*Trading/);
});

test('a form that comes back as it was changes nothing, also where its owner may make no rooms', async (t) => {
  const { on, key, actor } = await twoDesks();
  t.is(await sends(on, { [field]: key }), 'result');
  granted(await on.house.categories.change({ actor, key, wish: { creators: { set: [] } } }));
  const form = await formOf(on);
  t.is((await choice(on))?.value, key);
  const before = await hearsBack(on, root, `audit ${room}`);
  const echo = serialize(form as never)
    .replace('type="form"', 'type="submit"')
    .replaceAll(/<option.*?<\/option>/g, '');
  on.send(owner, `<iq to='${room}' type='set' id='e'><query xmlns='${ownerNs}'>${echo}</query></iq>`);
  t.deepEqual(
    (await on.hears(owner)).map(({ attrs }) => attrs['type']),
    ['result'],
  );
  t.is(await hearsBack(on, root, `audit ${room}`), before);
});

test('a category that may not be chosen refuses the form whole', async (t) => {
  const { on, key } = await twoDesks();
  const analysts = on.house.categories.find('Analysts', { key: '', jid: admin })?.key ?? '';
  for (const wrong of [analysts, 'none-such']) {
    t.like(await sends(on, { [field]: wrong, 'muc#roomconfig_roomname': 'Desk' }), { condition: 'not-allowed' });
  }
  const away = { [field]: key, 'muc#roomconfig_roomowners': 'alice@localhost' };
  t.like(await sends(on, away), { condition: 'not-acceptable', type: 'modify' });
  const card = (await hearsBack(on, owner, `room show ${room}`)).split('\n');
  for (const line of ['Name: Den', 'Category: General', 'Managers: olga@localhost']) t.true(card.includes(line), line);
});

test('a room may get its category with its first form', async (t) => {
  const { on, key } = await twoDesks();
  const jid = `loft@${domain}`;
  on.send(owner, join('Olga').replace(room, jid));
  await on.hears(owner);
  on.send(owner, configure({ [field]: key }).replace(room, jid));
  t.is((await on.hears(owner)).find(({ name }) => name === 'iq')?.attrs['type'], 'result');
  t.regex(await hearsBack(on, owner, `room show ${jid}`), /^Category: Trading$/m);
});

test('long lists follow by a job, as they do after the command', async (t) => {
  const { on, key } = await twoDesks();
  const members = Array.from({ length: 600 }, (_, index) => `p${index}@localhost`);
  for (const some of [members.slice(0, 300), members.slice(300)]) {
    await talks(on, owner, `room members ${room} add=${some.join(',')}`);
  }
  t.is(await sends(on, { [field]: key }), 'result');
  await on.settle();
  t.regex(await hearsBack(on, root, 'job list'), /Moving den@.* · done · /);
  t.regex(await hearsBack(on, owner, `room people ${room}`), /^1 in all/);
});
