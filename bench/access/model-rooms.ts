/** The predecessor's rooms with two million entries: starting, entering rooms in memory and not, and what they take there. */
import type { Store } from '../../src/store/port.ts';
import { rounded } from '../result-file.ts';
import { fillModel, modelMemberships, modelUsers } from './filling.ts';
import { domain, groupName, userJid } from './house.ts';
import { milliseconds, type Row } from './timing.ts';
import { visitors } from './visitors.ts';

const categories = 1_000;
const entriesPerCategory = 100;
const longList = 100_000;
const roomsVisited = 500;

type Add = (name: string, row: Row) => void;

export async function measureModelRooms(add: Add, entries: number, store: Store): Promise<void> {
  const outsideGroups = modelMemberships();
  // Made by one process, read by the next one: its start is what is measured. A new name is looked for among all rooms.
  const maker = await visitors({ store: kept(store), outsideGroups });
  const house = maker.service.house;
  const actor = { key: (await store.people.keys([domain])).get(domain) ?? '', jid: domain };
  const many = (list: string, count: number) => Array.from({ length: count }, (_, at) => `${list}${at}@far.example`);
  const wide = {
    allowed: { set: [...many('allowed', longList - 1), domain] },
    denied: { set: many('denied', longList) },
    creators: { set: [domain] },
  };
  expectNothing(await house.categories.change({ actor, key: 'default', wish: wide }));
  for (let at = 0; at < categories; at++) {
    const wish = { name: `Category ${at}`, allowed: { set: many(`c${at}.`, entriesPerCategory) } };
    expectNothing(await house.categories.create({ actor, wish }));
  }
  await maker.service.stop();
  const begun = performance.now();
  const filled = await fillModel(store, entries);
  // Else the service would look in all of these rooms for what it has still to say.
  await store.saveCheckpoint({ name: 'delivered', position: await store.feedEnd() });
  console.log(`filled ${filled.rooms} rooms with ${filled.entries} entries in ms:`, rounded(performance.now() - begun));
  const started = { at: performance.now(), cpu: process.cpuUsage() };
  const world = await visitors({ store: kept(store), outsideGroups });
  const { user, system } = process.cpuUsage(started.cpu);
  add(`start, ${categories + 1} categories, ${filled.entries} entries in ${filled.rooms} rooms, 10,000 groups of 100`, {
    'after ms': rounded(performance.now() - started.at),
    'CPU ms': rounded((user + system) / 1_000),
  });
  const apart = Math.max(1, Math.floor(filled.rooms / roomsVisited));
  const visited = Array.from({ length: Math.min(roomsVisited, filled.rooms) }, (_, at) => at * apart);
  const before = memory();
  const cold: number[] = [];
  for (const room of visited) cold.push(await world.enter(userJid((room * 61 + 6) % modelUsers), room));
  add(`entering a room that is not in memory, ${visited.length} of them`, milliseconds(cold));
  const each = (memory() - before) / visited.length;
  add('a room of 62 entries in memory, with a visitor', { KiB: rounded(each / 1_024) });
  const hot: number[] = [];
  for (const room of visited) hot.push(await world.enter(userJid((room * 61 + 7) % modelUsers), room));
  add('entering a room in memory, as a member', milliseconds(hot));
  const byGroup: number[] = [];
  for (const room of visited) {
    const group = outsideGroups.get(groupName((room * 7) % 10_000));
    const [member] = group?.members ?? [];
    if (member !== undefined) byGroup.push(await world.enter(member, room));
  }
  add('entering a room in memory, by one of 100 to 200 groups', milliseconds(byGroup));
  await world.service.stop();
}

/** A store that the service which is stopped does not close. */
function kept(store: Store): Store {
  return {
    ...store,
    close: async () => {},
    get pendingBytes() {
      return store.pendingBytes;
    },
  };
}

function expectNothing(done: object): void {
  if ('condition' in done) throw new Error(JSON.stringify(done));
}

function memory(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
