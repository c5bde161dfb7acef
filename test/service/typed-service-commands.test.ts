/** Commands of the service as they are typed behind `longroom`, on the service itself: one of each kind at the least. */
import test from 'ava';
import { commands } from '../../src/commands/index.ts';
import { resultText } from '../../src/control/output.ts';
import { readWords } from '../../src/control/words.ts';
import { isRefusal } from '../../src/wire/error.ts';
import type { World } from '../world.ts';
import { configure, owner, talk } from './conversation.ts';

/** What is printed; a question that is asked first stands before it. */
async function typed(on: World, ...words: readonly string[]): Promise<string> {
  const read = readWords(words, commands);
  if (read?.kind !== 'command') throw new Error(read?.kind === 'mistake' ? read.text : words.join(' '));
  const { command, values, room } = read;
  const line = { words: command.words, values, ...(room !== undefined && { room }) };
  const begun = await on.commandLine.begin({ user: 'ops', ...line }, () => {});
  if (isRefusal(begun)) return `refused: ${begun.text}`;
  const result = await begun.run({ limit: 1_000 });
  const said = isRefusal(result) ? `refused: ${result.text}` : resultText(result);
  return begun.question === undefined ? said : `${begun.question}\n${said}`;
}

test('what an administrator of the machine types is done, and stands in the audit', async (t) => {
  const on = await talk();
  const says = async (expected: RegExp, ...words: readonly string[]) => t.regex(await typed(on, ...words), expected);
  await says(/"desk" is there, with 2 members/, 'group', 'create', 'desk', 'alice@localhost', 'bob@localhost');
  await says(/"Trading" is there/, 'category', 'create', 'Trading', '--allowed', 'group:desk', '--no-history');
  await says(/History: +off/, 'category', 'show', 'Trading');
  await says(/is changed\./, 'category', 'set', 'Trading', '--add-allowed', 'carl@localhost', '--invitations');
  await says(/^group:desk$/m, 'eligible', 'Trading');
  await says(/refused: In the field "allowed"/, 'category', 'set', 'Trading', '--allowed', 'a@b@c');
  await says(/can be chosen for rooms now/, 'addin', 'create', 'Prices', 'https://example.org/p');
  await says(/^No room uses it\. Shall[\s\S]*is gone\.$/m, 'addin', 'delete', 'Prices');
  await says(/Large rooms: +90/, 'settings', 'set', '--large-rooms-above', '90');
  await says(
    /^1 person who is in rooms now has to leave\.[\s\S]*bob@localhost may not/,
    'policy',
    'set',
    'bob@localhost',
    'use',
    'deny',
  );
  await on.settle();
  await says(/no: there is a rule for bob@localhost, to deny it/, 'policy', 'check', 'bob@localhost');
  await says(/^It is said in 1 room\.[\s\S]*It is being said, room by room\./, 'announce', 'Hello');
  await says(/People in rooms: +2/, 'online');
  await says(/Rooms: +1/, 'usage', '--top', '1');
  await says(/done/, 'job', 'list');
  await says(/command line \(ops\)/, 'audit', 'service');
  await says(/^1 address is blocked by this[\s\S]*1 address is blocked now/m, 'block', 'set', 'spam.example');
  await says(/root@localhost/, 'administrator', 'list');
  await says(/"Trading" is gone/, 'category', 'delete', 'Trading');
});

test('whoever administers the machine finds every room by its name, secret, unlisted and disabled ones, too', async (t) => {
  const on = await talk({ 'muc#roomconfig_roomname': 'The Den' });
  for (const change of ['--privacy secret', '--privacy closed', '--privacy open']) {
    t.notRegex(await typed(on, 'room', 'set', 'the den', ...change.split(' ')), /refused/, change);
    t.regex(await typed(on, 'room', 'show', 'The Den'), /Address: +den@rooms\.localhost/, change);
  }
  on.send(owner, configure({ 'muc#roomconfig_publicroom': '0' }));
  await on.hears(owner);
  t.regex(await typed(on, 'room', 'show', 'The Den'), /Privacy: +unlisted/);
  t.regex(await typed(on, 'room', 'disable', 'The Den'), /disabled/);
  t.regex(await typed(on, 'room', 'show', 'The Den'), /Disabled: +yes/);
  t.regex(await typed(on, 'room', 'show', 'The Pub'), /refused: There is no such room/);
});
