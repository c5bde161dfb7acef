/** Ways around a wall, each of which stays closed: lists that outlive scope, mentions, registrations, what is sent again. */
import test from 'ava';
import { isRefusal } from '../../src/wire/error.ts';
import { serialize } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { body, domain, World } from '../world.ts';
import { command, commandXml } from './commanding.ts';
import { configure, join, owner, say } from './conversation.ts';
import { category, change, keyOf, member, part, roomIn, root, secret, trader, twoDesks } from './two-desks.ts';

const deal = `deal@${domain}`;
const tina = 'tina@localhost';
const actor = { key: 'root', jid: 'root@localhost' };
const from = { session: root, person: actor };
const there = (xml: string): string => xml.replaceAll('den@', 'deal@');

/** A group that is denied where traders are at home; whoever comes into it is out of scope, and stays on the lists. */
async function wall(on: World): Promise<void> {
  await on.house.groups.create({ actor, name: 'wall' });
  await change(on, 'Trading', { denied: { add: ['group:wall'] } });
}

async function behindWall(on: World, ...members: readonly string[]): Promise<void> {
  await on.house.groups.change({ actor, name: 'wall', members: { set: members } });
  await on.settle();
}

async function person(on: World, store: ReturnType<typeof memoryStore>, jid: string) {
  await on.settle();
  return { jid, key: (await store.people.keys([jid])).get(jid) ?? '' };
}

async function register(on: World, who: string, nick: string): Promise<string | undefined> {
  const form = `<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#register</value></field><field var='muc#register_roomnick'><value>${nick}</value></field></x>`;
  on.send(who, `<iq to='${deal}' type='set' id='r'><query xmlns='jabber:iq:register'>${form}</query></iq>`);
  const answer = (await on.hears(who)).find(({ attrs }) => attrs['id'] === 'r');
  return answer?.attrs['type'];
}

test('rooms whose lists somebody is still on, out of scope, are not found by the command', async (t) => {
  const on = await twoDesks();
  await roomIn(on, 'deal', 'Trading', { ...secret, 'muc#roomconfig_roomname': 'Merger' });
  await member(on, deal, tina);
  await wall(on);
  const finds = async (): Promise<string> => {
    const found = await command(on, trader, commandXml('longroom:rooms:find', { action: 'complete' }, {}), domain);
    return 'condition' in found ? found.condition : found.lines.join('\n');
  };
  t.regex(await finds(), /Merger/);
  await behindWall(on, tina);
  t.notRegex(await finds(), /Merger/);
  await behindWall(on);
  t.regex(await finds(), /Merger/, 'she is on the list as she was');
});

test('who only manages a room for members is not sent what mentions them in it', async (t) => {
  const store = memoryStore();
  const on = await twoDesks(store);
  await roomIn(on, 'deal', 'Trading', { 'muc#roomconfig_membersonly': '1' });
  await member(on, deal, tina, 'admin');
  t.is(await register(on, trader, 'Tina'), 'result');
  const mentions = async (text: string) => {
    on.send(owner, there(say(text)));
    return (await on.hears(tina)).filter((one) => part(one, 'mentions') !== undefined).length;
  };
  t.is(await mentions('Tina, look'), 1);
  const whom = await person(on, store, tina);
  await on.ask(deal, { kind: 'change-lists', from, changes: [{ whom, set: { member: false } }] });
  t.is(await mentions('Tina must not see this'), 0);
});

test('who is a member by a group and reserves a nickname is a member no longer than the group is', async (t) => {
  const store = memoryStore();
  const on = await twoDesks(store);
  await roomIn(on, 'deal', 'Trading', secret);
  await on.house.groups.create({ actor, name: 'desk', members: [tina] });
  await change(on, 'Trading', { allowed: { add: ['group:desk'] } });
  const whom = await person(on, store, 'group:desk');
  await on.ask(deal, { kind: 'change-lists', from, changes: [{ whom, set: { member: true } }] });
  t.is(await register(on, trader, 'Tina'), 'result');
  on.send(trader, there(join('Tina')));
  on.send(owner, there(say('hello')));
  t.is((await on.hears(trader)).map(body).at(-1), 'hello');
  await on.house.groups.change({ actor, name: 'desk', members: { set: [] } });
  on.send(owner, there(say('without her')));
  t.false((await on.hears(trader)).map(body).includes('without her'));
  on.send(trader, there(join('Tina')));
  t.deepEqual(
    (await on.hears(trader)).map(({ attrs }) => attrs['type']),
    ['error'],
  );
});

