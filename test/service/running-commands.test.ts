/** Commands for running the service: add-ins, settings, work, audit, usage, test, and who may run them. */
import test from 'ava';
import { commands } from '../../src/commands/index.ts';
import { alice, stranger, surfaces } from './surfaces.ts';

const listing = {
  ...{ name: 'Prices', description: '', listed: true, category: 'default', disabled: false, auditorium: false },
  ...{ membersOnly: false, addin: 'Price board', occupants: 2, language: '', open: true, realJids: false },
  retention: { days: 0, longer: false, through: 0 },
};

test('add-ins are registered, changed and deleted, and rooms that use them are named', async (t) => {
  const { stage, says, confirms, house } = surfaces();
  t.regex(await says('addin create "Price board" ftp://x'), /"url" has to be a web address that begins with http/);
  t.regex(await says('addin create "Price board" https://example.org/p'), /can be chosen for rooms now/);
  t.regex(await says('addin create "Price board" https://example.org/q'), /"addin set" gives it another address/);
  const set = await stage('longroom:addins:set', { addin: 'Price board' });
  t.is(set.fields['url'], 'https://example.org/p');
  await stage('longroom:addins:set', { url: 'https://example.org/r' }, { sessionid: set.sessionid });
  t.regex(await says('addin list'), /Price board · https:\/\/example\.org\/r/);
  await house.store.rooms.claim({ jid: 'prices@rooms.localhost', key: 'p' });
  await house.store.rooms.describe({ jid: 'prices@rooms.localhost', listing });
  t.regex(await says('addin delete "Price board"'), /^It is used by 1 room: Prices\. Shall the add-in/);
  t.is(await confirms('addin delete "price board"'), 'The add-in "Price board" is gone.');
});

test('settings are set within their bounds, shown, and reset', async (t) => {
  const { stage, says, confirms, house } = surfaces();
  t.regex(await says('settings set default-history=501'), /"default-history" has to be a whole number from 1 to 500/);
  t.regex(await says('settings set default-history=50 large-rooms-above=0'), /History on entering: 50/);
  const set = await stage('longroom:settings:set');
  t.like(set.fields, { 'default-history': '50', 'large-rooms-above': '0', 'room-management-url': '' });
  await stage(
    'longroom:settings:set',
    { 'default-history': '', 'large-rooms-above': '0', 'room-management-url': '' },
    { sessionid: set.sessionid },
  );
  t.deepEqual(house.settings.values(), { largeRoomsAbove: 0 });
  t.is(await confirms('settings reset'), 'All settings are as the configuration says.');
  t.deepEqual(house.settings.values(), {});
});

test('long work is listed with how far it is, shown, and stopped', async (t) => {
  const { says, confirms, house } = surfaces();
  t.is(await says('job list'), 'No work is under way, and none is remembered.');
  const by = { key: 'r', jid: 'root@localhost' };
  house.jobsKnown.push({
    key: 'j1',
    title: 'Review of Trading',
    state: 'running',
    done: 3,
    total: 9,
    by,
    startedAt: 0,
  });
  t.regex(await says('job list'), /j1 · Review of Trading · under way, 3 of 9/);
  t.regex(await says('job show j1'), /How far: under way, 3 of 9/);
  t.is(await confirms('job cancel j1'), 'It is stopped.');
  t.is(await says('job cancel j1'), 'No work is under way.');
});

test('the audit is read in pages, in plain words', async (t) => {
  const { stage, says, house } = surfaces();
  const entry = { at: Date.UTC(2026, 0, 1), by: 'alice@localhost', where: 'category:Trading' };
  const kind = { what: 'category-changed', title: 'category changed' };
  for (let at = 0; at < 60; at += 1) {
    house.audited.push({ ...entry, ...kind, before: { name: `n${at}` }, after: { name: `n${at + 1}`, history: 'on' } });
  }
  const read = await stage('longroom:audit:read', {});
  t.deepEqual(read.actions, ['next', 'complete']);
  t.is(
    read.lines[1],
    '2026-01-01 00:00:00Z · alice@localhost · category "Trading" · category changed · name: n0 -> n1; history: on',
  );
  const next = await stage('longroom:audit:read', undefined, { sessionid: read.sessionid });
  t.is(next.lines.length, 11);
  t.regex(await says('audit since=yesterday'), /"since" has to be a date such as 2026-01-31/);
});

test('who may be put on lists is shown with members of groups, and without who is denied', async (t) => {
  const { says, house } = surfaces();
  await says('category create Trading allowed=group:traders,ann@localhost denied=tom@localhost');
  const lines = (await says('eligible Trading')).split('\n');
  t.deepEqual(lines, ['group:traders', 'tina@localhost', 'ann@localhost']);
  t.is(await says('eligible Trading t*'), 'tina@localhost');
  t.regex(await says('eligible'), /Name either a category or a room/);
  await house.store.rooms.claim({ jid: 'prices@rooms.localhost', key: 'p' });
  t.is(await says('eligible room=prices'), 'localhost');
  t.regex(await says('eligible room=nowhere'), /no room of this address/);
});

