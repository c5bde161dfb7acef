/** Chat with the service and with rooms, command by command (DESIGN: Chat with the service). */
import test from 'ava';
import { childText } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { domain, statuses, World } from '../world.ts';
import { hearsBack, talks } from './chatting.ts';
import { alice, bob, enter, openRoom, owner, room, talk, world } from './conversation.ts';

const root = 'root@localhost/desk';

test('help lists what this person may run, and nothing else', async (t) => {
  const on = await world();
  const forRoot = await hearsBack(on, root, 'help');
  t.regex(forRoot, /^What you can send:\nrooms: Rooms\n(.*\n)*category: list, show, create, set, delete, entries\n/);
  t.regex(forRoot, /\njoin all: .*\n(.*\n)*block: add, remove, list, set\n(.*\n)*audit: Who changed what\n/);
  t.regex(forRoot, /\nSend "help" and the first word for what each of these does\.\nSend "help ROOM"/);
  t.true(forRoot.split('\n').length < 35);
  t.true(forRoot.split('\n').every((line) => line.length < 90));
  const forAlice = await hearsBack(on, alice, ' Help ');
  t.notRegex(forAlice, /block/);
  t.regex(forAlice, /^What you can send:\nrooms: Rooms\n/);
  t.notRegex(await hearsBack(on, alice, 'help block add'), /Block somebody/);
});

test('help with a command says how it is used, with an example', async (t) => {
  const on = await world();
  const help = await hearsBack(on, root, 'help BLOCK add');
  t.true(help.startsWith('Block somebody\n'));
  t.true(help.includes('\nblock add ADDRESS [REASON]\n'));
  t.true(help.includes('\nreason: Reason. For administrators; nobody else sees it. May be left out.\n'));
  t.true(help.endsWith('For example: block add mallory@example.org'));
  t.is(
    await hearsBack(on, root, 'help block'),
    [
      'What you can send:',
      'block add: Block somebody',
      'block remove: Unblock somebody',
      'block list: Who is blocked',
      'block set: Edit who is blocked',
      'Send "help" and a command for how it is used.',
    ].join('\n'),
  );
});

test('commands are typed as people type, and do what they do', async (t) => {
  const on = await talk();
  t.is(await hearsBack(on, root, 'Block Add bob@localhost too much spam'), 'bob@localhost is blocked.');
  t.true((await on.hears(bob)).some((stanza) => statuses(stanza).includes(301)));
  t.is(on.blocking.blocked()[0]?.reason, 'too much spam');
  t.regex(
    await hearsBack(on, root, 'block list'),
    /^Address or domain · Since · By · Reason\nbob@localhost · .* · root@localhost · too much spam$/,
  );
  t.regex(await hearsBack(on, root, 'block remove address=bob@localhost'), /taken off/);
  for (const typed of [
    'block add reason: a “lot” of spam address=bob@localhost',
    'block add bob@localhost reason="a “lot” of spam"',
    'block add —reason=“a "lot" of spam” bob@localhost',
    'block add bob@localhost --reason a lot of spam',
  ]) {
    t.regex(await hearsBack(on, root, typed), /blocked/, typed);
    await hearsBack(on, root, 'block remove bob@localhost');
  }
});

test('what cannot be read is answered with what would do; a mistyped command with what was meant', async (t) => {
  const on = await world();
  t.is(
    await hearsBack(on, root, 'blok add bob@localhost'),
    'I do not know this command. Did you mean "block add"? Send "help" for what there is.',
  );
  for (const typed of ['hlep', 'hepl category']) t.regex(await hearsBack(on, alice, typed), /Did you mean "help"\?/);
  t.regex(await hearsBack(on, root, 'block add'), /^The field "address" has to be given\..*\nSend "help block add"/);
  t.regex(
    await hearsBack(on, root, 'block remove bob@localhost carol@localhost'),
    /more here than "block remove" takes/,
  );
  t.regex(await hearsBack(on, root, 'block add bob@localhost reason=a reason=b'), /"reason" has to be given once/);
  t.deepEqual(on.blocking.blocked(), []);
});

