/** What is said of what was mistyped, in chat. */
import test from 'ava';
import { memoryStore } from '../memory-store.ts';
import { World } from '../world.ts';
import { hearsBack, insistsOn } from './chatting.ts';
import { alice } from './conversation.ts';

const root = 'root@localhost/desk';

async function house(): Promise<World> {
  const world = new World({ store: memoryStore(), admins: ['root@localhost'], rates: undefined });
  return (await world.start()).connect();
}

test('whoever mistypes is told what was wrong, and is asked nothing that comes to nothing', async (t) => {
  const on = await house();
  const says = async (text: string, who = root) => (await hearsBack(on, who, text)).split('\n')[0];
  await insistsOn(on, root, 'category create Trading');
  t.is(await says('category set Trading colour=red'), '"category set" has no field "colour". Nothing was changed.');
  t.regex((await says('category set Trading descriptoin=x')) ?? '', /Did you mean "description"\?/);
  t.regex((await says('help nosuch')) ?? '', /^Neither a command nor a room is called so/);
  t.is(await says('help category set', alice), 'You may not run this command here.');
  t.regex((await says('category delete General')) ?? '', /^This is the category of all rooms/);
});
