/** Rooms by command: made, changed, moved, disabled, deleted. */
import test from 'ava';
import { isRefusal } from '../../src/wire/error.ts';
import { child } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { domain, statuses, World } from '../world.ts';
import { hearsBack, talks } from './chatting.ts';
import { command, commandXml, stage } from './commanding.ts';
import { alice, bob } from './conversation.ts';

const root = 'root@localhost/desk';

async function house(): Promise<World> {
  const world = new World({ store: memoryStore(), admins: ['root@localhost'], rates: undefined });
  return (await world.start()).connect();
}

/** Says it, and the word that is asked for; gives the question and the reply. */
async function agreed(on: World, who: string, text: string): Promise<readonly [question: string, reply: string]> {
  const question = await hearsBack(on, who, text);
  const word = /^Send "(\w+)" within/m.exec(question)?.[1] ?? '';
  return [question, await hearsBack(on, who, word)];
}

function join(room: string, nick: string): string {
  return `<presence to='${room}@${domain}/${nick}'><x xmlns='http://jabber.org/protocol/muc'/></presence>`;
}

test('a room is made ready for use: closed, with an address and a link that can be read', async (t) => {
  const on = await house();
  t.is(
    await hearsBack(on, alice, 'room create "Spring Campaign 2026!"'),
    [
      'The room "Spring Campaign 2026!" is there.',
      `Address: spring-campaign-2026@${domain}`,
      `Link: xmpp:spring-campaign-2026@${domain}?join`,
      'Category: General',
    ].join('\n'),
  );
  const card = await hearsBack(on, alice, 'room show spring-campaign-2026');
  t.regex(card, /\nPrivacy: closed\n/);
  t.regex(card, /\nManagers: alice@localhost\nMembers: alice@localhost/);
  on.send(alice, join('spring-campaign-2026', 'Alice'));
  t.true((await on.hears(alice)).some((stanza) => statuses(stanza).includes(110)));
  t.regex(await hearsBack(on, alice, 'room create "Spring Campaign 2026!"'), /Address: spring-campaign-2026-\S+@/);
});

test('an address may be chosen, if it is free, and a secret room gets one that nobody guesses', async (t) => {
  const on = await house();
  t.regex(await hearsBack(on, alice, 'room create One address=den'), new RegExp(`Address: den@${domain}`));
  t.is(
    (await hearsBack(on, bob, 'room create Two address=den')).split('\n')[0],
    'This address is not available. Choose another one.',
  );
  t.regex(await hearsBack(on, bob, 'room create Two address="not good"'), /cannot stand before the @/);
  const secret = await hearsBack(on, alice, 'room create "Board of directors" privacy=secret');
  t.notRegex(secret, /Address: .*board/);
  t.notRegex(await hearsBack(on, bob, 'rooms'), /Board/);
  t.regex(await hearsBack(on, alice, 'rooms'), /Board/);
});

test('a form for making a room refuses what cannot be, names the field and keeps what was filled in', async (t) => {
  const on = await house();
  const first = await stage(on, alice, commandXml('longroom:rooms:create'), domain);
  t.deepEqual(Object.keys(first.fields), ['name', 'category', 'description', 'type', 'privacy']);
  const { sessionid } = first;
  const bad = await stage(on, alice, commandXml('longroom:rooms:create', { sessionid }, { name: '' }), domain);
  t.regex(bad.notes[0] ?? '', /Name/);
  const wanted = { name: 'General', privacy: 'open' };
  const second = await stage(on, alice, commandXml('longroom:rooms:create', { sessionid }, wanted), domain);
  t.true('presenters' in second.fields);
  const taken = await stage(on, alice, commandXml('longroom:rooms:create', { sessionid }, {}), domain);
  t.deepEqual(taken.notes, [
    'error: No room may be called "General": a category has this name. Choose another name for the room.',
  ]);
  const back = await stage(on, alice, commandXml('longroom:rooms:create', { sessionid, action: 'prev' }), domain);
  t.is(back.fields['privacy'], 'open');
});

test('presenters are for auditoriums, and become members', async (t) => {
  const on = await house();
  t.regex(await hearsBack(on, root, 'room create Talks presenters=alice@localhost'), /Only an auditorium/);
  await hearsBack(on, root, 'room create Talks type=auditorium presenters=alice@localhost managers=bob@localhost');
  t.regex(
    await hearsBack(on, root, 'room show talks'),
    /\nType: auditorium\n(.*\n)*Managers: bob@localhost\nMembers: bob@localhost, alice@localhost\nPresenters: alice@localhost/,
  );
  t.is(
    await hearsBack(on, bob, 'room presenters talks carol@localhost').then((said) => said.split('\n')[0]),
    'Only members become presenters: make this person a member first.',
  );
  t.regex(await hearsBack(on, bob, 'room set talks type=normal'), /It has no presenters any more/);
});

