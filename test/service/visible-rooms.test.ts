/** Which rooms and categories each is shown (DESIGN: Secret rooms): in lists and counts, and in searches (XEP-0433, XEP-0055). */
import test from 'ava';
import { type Element, serialize, text } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { domain, errorOf, type World } from '../world.ts';
import { written } from './town.ts';
import {
  analyst,
  change,
  keyOf,
  listed,
  member,
  part,
  parts,
  query,
  roomIn,
  root,
  secret,
  trader,
  twoDesks,
} from './two-desks.ts';

const categories = 'urn:longroom:categories:0';

/** An open and a secret room behind each wall, and a public one. */
async function house(store = memoryStore()): Promise<World> {
  const on = await twoDesks(store);
  await roomIn(on, 'floor', 'Trading', { 'muc#roomconfig_roomname': 'Floor' });
  await roomIn(on, 'deal', 'Trading', { ...secret, 'muc#roomconfig_roomname': 'Deal' });
  await roomIn(on, 'lab', 'Research', { 'muc#roomconfig_roomname': 'Lab' });
  await roomIn(on, 'hall', 'General', { 'muc#roomconfig_roomname': 'Hall' });
  return on;
}

async function disable(on: World, roomJid: string): Promise<void> {
  const answer = await on.ask(roomJid, {
    kind: 'disable',
    from: { session: root, person: { key: 'root', jid: 'root@localhost' } },
  });
  if (answer === undefined || answer.kind === 'refusal') throw new Error('not disabled');
  await on.settle();
}

async function searched(on: World, who: string, fields: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const form = written({ FORM_TYPE: 'urn:xmpp:channel-search:0:search-params', ...fields });
  const answer = await query(
    on,
    who,
    `<search xmlns='urn:xmpp:channel-search:0:search'><x xmlns='jabber:x:data' type='submit'>${form}</x></search>`,
  );
  const result = part(answer, 'result') ?? answer;
  return parts(result, 'item').map((item) => text(part(item, 'name') ?? item));
}

test('everybody sees the listed rooms of their categories, and the secret ones they belong to', async (t) => {
  const on = await house();
  await member(on, `deal@${domain}`, 'tina@localhost');
  t.deepEqual(await listed(on, trader), ['Deal (1)', 'Floor (1)', 'Hall (1)']);
  t.deepEqual(await listed(on, analyst), ['Hall (1)', 'Lab (1)']);
  t.deepEqual(await searched(on, trader, { all: '1' }), ['Deal', 'Floor', 'Hall']);
  t.deepEqual(await searched(on, analyst, { all: '1' }), ['Hall', 'Lab']);
  t.deepEqual(await searched(on, analyst, { q: 'Deal' }), []);
  t.deepEqual(await listed(on, 'mallory@elsewhere/x'), []);
});

test('who belongs to a secret room no more, or is out of scope, finds it no more', async (t) => {
  const on = await house();
  await member(on, `deal@${domain}`, 'tina@localhost');
  await member(on, `deal@${domain}`, 'tina@localhost', 'none');
  t.deepEqual(await listed(on, trader), ['Floor (1)', 'Hall (1)']);
  await member(on, `deal@${domain}`, 'tina@localhost');
  await change(on, 'Trading', { denied: { add: ['tina@localhost'] } });
  t.deepEqual(await listed(on, trader), ['Hall (1)']);
  t.deepEqual(await listed(on, trader, `${categories}#${keyOf(on, 'Trading')}`), ['error']);
});

test('a secret room is found by those whose group or domain stands on its lists, unless they are kept out', async (t) => {
  const store = memoryStore();
  const on = await house(store);
  const actor = { key: 'root', jid: 'root@localhost' };
  await on.house.groups.create({ actor, name: 'desk', members: ['tina@localhost', 'ann@localhost'] });
  await change(on, 'Trading', { allowed: { add: ['group:desk'] } });
  const whom = { jid: 'group:desk', key: (await store.people.keys(['group:desk'])).get('group:desk') ?? '' };
  const added = await on.ask(`deal@${domain}`, {
    kind: 'change-lists',
    from: { session: root, person: actor },
    changes: [{ whom, set: { member: true } }],
  });
  t.is(added?.kind, 'done');
  await on.settle();
  t.deepEqual(await listed(on, trader), ['Deal (1)', 'Floor (1)', 'Hall (1)']);
  await member(on, `deal@${domain}`, 'tina@localhost', 'outcast');
  t.deepEqual(await listed(on, trader), ['Floor (1)', 'Hall (1)']);
  t.true((await listed(on, analyst)).includes('Deal (1)'));
});

test('a disabled room is in no list but those of administrators, who see all and why others do not', async (t) => {
  const on = await house();
  await disable(on, `hall@${domain}`);
  t.deepEqual(await listed(on, trader), ['Floor (1)']);
  t.deepEqual(await searched(on, trader, { all: '1' }), ['Floor']);
  t.deepEqual(await listed(on, root), ['Deal (1) [secret]', 'Floor (1)', 'Hall [disabled]', 'Lab (1)']);
});

test('categories are a level between the service and its rooms', async (t) => {
  const on = await house();
  t.deepEqual(await listed(on, trader, categories), ['General', 'Trading']);
  t.deepEqual(await listed(on, analyst, categories), ['General', 'Research']);
  t.deepEqual(await listed(on, trader, `${categories}#${keyOf(on, 'Trading')}`), ['Floor (1)']);
  t.deepEqual(await listed(on, 'mallory@elsewhere/x', categories), []);
  const info = (node: string) =>
    query(on, analyst, `<query xmlns='http://jabber.org/protocol/disco#info' node='${node}'/>`);
  const hidden = await info(`${categories}#${keyOf(on, 'Trading')}`);
  const none = await info(`${categories}#none`);
  t.deepEqual(errorOf(hidden), errorOf(none));
  t.is(errorOf(hidden)?.condition, 'item-not-found');
});

