/** Moving a service to a store and back, for each adapter. */

import { lawsOf, type Place, type StoreAdapter } from '../contract/place.ts';
import { memoryStore } from '../memory-store.ts';
import { body } from '../world.ts';
import { den, olga, running, say, stoppedService } from './made-up-service.ts';
import { contentOf, exported, imported } from './moving.ts';

export async function arriveInMemory(): Promise<Place> {
  const store = memoryStore();
  const none = () => Promise.reject(new Error('these laws need one store'));
  return { store, reopen: none, takeOver: none, leave: async () => {} };
}

export function movingLaws(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('a service that was moved here and back is the same', async (t, { store: here }) => {
    const store = await stoppedService();
    const before = await contentOf(store);
    t.true(JSON.stringify(before).includes('"replaced":true') && before.sessions.length > 0);

    const { report, told } = await imported(here, await exported(store));
    t.deepEqual(told, []);
    t.like(report, { rooms: 2, refused: 0, there: 0, keptService: false });
    t.deepEqual(await contentOf(here), before);

    const back = memoryStore();
    await imported(back, await exported(here));
    t.deepEqual(await contentOf(back), before);
  });

  law('people go on talking where a service was moved to', async (t, { store: here }) => {
    await imported(here, await exported(await stoppedService()));
    const there = memoryStore();
    await imported(there, await exported(here));
    const on = await running(there);
    on.send(olga, say(den, 'still here'));
    const heard = (await on.hears(olga)).map(body);
    t.true(heard.includes('still here'));
    t.deepEqual(
      heard.filter((text) => text?.startsWith('message')),
      [],
    );
    await on.stop();
  });
}