test('a form for changing a room shows what is, and changes only what differs', async (t) => {
  const on = await house();
  await hearsBack(on, alice, 'room create Den description="Where we meet"');
  const to = `den@${domain}`;
  const shown = await stage(on, alice, commandXml('longroom:rooms:set'), to);
  t.like(shown.fields, { name: 'Den', description: 'Where we meet', type: 'normal', privacy: 'closed' });
  const more = { sessionid: shown.sessionid };
  const done = await stage(on, alice, commandXml('longroom:rooms:set', more, { ...shown.fields, name: 'Lair' }), to);
  t.deepEqual(done.notes, ['info: The room is changed.']);
  const audit = await hearsBack(on, root, 'audit');
  t.regex(audit, /Lair/);
  t.regex(await hearsBack(on, alice, 'room show den'), /^Name: Lair\nAddress: den@/);
  await hearsBack(on, alice, 'room set den description=""');
  t.notRegex(await hearsBack(on, alice, 'room show den'), /Where we meet/);
});

test('lists take people, domains and groups, by what is added, removed, or as a whole', async (t) => {
  const on = await house();
  await hearsBack(on, root, 'group create desk members=carol@localhost');
  await hearsBack(on, alice, 'room create Den');
  t.regex(await hearsBack(on, alice, 'room members den bob@localhost,group:desk'), /2 entries added, 0 removed/);
  on.send('carol@localhost/x', join('den', 'Carol'));
  t.true((await on.hears('carol@localhost/x')).some((stanza) => statuses(stanza).includes(110)));
  t.regex(await hearsBack(on, alice, 'room people den members'), /group:desk · - · member/);
  t.regex(await hearsBack(on, alice, 'room members den remove=group:desk'), /0 entries added, 1 removed/);
  t.true((await on.hears('carol@localhost/x')).some((stanza) => statuses(stanza).includes(321)));
  t.regex(await hearsBack(on, alice, 'room members den whole=dave@localhost'), /1 entry added, 2 removed/);
  t.regex(await hearsBack(on, alice, 'room people den'), /^1 in all\.\n.*\ndave@localhost/);
  t.regex(await hearsBack(on, alice, 'room members den eve@elsewhere.example'), /out of scope/);
  t.regex(await hearsBack(on, alice, 'room managers den bob@localhost'), /1 entry added/);
  t.regex(await hearsBack(on, bob, 'room people den managers'), /bob@localhost · - · manager \(owner\) · -/);
});

test('who is banned leaves at once, and a ban can be lifted', async (t) => {
  const on = await house();
  await hearsBack(on, alice, 'room create Den privacy=open');
  on.send(bob, join('den', 'Bob'));
  await on.hears(bob);
  await hearsBack(on, alice, 'room ban den bob@localhost reason="too loud"');
  t.true((await on.hears(bob)).some((stanza) => statuses(stanza).includes(301)));
  t.regex(await hearsBack(on, alice, 'room people den banned'), /bob@localhost · - · banned · too loud/);
  await hearsBack(on, alice, 'room unban den bob@localhost');
  t.is(await hearsBack(on, alice, 'room people den banned'), 'Nobody is banned from the room.');
});

