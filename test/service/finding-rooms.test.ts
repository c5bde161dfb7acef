/** Rooms by command, for everybody: found, joined, asked for. */
import test from 'ava';
import { child, serialize } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { body, domain, statuses, World } from '../world.ts';
import { hearsBack, insistsOn } from './chatting.ts';
import { alice, bob } from './conversation.ts';

const root = 'root@localhost/desk';
const carol = 'carol@localhost/x';
const mucUser = 'http://jabber.org/protocol/muc#user';

async function house(): Promise<World> {
  const world = new World({ store: memoryStore(), admins: ['root@localhost'], rates: undefined });
  return (await world.start()).connect();
}

/** Everything that is said to somebody after they have said this, messages of the service apart. */
async function afterSaying(on: World, who: string, text: string): Promise<{ reply: string; xml: string }> {
  await on.hears(who);
  on.send(who, `<message to='${domain}' type='chat'><body>${text}</body></message>`);
  const heard = await on.hears(who);
  const reply = heard.find(({ attrs }) => attrs['from'] === domain);
  const others = heard.filter((stanza) => stanza !== reply);
  return { reply: reply === undefined ? '' : (body(reply) ?? ''), xml: others.map(serialize).join('\n') };
}

function enters(room: string, nick: string): string {
  return `<presence to='${room}@${domain}/${nick}'><x xmlns='http://jabber.org/protocol/muc'/></presence>`;
}

test('rooms are found by words and category, and only those one may know of', async (t) => {
  const on = await house();
  await hearsBack(on, root, 'category create Trading allowed=alice@localhost,root@localhost');
  await hearsBack(on, root, 'room create "Oil desk" category=Trading managers=alice@localhost');
  await hearsBack(
    on,
    root,
    'room create Kitchen description="Who cooks oil today" managers=root@localhost privacy=open',
  );
  await hearsBack(on, root, 'room create Board managers=alice@localhost privacy=secret');
  await on.pass(60_000);
  t.regex(await hearsBack(on, bob, 'rooms'), /^1 room in all\.\n.*\nKitchen · /);
  t.regex(await hearsBack(on, bob, 'rooms oil'), /^1 room in all\.\n.*\nKitchen · /);
  t.is(await hearsBack(on, bob, 'rooms desk'), 'No room is called like that.');
  const found = await hearsBack(on, alice, 'rooms');
  for (const name of ['Oil desk', 'Kitchen', 'Board']) t.true(found.includes(`${name} · `), name);
});

test('a secret room is found by command as it is in the list: also by group, and by nobody out of scope', async (t) => {
  const on = await house();
  await hearsBack(on, root, 'group create traders alice@localhost');
  await hearsBack(on, root, 'group create bankers alice@localhost,bob@localhost');
  await hearsBack(on, root, 'category create Trading allowed=group:traders,group:bankers,root@localhost');
  await hearsBack(on, root, 'room create Falcon category=Trading privacy=secret members=alice@localhost');
  await hearsBack(on, root, 'room create Heron category=Trading privacy=secret members=group:traders');
  await on.pass(60_000);
  t.regex(await hearsBack(on, alice, 'rooms'), /^2 rooms in all\./);
  t.is(await hearsBack(on, bob, 'rooms'), 'There are no rooms here yet.');
  // Groups may come back, and so a place on a list stays where scope is lost with them.
  await insistsOn(on, root, 'group set traders remove=alice@localhost');
  await insistsOn(on, root, 'group set bankers remove=alice@localhost');
  t.is(await hearsBack(on, alice, 'rooms'), 'There are no rooms here yet.');
});

test('an administrator lists all rooms, narrowed by what is given, as many as wanted', async (t) => {
  const on = await house();
  for (const [name, more] of [
    ['One', 'managers=alice@localhost'],
    ['Two', 'members=alice@localhost managers=bob@localhost privacy=secret'],
    ['Three', 'managers=bob@localhost type=auditorium'],
  ])
    await hearsBack(on, root, `room create ${name} ${more}`);
  await on.pass(60_000);
  const listed = async (text: string): Promise<string[]> =>
    (await hearsBack(on, root, text)).split('\n').flatMap((line) => /^(\w+) · \S+@/.exec(line)?.[1] ?? []);
  t.deepEqual(await listed('room list'), ['Two', 'One', 'Three']);
  t.deepEqual(await listed('room list privacy=secret'), ['Two']);
  t.deepEqual(await listed('room list manager=alice@localhost'), ['One']);
  t.deepEqual((await listed('room list member=alice@localhost')).sort(), ['One', 'Two']);
  t.deepEqual(await listed('room list at-most=1'), ['Two']);
  t.deepEqual(await listed('room list t'), ['Two', 'Three']);
});