test('the list of categories comes in pages (XEP-0059)', async (t) => {
  const on = await twoDesks();
  const names: string[] = [];
  for (let after = ''; ; ) {
    const set = `<set xmlns='http://jabber.org/protocol/rsm'><max>1</max><after>${after}</after></set>`;
    const answer = await query(
      on,
      root,
      `<query xmlns='http://jabber.org/protocol/disco#items' node='${categories}'>${set}</query>`,
    );
    const [item] = parts(part(answer, 'query') ?? t.fail(), 'item');
    if (item === undefined) break;
    names.push(item.attrs['name'] ?? '');
    after = item.attrs['node'] ?? '';
  }
  t.deepEqual(names, ['General', 'Research', 'Trading']);
});

test('rooms are searched for in one category, which the form offers and the answer names', async (t) => {
  const on = await house();
  const field = `{${categories}}category`;
  const offered = (form: Element | undefined) =>
    parts(form ?? t.fail(), 'field').flatMap((one) =>
      parts(one, 'option').map((option) => option.attrs['label'] ?? ''),
    );
  const asked = await query(on, trader, "<search xmlns='urn:xmpp:channel-search:0:search'/>");
  t.deepEqual(offered(part(part(asked, 'search') ?? t.fail(), 'x')).slice(-3), ['Any', 'General', 'Trading']);
  t.deepEqual(await searched(on, trader, { all: '1', [field]: 'trading' }), ['Floor']);
  t.deepEqual(await searched(on, trader, { all: '1', [field]: keyOf(on, 'Trading') }), ['Floor']);
  t.deepEqual(await searched(on, trader, { all: '1', [field]: 'Research' }), []);
  on.send(
    trader,
    `<iq to='${domain}' type='set' id='q'><query xmlns='jabber:iq:search'><x xmlns='jabber:x:data' type='submit'>${written({ FORM_TYPE: 'jabber:iq:search', 'x-category': 'Trading' })}</x></query></iq>`,
  );
  const [found] = await on.hears(trader);
  t.true(serialize(found ?? t.fail()).includes('<value>Trading</value>'));
  t.false(serialize(found ?? t.fail()).includes('hall@'));
});

test('a room says in which category it is, and how much of it is seen', async (t) => {
  const on = await house();
  const answer = await query(on, trader, "<query xmlns='http://jabber.org/protocol/disco#info'/>", `floor@${domain}`);
  const [form] = parts(part(answer, 'query') ?? t.fail(), 'x');
  const fields = new Map(
    parts(form ?? t.fail(), 'field').map((one) => [one.attrs['var'], text(part(one, 'value') ?? one)]),
  );
  t.is(fields.get('longroom#roominfo_category'), 'Trading');
  t.is(fields.get('longroom#roominfo_privacy'), 'open');
});

test('a category is a space that can be read, and of which its rooms tell (XEP-0503)', async (t) => {
  const on = await house();
  const node = `${categories}#${keyOf(on, 'Trading')}`;
  const items = (inside = '') =>
    `<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='${node}'>${inside}</items></pubsub>`;
  const told = (answer: Element) => parts(part(part(answer, 'pubsub') ?? t.fail(), 'items') ?? t.fail(), 'item');
  const [floor, ...others] = told(await query(on, trader, items()));
  t.deepEqual(others, []);
  t.is(
    serialize(floor ?? t.fail()),
    `<item id="floor@${domain}"><conference xmlns="urn:xmpp:bookmarks:1" name="Floor"/></item>`,
  );
  t.deepEqual(told(await query(on, trader, items(`<item id='deal@${domain}'/>`))), []);
  t.is(errorOf(await query(on, analyst, items()))?.condition, 'item-not-found');
  const info = await query(on, trader, "<query xmlns='http://jabber.org/protocol/disco#info'/>", `floor@${domain}`);
  t.true(serialize(info).includes(`xmpp:${domain}?;node=${encodeURIComponent(node)}`));
  on.send(
    trader,
    `<iq to='${domain}' type='set' id='s'><pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='${node}' jid='tina@localhost'/></pubsub></iq>`,
  );
  const [refused] = await on.hears(trader);
  t.is(errorOf(refused ?? t.fail())?.condition, 'feature-not-implemented');
  t.true(serialize(refused ?? t.fail()).includes('feature="subscribe"'));
});

test('a room leaves its list with the commit that says so, whatever happens to what follows it', async (t) => {
  const on = await house(
    memoryStore({ fault: (operation) => (operation === 'rooms.describe' ? 'refuse' : undefined) }),
  );
  t.deepEqual(await listed(on, analyst, `${categories}#${keyOf(on, 'General')}`), ['Hall (1)']);
  await disable(on, `hall@${domain}`);
  t.deepEqual(await listed(on, analyst), ['Lab (1)']);
  const from = { session: root, person: { key: 'root', jid: 'root@localhost' } };
  await on.ask(`lab@${domain}`, { kind: 'move', from, to: keyOf(on, 'Trading') });
  t.deepEqual(await listed(on, analyst), []);
  t.deepEqual(await listed(on, trader), ['Floor (1)', 'Lab (1)']);
});
