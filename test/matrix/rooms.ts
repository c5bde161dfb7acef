/** The rooms of the matrix, on a service that runs, with somebody in mind. */
import type { CategoryWish } from '../../src/category/change.ts';
import { defaultCategory } from '../../src/room/state.ts';
import type { Settings } from '../../src/room/traits/index.ts';
import { isRefusal } from '../../src/wire/error.ts';
import { memoryStore } from '../memory-store.ts';
import { commandXml, stage } from '../service/commanding.ts';
import { bob, enter, owner } from '../service/conversation.ts';
import { JumpingClock, World } from '../world.ts';
import { Building } from './building.ts';
import { administrators, bareOf, branch, desk, people, rivals, type Somebody, type Who } from './people.ts';

export const privacies = ['open', 'closed', 'secret', 'unlisted'] as const;
export const types = ['normal', 'auditorium'] as const;

const settingsOf: Readonly<Record<string, Partial<Settings>>> = {
  open: {},
  closed: { membersOnly: true },
  secret: { public: false, membersOnly: true },
  unlisted: { public: false },
  normal: {},
  auditorium: { auditorium: true },
};

/** Whatever it is called in a row: `closed auditorium`. */
export interface Kind {
  readonly privacy: (typeof privacies)[number];
  readonly type: (typeof types)[number];
}

export const kinds: readonly Kind[] = privacies.flatMap((privacy) => types.map((type) => ({ privacy, type })));

export interface Stage {
  readonly on: World;
  readonly who: string;
}

export interface Setting {
  /** What the category allows besides. */
  readonly category?: CategoryWish;
  readonly room?: Partial<Settings>;
  readonly disabled?: true;
}

/** A room of this kind, with Olga and Bob in it; what the category and the lists say of somebody holds. */
export async function stageFor(
  { privacy, type }: Kind,
  who: Who,
  { category = {}, room: more, disabled }: Setting = {},
): Promise<Stage> {
  const somebody: Somebody = people[who];
  const store = memoryStore();
  const clock = new JumpingClock();
  const settings = { ...settingsOf[privacy], ...settingsOf[type], ...more };
  await new Building(store, clock.now()).make(settings, somebody, type === 'auditorium');
  const options = { clock, users: ['*'], admins: administrators, roomsCreatedBy: 'admins', rates: undefined } as const;
  const on = (await new World({ store: store.reopen(), ...options }).start()).connect();
  await around(on, somebody, category);
  await enter(on, owner, 'Olga');
  await enter(on, bob, 'Bob');
  if (disabled) await disable(on);
  await on.hears(owner);
  await on.hears(bob);
  return { on, who: somebody.session };
}

/** The house around the room. Whoever is denied comes into the group that is when all lists stand: they stay on them. */
async function around({ house }: World, { denied, session }: Somebody, more: CategoryWish): Promise<void> {
  const actor = { key: '', jid: 'root@localhost' };
  const lists = { allowed: { set: ['localhost', branch, desk] }, denied: { set: [rivals] }, creators: { set: [] } };
  const done = [
    await house.groups.create({ actor, name: nameOf(desk), members: ['gina@localhost'] }),
    await house.categories.change({ actor, key: defaultCategory, wish: { ...lists, ...more } }),
    await house.groups.create({ actor, name: nameOf(rivals), members: denied ? [bareOf(session)] : [] }),
    await house.addins.set({ actor, name: 'wiki', url: 'https://wiki.example/' }),
  ];
  for (const refused of done) if (isRefusal(refused)) throw new Error(refused.text);
}

async function disable(on: World): Promise<void> {
  const node = 'longroom:rooms:disable';
  const { sessionid } = await stage(on, 'root@localhost/desk', commandXml(node));
  const done = await stage(on, 'root@localhost/desk', commandXml(node, { sessionid, action: 'complete' }));
  if (done.status !== 'completed') throw new Error('not disabled');
}

function nameOf(group: string): string {
  return group.slice('group:'.length);
}
