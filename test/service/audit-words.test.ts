/** What an administrator reads: of changes, and after mistyping. */
import test from 'ava';
import { memoryStore } from '../memory-store.ts';
import { domain, World } from '../world.ts';
import { hearsBack, talks } from './chatting.ts';
import { alice } from './conversation.ts';

const root = 'root@localhost/desk';

async function house(): Promise<World> {
  const world = new World({ store: memoryStore(), admins: ['root@localhost'], rates: undefined });
  return (await world.start()).connect();
}

/** Says it, and agrees where that is asked for. */
async function does(on: World, text: string): Promise<void> {
  const [reply = ''] = await talks(on, root, text);
  const word = /^Send "(\w+)" within/m.exec(reply)?.[1];
  if (word !== undefined) await talks(on, root, word);
}

/** Where, what, and before and after; the newest first. */
async function audit(on: World, where = ''): Promise<readonly string[]> {
  const lines = (await hearsBack(on, root, `audit ${where}`)).split('\n');
  return lines.slice(1).map((line) => line.split(' · ').slice(2).join(' · '));
}

test('changes are told in plain words, and rooms by their address even when they are gone', async (t) => {
  const on = await house();
  await does(on, 'category create Trading allowed=*');
  await does(on, 'room create Desk category=Trading address=desk');
  await does(on, 'room ban desk mallory@localhost reason=spam');
  await does(on, 'category set Trading add-denied=eve@localhost history=no');
  await does(on, 'settings set default-history=10');
  t.is((await audit(on, 'desk'))[0], (await audit(on, `desk@${domain}`))[0]);
  await does(on, 'room delete desk');
  const jid = `desk@${domain}`;
  t.deepEqual((await audit(on)).slice(0, 5), [
    `${jid} · room deleted · address: ${jid} -> gone`,
    'the service · settings of the service changed · default history: 10',
    'category "Trading" · category changed · history: on -> off; denied: added eve@localhost',
    `${jid} · lists of the room changed · mallory@localhost: nobody -> banned, because of "spam"`,
    `${jid} · room created · name: Desk; members only: on; category: Trading`,
  ]);
});

test('whoever mistypes is told what was wrong, and is asked nothing that comes to nothing', async (t) => {
  const on = await house();
  const says = async (text: string, who = root) => (await hearsBack(on, who, text)).split('\n')[0];
  await does(on, 'category create Trading');
  t.is(await says('category set Trading colour=red'), '"category set" has no field "colour". Nothing was changed.');
  t.regex((await says('category set Trading descriptoin=x')) ?? '', /Did you mean "description"\?/);
  t.regex((await says('help nosuch')) ?? '', /^Neither a command nor a room is called so/);
  t.is(await says('help category set', alice), 'You may not run this command here.');
  t.regex((await says('category delete General')) ?? '', /^This is the category of all rooms/);
});
