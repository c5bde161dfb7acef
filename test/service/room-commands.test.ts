/** Rooms by command, as they are typed to the service. */
import test from 'ava';
import { memoryStore } from '../memory-store.ts';
import { World } from '../world.ts';
import { talks } from './chatting.ts';

const root = 'root@localhost/desk';
const alice = 'alice@localhost/phone';

test('try', async (t) => {
  const on = (await new World({ store: memoryStore(), admins: ['root@localhost'] }).start()).connect();
  for (const [who, text] of [
    [root, 'help'],
    [alice, 'help'],
    [root, 'category list'],
    [alice, 'room create "Spring campaign"'],
    [alice, 'rooms'],
    [
      root,
      'room create "Spring campaign" privacy=closed members=alice@localhost,bob@localhost managers=alice@localhost',
    ],
    [root, 'room list'],
    [root, 'room show spring-campaign'],
    [alice, 'my rooms'],
    [alice, 'room show spring-campaign'],
    [alice, 'room set spring-campaign name="Summer"'],
    [alice, 'room people spring-campaign'],
    [alice, 'room members spring-campaign add=carol@localhost,*'],
    [alice, 'room members spring-campaign carol@localhost'],
    [alice, 'join spring-campaign'],
    [alice, 'join spring-campaign enter=yes'],
    [root, 'where alice@localhost'],
    [alice, 'room disable spring-campaign'],
  ] as const) {
    t.log(who, text, await talks(on, who, text));
  }
  t.pass();
});