test('a disabled room is left by everybody; administrators alone enable it, and delete it', async (t) => {
  const on = await house();
  await hearsBack(on, root, 'category set General owners-destroy=no');
  await hearsBack(on, alice, 'room create Den privacy=open');
  on.send(bob, join('den', 'Bob'));
  await on.hears(bob);
  t.notRegex(await hearsBack(on, alice, 'room delete den'), /Shall the room/);
  const [question, reply] = await agreed(on, alice, 'room disable den');
  t.regex(question, /^1 person leaves it at once\. Only administrators/);
  t.is(reply, 'The room is disabled.');
  t.true((await on.hears(bob)).some(({ attrs }) => attrs['type'] === 'unavailable'));
  t.notRegex(await hearsBack(on, alice, 'room enable den'), /enabled\.$/);
  t.is(await hearsBack(on, root, 'room enable den'), 'The room is enabled.');
  const [asked, gone] = await agreed(on, root, 'room delete den');
  t.regex(asked, /This cannot be undone\. Shall the room "Den" \(den@/);
  t.is(gone, 'The room is deleted.');
});

test('moving a room says whom it takes out, and takes them out', async (t) => {
  const on = await house();
  await hearsBack(on, root, 'category create Trading allowed=alice@localhost,root@localhost creators=alice@localhost');
  await hearsBack(on, alice, 'room create Den category=General');
  await hearsBack(on, alice, 'room members den bob@localhost');
  on.send(bob, join('den', 'Bob'));
  await on.hears(bob);
  const [question, reply] = await agreed(on, alice, 'room move den Trading');
  t.regex(question, /^This takes 1 entry off its lists and 1 person out of the room\. Shall the room be moved/);
  t.is(reply, 'The room is in the category "Trading" now. It took 1 entry off its lists and 1 person out of the room.');
  t.true((await on.hears(bob)).some(({ attrs }) => attrs['type'] === 'unavailable'));
  t.regex((await talks(on, bob, 'room show den'))[0] ?? '', /no such room|There is no/i);
  await hearsBack(on, bob, 'room create Other');
  t.notRegex(await hearsBack(on, bob, 'room move other Trading'), /moved|now/);
});

test('a room with long lists is moved by a job that survives a kill', async (t) => {
  const store = memoryStore();
  const admins = ['root@localhost'];
  const on = (await new World({ store, admins, rates: undefined }).start()).connect();
  await hearsBack(on, root, 'category create Few allowed=alice@localhost,root@localhost');
  await hearsBack(on, root, 'room create Den managers=alice@localhost');
  for (let first = 0; first < 1_200; first += 400) {
    const people = Array.from({ length: 400 }, (_, nth) => `p${first + nth}@localhost`).join(',');
    await stage(on, root, commandXml('longroom:rooms:members', {}, { add: people.split(',') }), `den@${domain}`);
  }
  const [question] = await agreed(on, root, 'room move den Few');
  t.regex(question, /^This takes 1200 entries off its lists/);
  const again = (await new World({ store: store.reopen(), admins, rates: undefined }).start()).connect();
  for (let tries = 0; tries < 20; tries += 1) await again.pass(1_000);
  t.regex(await hearsBack(again, root, 'room people den'), /^1 in all\.\n.*\nalice@localhost/);
  t.regex(await hearsBack(again, root, 'job list'), /Moving den@\S+ to another category · done/);
});

/** What each may run in a room: a manager runs the room, and does no more. */
const everybody = ['join', 'room show', 'request join'];
const managers = [
  ...['room set', 'room people', 'room members', 'room managers', 'room presenters', 'room ban', 'room unban'],
  ...['invite', 'room move', 'room disable'],
];
const administrators = ['room enable', 'room delete', 'room clear', 'messages remove'];
const hiddenFrom: Readonly<Record<string, readonly string[]>> = {
  [bob]: [...managers, ...administrators],
  [alice]: administrators,
};

for (const [who, hidden] of Object.entries(hiddenFrom)) {
  test(`commands that are not for them are not shown to ${who}, and are refused`, async (t) => {
    const on = await house();
    await hearsBack(on, root, 'category set General owners-destroy=no');
    await hearsBack(on, alice, 'room create Den privacy=open');
    const help = await hearsBack(on, who, 'help den');
    const shown = help.split('\n').map((line) => line.split(':')[0] ?? '');
    t.deepEqual(
      hidden.filter((words) => shown.includes(words) && words !== 'invite'),
      [],
    );
    t.deepEqual(
      everybody.filter((words) => !shown.includes(words)),
      [],
    );
    for (const node of ['clear', 'remove-messages', 'enable', 'delete']) {
      const refused = await command(on, who, commandXml(`longroom:rooms:${node}`), `den@${domain}`);
      t.is('condition' in refused ? refused.condition : '', 'forbidden');
    }
  });
}

test('a password is never said', async (t) => {
  const on = await house();
  await hearsBack(on, alice, 'room create Den privacy=open');
  on.send(
    alice,
    `<iq to='den@${domain}' type='set' id='c'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field><field var='muc#roomconfig_passwordprotectedroom'><value>1</value></field><field var='muc#roomconfig_roomsecret'><value>xyzzy</value></field></x></query></iq>`,
  );
  await on.hears(alice);
  const card = await hearsBack(on, alice, 'room show den');
  t.regex(card, /Password: needed to enter/);
  t.notRegex(card, /xyzzy/);
  const all = await talks(on, bob, 'join den');
  t.notRegex(all.join('\n'), /xyzzy/);
  t.false((await on.hears(bob)).some((stanza) => child(stanza, 'x')?.toString().includes('xyzzy')));
});

test('on the command line, a room is made for others and moved, by who is at the machine', async (t) => {
  const on = await house();
  const types = async (words: string, given: Readonly<Record<string, string>>, room?: string) => {
    const values = Object.entries(given).map(([key, text]) => ({ key, text }));
    const line = { user: 'ops', words, values, ...(room !== undefined && { room }) };
    const begun = await on.commandLine.begin(line, () => {});
    if (isRefusal(begun)) return begun.text;
    const result = await begun.run({ limit: 50 });
    return isRefusal(result) ? result.text : [begun.question, result.note].join(' ');
  };
  t.regex(
    await types('room create', { name: 'Den', members: 'bob@localhost', managers: 'alice@localhost' }),
    /is there/,
  );
  t.regex(
    await hearsBack(on, alice, 'room show den'),
    /\nManagers: alice@localhost\nMembers: bob@localhost, alice@local/,
  );
  t.regex(await types('category create', { name: 'Few', allowed: 'alice@localhost' }), /Few/);
  t.regex(await types('room move', { category: 'Few' }, 'den'), /1 entry off .* It took 1 entry off its lists/);
  t.regex(await types('room clear', { until: '2026-01-01' }, 'den'), /^0 messages .* It has begun/);
  t.is(await types('room enable', {}, 'nowhere'), 'There is no such room.');
});