test('usage names the busiest and the quietest rooms, and counts what is recent', async (t) => {
  const { stage, house } = surfaces();
  const day = 24 * 60 * 60 * 1_000;
  const now = Date.UTC(2026, 0, 31);
  let id = 0;
  const room = async (local: string, ...daysAgo: readonly number[]) => {
    await house.store.rooms.claim({ jid: `${local}@rooms.localhost`, key: local });
    const events = daysAgo.map((ago, at) => ({
      ...{ kind: 'posted', version: 1, at: now - ago * day, payload: '{}' },
      ...{ archiveId: `${local}${at}`, ordinal: at + 1 },
    }));
    if (events.length > 0) await house.store.commit({ stream: `room:${local}`, first: 1, id: ++id, events });
  };
  await room('busy', 40, 3, 2, 1);
  await room('quiet', 50, 45);
  await room('silent');
  const report = await stage('longroom:usage:report', { top: '2' });
  t.like(report.fields, { rooms: '3', messages: '6', recent: '3', inactive: '2' });
  t.deepEqual(report.lines.slice(1), [
    'category · General, 3 rooms · 3 · 6 · -',
    'busy · busy@rooms.localhost · 3 · 4 · 2026-01-30 00:00:00Z',
    'quiet · silent@rooms.localhost · 0 · 0 · -',
    'quiet · quiet@rooms.localhost · 0 · 2 · 2025-12-17 00:00:00Z',
  ]);
});

test('XEP-0133: the lists of administrators and of the blocked are edited as a whole', async (t) => {
  const { stage, says, confirms, house } = surfaces();
  const admin = 'http://jabber.org/protocol/admin';
  const asked = await stage(`${admin}#edit-admin`);
  t.like(asked.fields, { FORM_TYPE: admin, adminjids: 'root@localhost' });
  await stage(
    `${admin}#edit-admin`,
    { adminjids: ['root@localhost', 'ann@localhost'] },
    { sessionid: asked.sessionid },
  );
  t.regex(await says('administrator list'), /ann@localhost · a command/);
  t.regex(
    await says('administrator set root@localhost'),
    /^ann@localhost is no administrator of the service any more\. Shall/,
  );
  const blacklist = await stage(`${admin}#edit-blacklist`);
  t.is(blacklist.fields['blacklistjids'], '');
  const question = await stage(
    `${admin}#edit-blacklist`,
    { blacklistjids: ['spam.example', 'mallory@localhost'] },
    { sessionid: blacklist.sessionid },
  );
  t.is(question.lines[0], '2 addresses are blocked by this, and 0 no more. Shall the list be changed?');
  await stage(`${admin}#edit-blacklist`, {}, { sessionid: blacklist.sessionid });
  t.is(await confirms('block set spam.example'), '1 address is blocked now.');
  t.deepEqual(
    house.blocks.blocked().map(({ whom }) => whom.jid),
    ['spam.example'],
  );
});

test('XEP-0133: people in rooms are counted, and told something', async (t) => {
  const { stage, says, confirms, house } = surfaces();
  const admin = 'http://jabber.org/protocol/admin';
  const count = await stage(`${admin}#get-online-users-num`);
  t.like(count.fields, { FORM_TYPE: admin, onlineusersnum: '0' });
  t.regex(await says('announce We pause at noon.'), /^It is said in 3 rooms\. Shall it be said\?/);
  t.is(
    await confirms('announce We pause at noon.'),
    'It is being said, room by room. "job show j3" tells how far it is.',
  );
  t.deepEqual(house.said, ['We pause at noon.']);
});

test('a test of the service tells how long each part took', async (t) => {
  const { says } = surfaces();
  const lines = (await says('service test')).split('\n');
  t.deepEqual(lines, [
    'It works.',
    'To the server and back: 1.3 ms',
    'Until it is safe on the disk: 0.5 ms',
    'Reading it again: 0.3 ms',
  ]);
});

test('administrators may run all commands of the service, others what is for everybody, strangers none', async (t) => {
  const { offered, form } = surfaces();
  const service = commands.filter(({ where }) => where === 'service');
  t.deepEqual(
    await offered('root@localhost/desk'),
    service.map(({ words }) => words),
  );
  const everybody = service.filter(({ mayRun }) => mayRun === 'everyone');
  t.deepEqual(
    await offered(alice),
    everybody.map(({ words }) => words),
  );
  t.deepEqual(await offered(stranger), []);
  for (const { node, mayRun } of service) {
    if (mayRun !== 'everyone') t.like(await form(node, {}, { as: alice }), { condition: 'forbidden' }, node);
    t.like(await form(node, {}, { as: stranger }), { condition: 'forbidden' }, node);
  }
});

test('a command that a text names is named as people see it: by its title in forms, by its words in chat', async (t) => {
  const { form, stage, says } = surfaces();
  const missing = await form('longroom:addins:delete', {});
  t.like(missing, { text: 'There are no add-ins yet. "Register an add-in" makes one.' });
  t.is(await says('addin delete x'), 'There are no add-ins yet. "addin create" makes one.');
  const made = await stage('longroom:categories:create', { name: 'Desk' });
  t.regex(made.notes[0] ?? '', /Nobody is allowed yet: "Change a category" changes that\./);
});
