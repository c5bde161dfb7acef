/** What keeps chat with the service from doing harm: each rule of DESIGN's "Chat with the service". */
import test from 'ava';
import fc from 'fast-check';
import { commands } from '../../src/commands/index.ts';
import { readLine } from '../../src/service/chat/line.ts';
import { wordFrom } from '../../src/service/chat/waiting.ts';
import { memoryStore } from '../memory-store.ts';
import { domain, errorOf, usualRates, World } from '../world.ts';
import { said, talks } from './chatting.ts';
import { alice, owner, room, talk, world } from './conversation.ts';

const root = 'root@localhost/desk';
const body = '<body>block add bob@localhost</body>';

test('no answer, and nothing done, to what is not said here and now by somebody', async (t) => {
  const on = await world();
  const silent: readonly (readonly [string, string, string])[] = [
    [root, "type='error'", `${body}<error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>`],
    [root, "type='headline'", body],
    [root, "type='chat'", ''],
    [root, "type='chat'", '<body/>'],
    [root, "type='chat'", '<body>  \n </body>'],
    [root, "type='chat'", "<active xmlns='http://jabber.org/protocol/chatstates'/>"],
    [root, "type='chat'", `${body}<delay xmlns='urn:xmpp:delay' from='localhost' stamp='2025-01-01T00:00:00Z'/>`],
    [root, "type='chat'", `${body}<received xmlns='urn:xmpp:carbons:2'/>`],
    [root, "type='chat'", `${body}<sent xmlns='urn:xmpp:carbons:2'/>`],
    [root, "type='chat'", `${body}<forwarded xmlns='urn:xmpp:forward:0'/>`],
    ['root@localhost', "type='chat'", body],
    ['localhost', "type='chat'", body],
    [domain, "type='chat'", body],
    [`den@${domain}/Olga`, "type='chat'", body],
    ['chat@localhost/Olga', "type='chat'", `${body}<x xmlns='http://jabber.org/protocol/muc#user'/>`],
  ];
  for (const [who, type, inside] of silent) {
    on.send(who, `<message to='${domain}' id='m' ${type}>${inside}</message>`);
    t.deepEqual(await on.hears(who), [], `${who} ${type} ${inside}`);
  }
  t.deepEqual(on.blocking.blocked(), []);
});

test('a message to everybody in the service, which is no room, is refused as ever', async (t) => {
  const on = await world();
  on.send(root, `<message to='${domain}' id='m' type='groupchat'>${body}</message>`);
  t.deepEqual(await said(on, root), ['error: item-not-found cancel']);
  t.deepEqual(on.blocking.blocked(), []);
});

test('the same holds for talk with a room', async (t) => {
  const on = await talk();
  for (const inside of [
    "<delay xmlns='urn:xmpp:delay' stamp='2025-01-01T00:00:00Z'/>",
    "<sent xmlns='urn:xmpp:carbons:2'/>",
  ]) {
    t.deepEqual(await talks(on, owner, 'hat create Host urn:hat:host', inside, room), []);
  }
  on.send(owner, `<message to='${room}' id='m' type='headline'><body>hat create Host urn:hat:host</body></message>`);
  t.deepEqual(await said(on, owner), []);
  t.deepEqual(await talks(on, owner, 'hat list', '', room), ['This room has no hats yet.']);
});

test('talk is limited as messages are; who is told so is told only so often', async (t) => {
  const messages = { ...usualRates.messages, person: { perSecond: 1, burst: 10 } };
  const rates = { ...usualRates, messages };
  const on = (await new World({ store: memoryStore(), rates }).start()).connect();
  for (let count = 0; count < 200; count++)
    on.send(alice, `<message to='${domain}' type='chat' id='m'><body>help</body></message>`);
  const heard = await on.hears(alice);
  t.is(heard.filter((stanza) => errorOf(stanza) === undefined).length, 2);
  t.is(heard.filter((stanza) => errorOf(stanza)?.condition === 'policy-violation').length, 50);
});

test('nobody from elsewhere, and nobody who is blocked, is talked with', async (t) => {
  const on = (
    await new World({ store: memoryStore(), users: ['localhost'], admins: ['root@localhost'] }).start()
  ).connect();
  t.deepEqual(await talks(on, 'eve@elsewhere.example/x', 'help'), ['error: forbidden auth']);
  await talks(on, root, 'block add bob@localhost');
  t.deepEqual(await talks(on, 'bob@localhost/x', 'help'), ['error: forbidden auth']);
});

test('who somebody is says the server, whatever the message claims', async (t) => {
  const on = await world();
  const claims =
    "<addresses xmlns='http://jabber.org/protocol/address'><address type='ofrom' jid='root@localhost'/></addresses>";
  t.deepEqual(await talks(on, alice, 'block add bob@localhost', claims), ['You may not run this command here.']);
});

test('what somebody says is answered in its order, one reply to each', async (t) => {
  const on = await world();
  for (const text of ['block add bob@localhost', 'block list', 'block remove bob@localhost', 'block list'])
    on.send(root, `<message to='${domain}' type='chat' id='m'><body>${text}</body></message>`);
  const replies = await said(on, root);
  t.is(replies.length, 4);
  t.regex(replies[1] ?? '', /bob@localhost · /);
  t.is(replies[3], 'Nobody is blocked.');
});

test('what was typed is never said again where it is no command', async (t) => {
  const on = await world();
  const replies = await talks(on, alice, 'my-password is 12345');
  t.is(replies.length, 1);
  t.notRegex(replies[0] ?? '', /12345|password/);
});

test('a very long message does nothing, and its answer is short', async (t) => {
  const on = await world();
  t.deepEqual(await talks(on, root, `block add bob@localhost ${'x '.repeat(10_000)}`), [
    'That is too long for me. Nothing was done.',
  ]);
  t.deepEqual(on.blocking.blocked(), []);
});

test('no text makes reading a line fail', (t) => {
  const pieces = fc.constantFrom(
    'hat',
    'create',
    'block',
    'add',
    'help',
    'title=',
    'uri:',
    '--hue',
    '"',
    '“',
    '„',
    '=',
    ':',
    ' ',
    '\n',
    "'",
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((some) => some.join('')),
    fc.array(pieces).map((some) => some.join(' ')),
  );
  fc.assert(fc.property(text, (typed) => t.truthy(readLine(typed, commands).kind)));
});

test('what is quoted comes through a line as it is', (t) => {
  const plain = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !/["”]/.test(text));
  fc.assert(
    fc.property(plain, plain, (address, reason) => {
      const line = readLine(`block add "${address}" reason="${reason}"`, commands);
      t.like(line, { kind: 'command', unnamed: [address], named: [{ key: 'reason', text: reason }] });
    }),
  );
});

test('the word for what destroys is easily typed', (t) => {
  const words = new Set(Array.from({ length: 1_000 }, (_, at) => wordFrom(String(at))));
  for (const word of words) t.regex(word, /^([bdfgklmnprstvz][aeiou]){3}$/);
  t.true(words.size > 950);
});