test('what may not have arrived is not sent again to who is out of scope by then', async (t) => {
  const store = memoryStore();
  const world = (members: readonly string[], on = store) => {
    const outsideGroups = new Map([['wall', { source: 'config', members: new Set(members) }]]);
    return new World({ store: on, admins: ['root@localhost'], rates: undefined, house: { outsideGroups } }).start();
  };
  const on = (await world([])).connect();
  await category(on, 'Trading', [tina, 'olga@localhost']);
  await change(on, 'Trading', { denied: { add: ['group:wall'] } });
  await roomIn(on, 'deal', 'Trading', secret);
  await member(on, deal, tina);
  on.send(trader, there(join('Tina')));
  await on.pass(5_000);
  on.send(owner, there(say('the last before the kill')));
  t.is((await on.hears(trader)).map(body).at(-1), 'the last before the kill');
  const again = (await world([tina], store.reopen())).connect();
  const heard = await again.hears(trader);
  t.deepEqual([...new Set(heard.map(({ name, attrs }) => `${name} ${attrs['type']}`))], ['presence unavailable']);
  t.true((await again.hears(owner)).map(body).includes('the last before the kill'));
});

test('who types commands on the machine has no address, and gets neither into rooms nor onto lists', async (t) => {
  const on = (await new World({ store: memoryStore(), users: ['*'] }).start()).connect();
  const wrong: string[] = [];
  on.onSent = (stanza) => {
    if (serialize(stanza).includes('command line')) wrong.push(serialize(stanza));
  };
  const typed = async (words: string, values: Readonly<Record<string, string>>, at?: string) => {
    const texts = Object.entries(values).map(([key, text]) => ({ key, text }));
    const line = { user: 'ops', words, values: texts, ...(at !== undefined && { room: at }) };
    const begun = await on.commandLine.begin(line, () => {});
    const done = isRefusal(begun) ? begun : await begun.run({ limit: 100 });
    await on.settle();
    return isRefusal(done) ? done.condition : (done.note ?? '');
  };
  t.regex(await typed('room create', { name: 'Deal', address: 'deal', join: 'true', privacy: 'open' }), /is there/);
  t.regex(await typed('room people', { which: 'managers' }, 'deal'), /^Nobody manages/);
  t.is(await typed('join', { enter: 'true' }, 'deal'), 'forbidden');
  t.is(await typed('request join', { nickname: 'Ops' }, 'deal'), 'forbidden');
  t.regex(await typed('room managers', { add: 'olga@localhost' }, 'deal'), /1 entry added/);
  on.send(
    owner,
    configure({ 'muc#roomconfig_whois': 'anyone', 'muc#roomconfig_membersonly': '1' }).replace('den@', 'deal@'),
  );
  await on.settle();
  t.regex(await typed('room members', { add: tina }, 'deal'), /1 entry added/);
  const [invitation] = await on.hears(tina);
  t.true(invitation !== undefined && serialize(invitation).includes(`<invite from="${deal}"`));
  t.deepEqual(wrong, []);
});

test('somebody can be denied though a group of creators has lost its members', async (t) => {
  const on = await twoDesks();
  await on.house.groups.create({ actor, name: 'desk', members: ['olga@localhost'] });
  await change(on, 'Trading', { creators: { set: ['group:desk'] } });
  await on.house.groups.change({ actor, name: 'desk', members: { set: [] } });
  await change(on, 'Trading', { denied: { add: [tina] } });
  t.false(on.house.categories.asRoomsSee(keyOf(on, 'Trading'))?.inScope(tina));
});

