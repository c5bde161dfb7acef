/** A room whose lists are long is touched first: what its visitor waits for, and what others notice of it. */
import type { Store } from '../../src/store/port.ts';
import { rounded } from '../result-file.ts';
import { fillRoom, peopleOf } from './filling.ts';
import { domain, userJid } from './house.ts';
import { milliseconds, type Row, watchTurns } from './timing.ts';
import { visitors } from './visitors.ts';

const lengths = [100, 1_000, 16_000, 100_000, 1_000_000];
const groupMembers = 100_000;
const otherRoom = 999;
const hotEntrances = 200;

export async function measureLongLists(
  add: (name: string, row: Row) => void,
  entries: number,
  store: Store,
): Promise<void> {
  const sizes = lengths.filter((length) => length <= entries);
  const people = await peopleOf(store, [
    'group:Everybody',
    ...Array.from({ length: sizes.at(-1) ?? 0 }, (_, index) => `listed${index}@${domain}`),
  ]);
  const settings = { membersOnly: true, public: false };
  for (const [room, length] of [...sizes.entries(), [otherRoom, 10] as const]) {
    const list = people.slice(0, length).map((person) => ({ person, facts: { member: true } as const }));
    await fillRoom(store, { room, settings, entries: list });
  }
  const members = new Set(Array.from({ length: groupMembers }, (_, index) => userJid(index)));
  const world = await visitors({ store, outsideGroups: new Map([['Everybody', { members, source: 'ldap' }]]) });
  const stop = await world.talk(userJid(50_000), otherRoom);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  add('talk in another room, nothing else going on', milliseconds(await stop()));
  for (const [room, length] of sizes.entries()) {
    const stopTalk = await world.talk(userJid(50_001 + room), otherRoom);
    const stopWatching = watchTurns();
    const cold = await world.enter(userJid(0), room);
    const turn = stopWatching();
    const others = milliseconds(await stopTalk());
    const hot: number[] = [];
    for (let user = 1; user <= hotEntrances; user++) hot.push(await world.enter(userJid(user), room));
    add(`room of ${length} entries, not in memory`, {
      'entered after ms': rounded(cold, 1),
      ...turn,
      'p99 of talk elsewhere ms': others['p99 ms'] ?? 0,
      'longest elsewhere ms': others['longest ms'] ?? 0,
    });
    add(`room of ${length} entries, in memory, ${hotEntrances} come`, milliseconds(hot));
  }
  await world.service.stop();
}
