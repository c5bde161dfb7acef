/** Commands for running the service, on the service itself: what they do lasts, and is seen in rooms. */
import test from 'ava';
import { ServiceProbe } from '../../src/service/operations/probe.ts';
import { memoryStore } from '../memory-store.ts';
import { body, domain, JumpingClock, World } from '../world.ts';
import { hearsBack } from './chatting.ts';
import { command, commandXml, type Filled, listed, stage } from './commanding.ts';
import { alice, bob, enter, owner, room, talk, world } from './conversation.ts';

const root = 'root@localhost/desk';
const admin = 'http://jabber.org/protocol/admin';

const run = (on: World, node: string, fields: Filled = {}, who = root) =>
  stage(on, who, commandXml(node, {}, fields), domain);

/** Also where a last question is asked. */
async function agreed(on: World, node: string, fields: Filled) {
  const { sessionid, lines } = await run(on, node, fields);
  return { question: lines[0], done: await stage(on, root, commandXml(node, { sessionid }), domain) };
}

test('an ethical wall: a category, a group and a room, and who is taken out of the group leaves', async (t) => {
  const on = await talk();
  await run(on, 'longroom:groups:create', { group: 'desk', members: ['bob@localhost'] });
  await run(on, 'longroom:categories:create', { name: 'Trading', history: '1', allowed: ['group:desk'] });
  const shown = await run(on, 'longroom:categories:show', { category: 'Trading' });
  t.like(shown.fields, { allowed: 'group:desk', history: 'on' });
  const set = await run(on, 'longroom:categories:set', { category: 'General' });
  const asked = await stage(
    on,
    root,
    commandXml('longroom:categories:set', { sessionid: set.sessionid }, { 'add-denied': 'bob@localhost' }),
    domain,
  );
  t.regex(asked.lines[0] ?? '', /^This takes 1 person out of rooms and 0 entries off the lists of 1 room\. Shall/);
  await on.hears(bob);
  const done = await stage(on, root, commandXml('longroom:categories:set', { sessionid: set.sessionid }), domain);
  t.regex(done.notes[0] ?? '', /is changed\. Its rooms follow now/);
  const left = await on.hears(bob);
  t.true(left.some(({ name, attrs }) => name === 'presence' && attrs['type'] === 'unavailable'));
  const jobs = listed(await run(on, 'longroom:jobs:list'));
  t.is(jobs[0]?.['How far'], 'done');
  const audit = listed(await run(on, 'longroom:audit:read', { where: 'General' }));
  t.like(audit[0], {
    Who: 'root@localhost',
    Where: 'category "General"',
    'Before and after': 'denied: added bob@localhost',
  });
});