test('my rooms say what one is there and what is new', async (t) => {
  const on = await house();
  await hearsBack(on, alice, 'room create Den members=bob@localhost');
  t.is(await hearsBack(on, carol, 'my rooms'), 'You belong to no room yet. "rooms" shows those there are.');
  on.send(bob, enters('den', 'Bob'));
  await on.hears(bob);
  t.regex(await hearsBack(on, bob, 'my rooms'), /\nDen · den@\S+ · member · you are in it · /);
  on.send(bob, `<presence to='den@${domain}/Bob' type='unavailable'/>`);
  on.send(alice, enters('den', 'Alice'));
  for (const text of ['one', 'two'])
    on.send(alice, `<message to='den@${domain}' type='groupchat' id='${text}'><body>${text}</body></message>`);
  await on.hears(alice);
  t.regex(await hearsBack(on, bob, 'my rooms'), /\nDen · den@\S+ · member · 2 messages · /);
});

test('joining sends an invitation, or enters; all rooms at once, too', async (t) => {
  const on = await house();
  for (const name of ['One', 'Two']) await hearsBack(on, alice, `room create ${name} members=bob@localhost`);
  const one = await afterSaying(on, bob, 'join one');
  t.is(one.reply, 'An invitation is on its way to you.');
  t.regex(one.xml, new RegExp(`from="one@${domain}"[^>]* to="${bob}".*<invite from="one@${domain}"`));
  const all = await afterSaying(on, bob, 'join all enter=yes');
  t.is(all.reply, 'You have entered 2 rooms: One, Two.');
  t.is(all.xml.match(/code="110"/g)?.length, 2);
  t.is(await hearsBack(on, bob, 'join all'), 'You are in all your rooms, or have none.');
  t.regex(await hearsBack(on, carol, 'join one'), /not|member/);
});

test('who is in no room for members asks to become one, and is told what was decided', async (t) => {
  const on = await house();
  await hearsBack(on, alice, 'room create Den');
  t.regex(await hearsBack(on, carol, 'request join den Carol "I cook"'), /The managers of the room are asked/);
  t.regex(await hearsBack(on, alice, 'request list den'), /carol@localhost · Carol · - · - · - · I cook/);
  await on.hears(carol);
  t.is(
    await hearsBack(on, alice, 'request approve den "Carol (carol@localhost)"'),
    'The person is a member of the room now.',
  );
  const told = await on.hears('carol@localhost');
  t.true(
    told.some((stanza) => child(stanza, 'x', mucUser) !== undefined && serialize(stanza).includes('now you are one')),
  );
  on.send(carol, enters('den', 'Carol'));
  t.true((await on.hears(carol)).some((stanza) => statuses(stanza).includes(110)));
});

test('a room tells its add-in and where that is, and no field twice', async (t) => {
  const on = await house();
  await hearsBack(on, root, 'addin create Board https://example.org/board');
  await hearsBack(on, root, 'room create Den address=den add-in=Board privacy=open');
  await on.hears(alice);
  on.send(
    alice,
    `<iq type='get' id='info' to='den@${domain}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`,
  );
  const [answer] = await on.hears(alice);
  const told = answer === undefined ? '' : serialize(answer);
  const names = [...told.matchAll(/<field [^>]*var="([^"]*)"/g)].map(([, name]) => name);
  t.regex(told, /var="longroom#roominfo_addin"[^>]*><value>Board</);
  t.regex(told, /var="longroom#roominfo_addinurl"[^>]*><value>https:\/\/example.org\/board</);
  const twice = names.filter((name, at) => name !== 'FORM_TYPE' && names.indexOf(name) !== at);
  t.deepEqual(twice, []);
});

test('where somebody is, only those learn who would see it in the room', async (t) => {
  const on = await house();
  await hearsBack(on, alice, 'room create Hidden privacy=open');
  await hearsBack(on, alice, 'room create Board privacy=secret members=carol@localhost address=board');
  for (const room of ['hidden', 'board']) on.send(carol, enters(room, 'Carol'));
  on.send(bob, enters('hidden', 'Bob'));
  await on.hears(carol);
  t.regex(await hearsBack(on, root, 'where carol@localhost'), /Board(.*\n)*.*Hidden/);
  t.is(
    await hearsBack(on, bob, 'where carol@localhost'),
    'carol@localhost is in no room now that you could see them in.',
  );
  t.regex(await hearsBack(on, alice, 'where carol@localhost'), /Board(.*\n)*.*Hidden/);
  on.send(
    alice,
    `<iq to='hidden@${domain}' type='set' id='c'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field><field var='muc#roomconfig_whois'><value>anyone</value></field></x></query></iq>`,
  );
  await on.hears(alice);
  const seen = await hearsBack(on, bob, 'where carol@localhost');
  t.regex(seen, /Hidden/);
  t.notRegex(seen, /Board/);
});
