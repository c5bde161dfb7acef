/** The rules of rooms that no cell of a table shows by itself, each as people meet it. */
import test from 'ava';
import { child, serialize } from '../../src/wire/xml.ts';
import { command, commandXml, stage, submitted } from '../service/commanding.ts';
import { bob, enter, join, owner, room, say } from '../service/conversation.ts';
import { domain, errorOf, statuses } from '../world.ts';
import { contains, get } from './deed.ts';
import { people } from './people.ts';
import { type Stage, stageFor } from './rooms.ts';

const wanda = people.member.session;
const rooms = 'longroom:rooms';

async function lists(
  { on }: Pick<Stage, 'on'>,
  list: 'members' | 'managers' | 'presenters',
  change: Readonly<Record<string, string>>,
  who: string = owner,
): Promise<string> {
  const begun = await stage(on, who, commandXml(`${rooms}:${list}`));
  const more = { sessionid: begun.sessionid, action: 'complete' };
  const done = await command(on, who, commandXml(`${rooms}:${list}`, more, change));
  if ('condition' in done) return done.condition;
  return done.status === 'completed' ? 'done' : done.notes.join();
}

async function enters({ on }: Pick<Stage, 'on'>, who: string, nick = 'Wanda'): Promise<string> {
  await on.hears(who);
  on.send(who, join(nick));
  const heard = await on.hears(who);
  return heard.some((one) => statuses(one).includes(110)) ? 'yes' : (errorOf(heard[0] as never)?.condition ?? '');
}

test('1: a manager who is no member becomes one by their own hand, and enters then', async (t) => {
  const on = await stageFor({ privacy: 'closed', type: 'normal' }, 'manager');
  t.is(await enters(on, wanda), 'registration-required');
  t.is(await lists(on, 'members', { add: 'wanda@localhost' }, wanda), 'done');
  t.is(await enters(on, wanda), 'yes');
});

test('1: whoever makes a closed room is its manager and its member', async (t) => {
  const on = await stageFor({ privacy: 'open', type: 'normal' }, 'administrator');
  const fields = { name: 'Board', address: 'board', privacy: 'closed' };
  let made = await stage(on.on, on.who, commandXml(`${rooms}:create`), domain);
  for (const action of ['next', 'complete']) {
    const given = Object.fromEntries(Object.entries(fields).filter(([name]) => Object.hasOwn(made.fields, name)));
    made = await stage(
      on.on,
      on.who,
      commandXml(`${rooms}:create`, { sessionid: made.sessionid, action }, given),
      domain,
    );
  }
  on.on.send(on.who, join('Root').replace('den@', 'board@'));
  t.true((await on.on.hears(on.who)).some((one) => statuses(one).includes(110)));
});

test('2: only members become presenters, and only of an auditorium; neither outlives the other', async (t) => {
  const normal = await stageFor({ privacy: 'closed', type: 'normal' }, 'member');
  t.regex(await lists(normal, 'presenters', { add: 'wanda@localhost' }), /Only an auditorium has presenters/);
  const stranger = await stageFor({ privacy: 'closed', type: 'auditorium' }, 'in scope');
  t.regex(await lists(stranger, 'presenters', { add: 'wanda@localhost' }), /Only members become presenters/);
  const on = await stageFor({ privacy: 'closed', type: 'auditorium' }, 'presenter');
  t.is(await lists(on, 'members', { remove: 'wanda@localhost' }), 'done');
  t.is(await lists(on, 'members', { add: 'wanda@localhost' }), 'done');
  await enter(on.on, wanda, 'Wanda');
  on.on.send(wanda, say('mine'));
  t.is(errorOf((await on.on.hears(wanda))[0] ?? t.fail())?.condition, 'forbidden', 'a member again, and no presenter');
});

test('3: a manager makes themselves a presenter of an auditorium, and writes then', async (t) => {
  const { on } = await stageFor({ privacy: 'open', type: 'auditorium' }, 'manager, member');
  await enter(on, wanda, 'Wanda');
  on.send(wanda, say('before'));
  t.is(errorOf((await on.hears(wanda))[0] ?? t.fail())?.condition, 'forbidden');
  t.is(await lists({ on }, 'presenters', { add: 'wanda@localhost' }, wanda), 'done');
  await on.hears(owner);
  on.send(wanda, say('after'));
  t.true(contains('olga', 'after')({ own: [], olga: await on.hears(owner), zoe: [], target: [] }));
});

