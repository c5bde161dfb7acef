/** What a change of the house around the rooms costs: a category, a group, a policy; and what others notice of it. */
import type { OutsideGroupMap } from '../../src/category/group-members.ts';
import { isPermitted } from '../../src/category/policy.ts';
import type { Store } from '../../src/store/port.ts';
import { rounded } from '../result-file.ts';
import { fillRoom, peopleOf } from './filling.ts';
import { domain, groupName, userJid } from './house.ts';
import { microseconds, milliseconds, type Row, watchTurns } from './timing.ts';
import { type Visitors, visitors } from './visitors.ts';

const affected = 10_000;
const rooms = 100;
const otherRoom = 999;
const groupMembers = 100_000;
const rules = 10_000;
/** For what follows a change that takes nobody out of a room. */
const afterwardsMilliseconds = 500;

type Add = (name: string, row: Row) => void;

function groupOf(members: Iterable<string>): OutsideGroupMap {
  return new Map([['Everybody', { members: new Set(members), source: 'ldap' }]]);
}

/** What it does, with others talking meanwhile, until `done`. */
async function beside(world: Visitors, talker: number, done: () => Promise<Row>): Promise<Row> {
  const stopTalk = await world.talk(userJid(200_000 + talker), otherRoom);
  const stopWatching = watchTurns();
  const row = await done();
  const turns = stopWatching();
  const talk = milliseconds(await stopTalk());
  return { ...row, ...turns, 'p99 elsewhere ms': talk['p99 ms'] ?? 0, 'longest elsewhere ms': talk['longest ms'] ?? 0 };
}

async function allOut(world: Visitors, count: number, change: () => Promise<unknown>): Promise<Row> {
  const begun = performance.now();
  const from = world.out.count;
  await change();
  const answered = performance.now() - begun;
  while (world.out.count - from < count) await new Promise((resolve) => setTimeout(resolve, 5));
  return { 'answered after ms': rounded(answered), 'all out after ms': rounded(world.out.lastAt - begun) };
}

export async function measureChanges(add: Add, _entries: number, store: Store): Promise<void> {
  measurePolicies(add);
  const users = Array.from({ length: groupMembers }, (_, at) => userJid(at));
  const [group, admin] = await peopleOf(store, ['group:Everybody', `admin@${domain}`]);
  if (group === undefined || admin === undefined) throw new Error('nobody');
  const settings = { membersOnly: true, public: false };
  const member = { person: group, facts: { member: true } as const };
  for (let room = 0; room < rooms; room++) await fillRoom(store, { room, settings, entries: [member] });
  await fillRoom(store, { room: otherRoom, settings: {}, entries: [member] });
  const world = await visitors({ store, outsideGroups: groupOf(users) });
  const { house } = world.service;
  const crowd = async (): Promise<void> => {
    for (let user = 0; user < affected; user += rooms) {
      await Promise.all(Array.from({ length: rooms }, (_, room) => world.enter(userJid(user + room), room)));
    }
  };
  await crowd();
  const deny = { add: users.slice(0, affected) };
  add(
    `a category denies ${affected} people who are in ${rooms} rooms`,
    await beside(world, 0, () =>
      allOut(world, affected, () => house.categories.change({ actor: admin, key: 'default', wish: { denied: deny } })),
    ),
  );
  await house.categories.change({ actor: admin, key: 'default', wish: { denied: { set: [] } } });
  await crowd();
  add(
    `a group of ${groupMembers} loses ${affected} people who are in ${rooms} rooms`,
    await beside(world, 1, () =>
      allOut(world, affected, async () => house.setOutsideGroups(groupOf(users.slice(affected)))),
    ),
  );
  add(
    `a group of ${groupMembers} becomes one of others`,
    await beside(world, 2, async () => {
      const begun = performance.now();
      house.setOutsideGroups(groupOf(users.map((user) => `new.${user}`)));
      const answered = performance.now() - begun;
      await new Promise((resolve) => setTimeout(resolve, afterwardsMilliseconds));
      return { 'answered after ms': rounded(answered) };
    }),
  );
  await world.service.stop();
}

/** Asked for each stanza, before anything else. */
function measurePolicies(add: Add): void {
  const all = new Map(Array.from({ length: rules }, (_, at) => [`group:rule ${at}`, true] as const));
  for (const count of [0, 100, 200]) {
    const groups = Array.from({ length: count }, (_, at) => `group:${groupName(at)}`);
    const ask = { groupsOf: () => groups, otherwise: () => true };
    add(
      `whether somebody in ${count} groups may use the service, ${rules} rules`,
      microseconds(() => isPermitted(all, userJid(0), ask)),
    );
  }
}
