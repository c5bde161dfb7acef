/** Commands for categories: as forms, and in chat. */
import test from 'ava';
import { alice, stranger, surfaces } from './surfaces.ts';

const node = (name: string) => `longroom:categories:${name}`;

test('a category is made in a form, shown, changed where it differs, and deleted', async (t) => {
  const { stage, form, house } = surfaces();
  const asked = await stage(node('create'));
  t.is(asked.fields['history'], '1');
  const { sessionid } = asked;
  const unnamed = await stage(node('create'), { name: '', history: '1' }, { sessionid });
  t.is(unnamed.status, 'executing');
  t.regex(unnamed.notes[0] ?? '', /"Name" has to be given/);
  const done = await stage(
    node('create'),
    { name: 'Trading', history: '1', allowed: ['group:traders', 'localhost'], denied: 'tom@localhost' },
    { sessionid },
  );
  t.deepEqual(done.notes, ['info: The category "Trading" is there.']);
  const shown = await stage(node('show'), { category: 'trading' });
  t.like(shown.fields, { history: 'on', invitations: 'off', allowed: 'group:traders\nlocalhost' });
  const set = await stage(node('set'), { category: 'Trading' });
  t.like(set.fields, { name: 'Trading', allowed: 'group:traders\nlocalhost', denied: 'tom@localhost' });
  const same = { name: 'Trading', allowed: ['group:traders', 'localhost'], description: 'Desks', history: '1' };
  await stage(node('set'), same, { sessionid: set.sessionid });
  t.is(house.categories.find('Trading', { key: '', jid: 'root@localhost' })?.description, 'Desks');
  t.deepEqual(house.counted, []);
  const question = await stage(node('delete'), { category: 'Trading' });
  t.deepEqual(question.lines, ['Shall the category "Trading" be deleted for good?']);
  await stage(node('delete'), {}, { sessionid: question.sessionid });
  t.like(await form(node('show'), { category: 'Trading' }), { condition: 'bad-request' });
});

test('what a change takes away is said before it is done', async (t) => {
  const { stage, says, confirms, house } = surfaces();
  await says('category create Trading allowed=localhost');
  house.effects = { rooms: 9, affected: 5, entries: 34, occupants: 12, atLeast: false };
  const set = await stage(node('set'), { category: 'Trading' });
  const question = await stage(node('set'), { 'remove-allowed': 'localhost' }, { sessionid: set.sessionid });
  t.deepEqual(question.lines, [
    'This takes 12 people out of rooms and 34 entries off the lists of 5 rooms. Shall the category "Trading" be changed?',
  ]);
  t.deepEqual(question.actions, ['prev', 'complete']);
  house.effects = { ...house.effects, atLeast: true };
  t.regex(await says('category set Trading denied=tom@localhost'), /lists of 5 rooms, at least: not all rooms/);
  t.regex(
    await confirms('category set Trading denied=tom@localhost'),
    /is changed\. Its rooms follow now: "job show j1"/,
  );
  t.is(house.categories.find('Trading', { key: '', jid: 'root@localhost' })?.denied.has('tom@localhost'), true);
  t.regex(await confirms('category set Trading denied=""'), /is changed/);
  t.is(house.categories.find('Trading', { key: '', jid: 'root@localhost' })?.denied.size, 0);
});

test('whoever is in scope sees what a category is, and not who is on its lists', async (t) => {
  const { says, stage, form } = surfaces();
  await says('category create Trading allowed=group:traders');
  t.regex(await says('category list'), /General[\s\S]*Trading/);
  const mine = await says('category list', alice);
  t.regex(mine, /General/);
  t.notRegex(mine, /Trading/);
  t.notRegex(await says('category show General', alice), /Allowed/);
  t.regex(await says('category show General'), /Allowed \(1\): localhost/);
  const shown = await stage(node('show'), { category: 'General' }, { as: alice });
  t.deepEqual(Object.keys(shown.fields), [
    'name',
    'description',
    'invitations',
    'file-upload',
    'history',
    'owners-destroy',
    'retention',
    'create',
  ]);
  t.like(await form(node('show'), { category: 'Trading' }, { as: alice }), { condition: 'bad-request' });
  t.like(await form(node('list'), undefined, { as: stranger }), { condition: 'forbidden' });
  t.like(await form(node('create'), undefined, { as: alice }), { condition: 'forbidden' });
});

test('a long list is not put into a form, and a form without it does not empty it', async (t) => {
  const { stage, house, says } = surfaces();
  await says('category create Big');
  const key = house.categories.find('Big', { key: '', jid: 'root@localhost' })?.key ?? '';
  const many = Array.from({ length: 500 }, (_, at) => `p${at}@localhost`);
  await house.categories.change({ actor: { key: '', jid: 'root@localhost' }, key, wish: { allowed: { add: many } } });
  const set = await stage(node('set'), { category: 'Big' });
  t.is(set.fields['allowed'], '');
  await stage(
    node('set'),
    { allowed: '', description: 'x', 'add-allowed': 'new@localhost' },
    { sessionid: set.sessionid },
  );
  t.is(house.categories.find('Big', { key: '', jid: 'root@localhost' })?.allowed.size, 501);
  const entries = await stage(node('entries'), { category: 'Big', list: 'allowed', filter: 'p?9@*' });
  t.is(entries.lines.length, 9);
  const paged = await stage(node('entries'), { category: 'Big', list: 'allowed' });
  t.deepEqual(paged.actions, ['next', 'complete']);
});