test('4: whoever falls out of scope is out of the room at once, keeps nothing of it, and everybody sees it', async (t) => {
  const { on } = await stageFor({ privacy: 'open', type: 'normal' }, 'member');
  await enter(on, wanda, 'Wanda');
  await on.hears(owner);
  const actor = { key: '', jid: 'root@localhost' };
  await on.house.categories.change({ actor, key: 'default', wish: { denied: { add: ['wanda@localhost'] } } });
  const told = await on.hears(wanda);
  t.deepEqual(
    told.map((one) => [one.attrs['type'], statuses(one)]),
    [['unavailable', [321, 110]]],
  );
  t.true((await on.hears(owner)).some((one) => one.attrs['from'] === `${room}/Wanda`));
  await on.house.categories.change({ actor, key: 'default', wish: { denied: { remove: ['wanda@localhost'] } } });
  t.is(await enters({ on }, wanda), 'yes', 'in scope again');
  const listed = await stage(on, owner, commandXml(`${rooms}:people`));
  t.false(serialize(listed.element).includes('wanda@localhost'), 'but on no list any more');
});

test('5: somebody in scope finds a closed room, asks to become a member, and is one when a manager says so', async (t) => {
  const { on } = await stageFor({ privacy: 'closed', type: 'normal' }, 'in scope');
  t.is(await enters({ on }, wanda), 'registration-required');
  const form = submitted({ FORM_TYPE: 'http://jabber.org/protocol/muc#register', 'muc#register_roomnick': 'Wanda' });
  on.send(wanda, `<iq to='${room}' type='set' id='r'><query xmlns='jabber:iq:register'>${form}</query></iq>`);
  const asked = (await on.hears(owner)).find((one) => child(one, 'x', 'jabber:x:data') !== undefined);
  t.truthy(asked);
  const answer = submitted({
    FORM_TYPE: 'http://jabber.org/protocol/muc#register',
    'muc#register_roomnick': 'Wanda',
    'muc#register_allow': '1',
  });
  on.send(owner, `<message to='${room}' id='a'>${answer}</message>`);
  await on.settle();
  t.is(await enters({ on }, wanda), 'yes');
});

test('6: whoever is no member any more leaves a closed room at once, and hears nothing from then on', async (t) => {
  const { on } = await stageFor({ privacy: 'closed', type: 'normal' }, 'member');
  await enter(on, wanda, 'Wanda');
  t.is(await lists({ on }, 'members', { remove: 'wanda@localhost' }), 'done');
  const told = await on.hears(wanda);
  t.true(told.some((one) => statuses(one).includes(321) && statuses(one).includes(110)));
  on.send(bob, say('among us'));
  await on.settle();
  t.deepEqual(await on.hears(wanda), []);
});

test('7: administrators are told who may be put on the lists of a category, groups with all who are in them', async (t) => {
  const { on, who } = await stageFor({ privacy: 'closed', type: 'normal' }, 'administrator');
  const begun = await stage(on, who, commandXml('longroom:eligible:list'), domain);
  const more = { sessionid: begun.sessionid, action: 'complete' };
  const fields = Object.hasOwn(begun.fields, 'category') ? { category: 'General' } : {};
  const told = await stage(on, who, commandXml('longroom:eligible:list', more, fields), domain);
  t.true(serialize(told.element).includes('gina@localhost'));
});

test('8: a closed room without members is for nobody, whatever its category allows', async (t) => {
  const on = await stageFor({ privacy: 'closed', type: 'normal' }, 'in scope');
  t.is(await lists(on, 'members', { list: '' }), 'done');
  t.is(await enters(on, wanda), 'registration-required');
  t.is(await enters(on, bob, 'Bob'), 'registration-required');
});

test('9: whoever may make no rooms sees what a room is, and makes none', async (t) => {
  const { on } = await stageFor({ privacy: 'open', type: 'normal' }, 'in scope');
  on.send(wanda, get("<query xmlns='http://jabber.org/protocol/disco#info'/>"));
  t.is((await on.hears(wanda))[0]?.attrs['type'], 'result');
  on.send(wanda, join('Wanda').replace('den@', 'mine@'));
  t.is(errorOf((await on.hears(wanda))[0] ?? t.fail())?.condition, 'not-allowed');
});