test('who may not run a command is told so, and nothing happens', async (t) => {
  const on = await world();
  t.is(await hearsBack(on, alice, 'block add bob@localhost'), 'You may not run this command here.');
  t.is(await hearsBack(on, alice, 'block list'), 'You may not run this command here.');
  t.deepEqual(on.blocking.blocked(), []);
});

test('a room is named by its address, by what stands before the @, or by its name', async (t) => {
  const on = await talk({ 'muc#roomconfig_roomname': 'The Lion’s Den', 'muc#roomconfig_publicroom': '1' });
  for (const [at, named] of ['den', room, 'DEN', '"the lion’s den"'].entries()) {
    t.is(
      await hearsBack(on, owner, `hat create ${named} "Host ${at}" urn:hat:${at}`),
      `The hat "Host ${at}" can be assigned to people now.`,
    );
  }
  t.regex(await hearsBack(on, owner, 'hat list den'), /^Title · URI · Colour\nHost 0 · urn:hat:0 · -\n/);
  t.is(await hearsBack(on, owner, 'hat assign den alice@localhost host 2'), 'alice@localhost wears the hat now.');
  t.regex(await hearsBack(on, alice, 'hat create den X urn:x'), /may not run/);
  t.regex(await hearsBack(on, owner, 'hat list nowhere'), /^(There is no such room|.*not)/);
  t.is(await hearsBack(on, owner, 'hat list den@elsewhere.example'), 'There is no such room.');
  t.regex(await hearsBack(on, owner, 'hat list'), /^Say in which room\./);
  t.regex(await hearsBack(on, owner, 'help den'), /hat create: Create or change a hat/);
  t.notRegex(await hearsBack(on, alice, 'help den'), /hat create/);
});

test('a name that several rooms have is asked about, and rooms that are not listed have none', async (t) => {
  const on = await world();
  for (const local of ['one', 'two', 'hidden']) {
    const jid = `${local}@${domain}`;
    on.send(owner, `<presence to='${jid}/Olga'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
    await on.settle();
    const isPublic = local === 'hidden' ? '0' : '1';
    const name = local === 'hidden' ? 'Secret' : 'Twins';
    on.send(
      owner,
      `<iq to='${jid}' type='set' id='c'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field><field var='muc#roomconfig_roomname'><value>${name}</value></field><field var='muc#roomconfig_publicroom'><value>${isPublic}</value></field></x></query></iq>`,
    );
    await on.hears(owner);
  }
  t.is(
    await hearsBack(on, owner, 'hat list twins'),
    `Several rooms have this name. Say which one by its address: one@${domain}, two@${domain}`,
  );
  t.is(await hearsBack(on, alice, 'hat list "secret"'), await hearsBack(on, alice, 'hat list "nothing of the kind"'));
});

test('in a chat with the room itself, the room is known', async (t) => {
  const on = await talk();
  t.is(
    await hearsBack(on, owner, 'hat create Host urn:hat:host', room),
    'The hat "Host" can be assigned to people now.',
  );
  t.regex(await hearsBack(on, owner, 'help', room), /^What you can send:\n(.*\n)*hat list: /);
  t.notRegex(await hearsBack(on, owner, 'help', room), /block/);
  t.regex(await hearsBack(on, alice, 'block list', room), /nobody in it sees.*\nI do not know this command/);
  t.deepEqual(await talks(on, alice, 'help', '', `nowhere@${domain}`), ['error: item-not-found cancel']);
});

test('a reply goes to whoever spoke, in its thread, and comes from where it was said', async (t) => {
  const on = await world();
  on.send(root, `<message to='${domain}' id='a'><body>help</body><thread>t1</thread></message>`);
  const [reply = t.fail()] = await on.hears(root);
  t.is(reply.attrs['from'], domain);
  t.is(reply.attrs['type'], undefined);
  t.truthy(reply.attrs['id']);
  t.is(childText(reply, 'thread'), 't1');
});

test('while the store is away, talk is answered with an error to try again', async (t) => {
  const store = memoryStore();
  const on = (await new World({ store, admins: ['root@localhost'] }).start()).connect();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  store.people.keys = () => Promise.reject(new Error('away'));
  t.deepEqual(await talks(on, root, 'block add bob@localhost'), [
    'The store of this service does not answer at the moment, so nothing was done. Try again in a moment.',
  ]);
});