test('a moderator for this stay stays one, also after a kill, whatever becomes of groups', async (t) => {
  const store = memoryStore();
  const on = await twoDesks(store);
  await roomIn(on, 'deal', 'Trading');
  await wall(on);
  const whom = await person(on, store, 'group:wall');
  await on.ask(deal, { kind: 'change-lists', from, changes: [{ whom, set: { outcast: true } }] });
  on.send(trader, there(join('Tina')));
  await on.settle();
  const item = `<query xmlns='http://jabber.org/protocol/muc#admin'><item nick='Tina' role='moderator'/></query>`;
  on.send(owner, `<iq to='${deal}' type='set' id='r'>${item}</iq>`);
  await on.settle();
  const moderators = async (world: World) => {
    const asker = { session: owner, person: { key: '', jid: 'olga@localhost' } };
    const answer = await world.ask(deal, { kind: 'ask-list', from: asker, by: { role: 'moderator' } });
    return answer?.kind === 'list' ? answer.items.map(({ nick }) => nick) : [];
  };
  await behindWall(on, 'somebody@localhost');
  t.deepEqual(await moderators(on), ['Olga', 'Tina']);
  const again = (
    await new World({ store: store.reopen(), admins: ['root@localhost'], rates: undefined }).start()
  ).connect();
  await again.settle();
  await behindWall(again, 'another@localhost');
  t.deepEqual(await moderators(again), ['Olga', 'Tina']);
});

test('no room comes into a category while it is removed, and so into the first one after it', async (t) => {
  const on = await twoDesks();
  await roomIn(on, 'deal', 'Trading', secret);
  const key = await category(on, 'Empty', ['olga@localhost']);
  const removed = on.house.categories.remove({ actor, key });
  // Its rooms have been counted.
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
  const moved = await on.ask(deal, { kind: 'move', from, to: key });
  const made = await on.ask(`new@${domain}`, {
    kind: 'create-room',
    from,
    category: key,
    settings: {},
    managers: [],
    members: [],
  });
  t.deepEqual(
    [moved, made].map((answer) => isRefusal(answer) && answer.condition),
    ['item-not-found', 'item-not-found'],
  );
  t.is(await removed, undefined);
  const info = await on.ask(deal, { kind: 'ask-info', from });
  t.is(info?.kind === 'info' && info.info.category.name, 'Trading');
});

test('a list that was changed again while a review ran is gone through again after a kill', async (t) => {
  let pages = 0;
  let breaks: 'nothing' | 'pages' | 'all' = 'nothing';
  const store = memoryStore({
    fault: (operation) => {
      if (breaks === 'all' && operation === 'saveSnapshot') return 'die';
      if (breaks === 'nothing' || operation !== 'rooms.list') return undefined;
      pages += 1;
      return pages > 1 ? 'refuse' : undefined;
    },
  });
  const on = await twoDesks(store);
  const members = [await person(on, store, tina), await person(on, store, 'tim@localhost')];
  await change(on, 'Trading', { allowed: { add: ['tim@localhost'] } });
  const category = keyOf(on, 'Trading');
  const nobody = { managers: [], members };
  for (let index = 0; index < 60; index += 1) {
    const at = `r${10 + index}@${domain}`;
    await on.ask(at, { kind: 'create-room', from, category, settings: { membersOnly: true }, ...nobody });
  }
  const listedIn = async (world: World): Promise<string[]> => {
    const answer = await world.ask(`r10@${domain}`, { kind: 'ask-lists', from });
    return answer?.kind === 'lists' ? answer.entries.map((entry) => entry.person.jid) : [];
  };
  t.deepEqual((await listedIn(on)).slice(-2).sort(), ['tim@localhost', tina]);
  // The first page is behind it when the store goes away.
  breaks = 'pages';
  await on.house.categories.change({ actor, key: category, wish: { denied: { add: ['tim@localhost'] } } });
  await on.settle();
  t.deepEqual(
    on.house.jobs
      .list()
      .map(({ state, done }) => [state, done])
      .slice(0, 1),
    [['running', 50]],
  );
  breaks = 'all';
  void on.house.categories.change({ actor, key: category, wish: { denied: { add: [tina] } } });
  await on.settle();
  t.true(store.dead);
  breaks = 'nothing';
  const again = (
    await new World({ store: store.reopen(), admins: ['root@localhost'], rates: undefined }).start()
  ).connect();
  await again.pass(5_000);
  t.false((await listedIn(again)).includes('tim@localhost'));
  t.false((await listedIn(again)).includes(tina));
});