test('an announcement is heard in rooms, and is not in their history', async (t) => {
  const on = await talk();
  const { question, done } = await agreed(on, `${admin}#announce`, { announcement: 'We pause at noon.' });
  t.is(question, 'It is said in 1 room. Shall it be said?');
  t.regex(done.notes[0] ?? '', /^info: It is being said, room by room\. "Show long work" tells/);
  const heard = await on.hears(alice);
  const said = heard.find((stanza) => body(stanza) === 'We pause at noon.');
  t.like(said?.attrs, { from: room, type: 'groupchat' });
  on.send('carol@localhost/x', `<presence to='${room}/Carol'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
  const history = await on.hears('carol@localhost/x');
  t.false(history.some((stanza) => body(stanza) === 'We pause at noon.'));
});

test('who can become presenter of a room are its members that the category covers', async (t) => {
  const on = await talk();
  const item = `<item affiliation='member' jid='bob@localhost'/>`;
  const query = `<query xmlns='http://jabber.org/protocol/muc#admin'>${item}</query>`;
  on.send(owner, `<iq to='${room}' type='set' id='m'>${query}</iq>`);
  await on.settle();
  const found = await run(on, 'longroom:eligible:list', { room: 'den', presenters: '1' });
  t.deepEqual(found.lines, ['olga@localhost', 'bob@localhost']);
});

test('people in rooms are counted once, however many clients they have', async (t) => {
  const on = await talk();
  await enter(on, 'alice@localhost/desk', 'Alice2');
  const { fields } = await run(on, `${admin}#get-online-users-num`);
  t.is(fields['onlineusersnum'], '3');
});

test('administrators that a command names last, and are administrators at once', async (t) => {
  const store = memoryStore();
  const on = await (await new World({ store, admins: ['root@localhost'] }).start()).connect();
  t.like(await command(on, alice, commandXml('longroom:jobs:list'), domain), { condition: 'forbidden' });
  await run(on, `${admin}#edit-admin`, { adminjids: ['root@localhost', 'alice@localhost'] });
  t.is((await run(on, 'longroom:jobs:list', {}, alice)).status, 'completed');
  const again = await (await new World({ store, admins: ['root@localhost'] }).start()).connect();
  t.is((await run(again, 'longroom:jobs:list', {}, alice)).status, 'completed');
  const { question } = await agreed(again, `${admin}#edit-admin`, { adminjids: ['root@localhost'] });
  t.regex(question ?? '', /^alice@localhost is no administrator of the service any more\. Shall/);
  t.like(await command(again, alice, commandXml('longroom:jobs:list'), domain), { condition: 'forbidden' });
});

test('a test goes through the server and the store, and can be done again', async (t) => {
  const on = await world();
  for (const _ of [1, 2]) {
    const { notes, fields } = await run(on, 'longroom:service:test');
    t.deepEqual(notes, ['info: It works.']);
    t.regex(fields['server'] ?? '', / ms$/);
  }
});

test('a server that keeps our query is told of, and the store is tried all the same', async (t) => {
  const clock = new JumpingClock();
  const store = memoryStore();
  const probe = new ServiceProbe({ store, domain, clock, random: () => 'r', send: () => {}, nextCommitId: () => 1 });
  const running = probe.run();
  t.like(await probe.run(), { condition: 'resource-constraint', type: 'wait' });
  clock.step(10_001);
  const report = await running;
  t.false('server' in report);
  t.true('store' in report && report.store >= 0);
  t.is((await store.read({ stream: 'probe', order: 'ascending', limit: 9 })).length, 1);
});

test('who loses their place by a change of a group is counted before it is made, members who come in, too', async (t) => {
  const on = await talk();
  await hearsBack(on, root, 'group create desk alice@localhost, carl@localhost');
  await hearsBack(on, root, 'policy set group:desk use allow');
  t.is(
    (await hearsBack(on, root, 'group set desk remove=alice@localhost')).split('\n')[0],
    '1 member leaves the group, and with it whatever only the group lets them into. It is named by the policy (use: allow). At most 1 person in rooms now would have to leave. Shall it be changed?',
  );
  t.regex(await hearsBack(on, root, 'group delete desk'), /At most 1 person in rooms now would have to leave\./);
  t.regex(await hearsBack(on, root, 'group set desk add=bob@localhost'), /is changed/);
  await hearsBack(on, root, 'group create out carl@localhost');
  await hearsBack(on, root, 'category set General add-denied=group:out');
  t.is(
    (await hearsBack(on, root, 'group set out add=bob@localhost')).split('\n')[0],
    '1 member comes into the group, which is kept out. It is named by the category "General" (denied). At most 1 person in rooms now would have to leave. Shall it be changed?',
  );
});

test('administrators are listed with groups of the configuration, and the last one stays', async (t) => {
  const on = await talk();
  on.house.setAdmins(['group:ops', 'root@localhost']);
  t.regex(
    await hearsBack(on, root, 'administrator list'),
    /root@localhost · the configuration\ngroup:ops · the config/,
  );
  const set = await stage(on, root, commandXml(`${admin}#edit-admin`), domain);
  t.is(set.fields['adminjids'], 'root@localhost');
  await run(on, `${admin}#edit-admin`, { adminjids: ['alice@localhost'] });
  on.house.setAdmins([]);
  const answer = await hearsBack(on, alice, 'administrator set administrators=""');
  const word = /^Send "(\w+)"/m.exec(answer)?.[1] ?? '';
  t.regex(await hearsBack(on, alice, word), /^Somebody has to administer the service/);
  t.regex(await hearsBack(on, alice, 'administrator list'), /alice@localhost · a command/);
});

test('what a field of a setting takes is what the service keeps, and no less', async (t) => {
  const on = await talk();
  const long = `https://example.org/${'r'.repeat(1_900)}`;
  for (const typed of [
    `room-management-url=${long}`,
    'large-rooms-above=0',
    'large-rooms-above=500',
    'default-history=1',
  ])
    t.regex(await hearsBack(on, root, `settings set ${typed}`), /^The settings are changed/);
  for (const typed of [
    `room-management-url=${long}${'r'.repeat(100)}`,
    'room-management-url=https://u:p@example.org/',
    'large-rooms-above=501',
    'default-history=0',
  ])
    t.regex(await hearsBack(on, root, `settings set ${typed}`), /Send "help settings set"/, typed);
});
