/** The rooms of the matrix: how one is made, with somebody on its lists, on a service that runs. */
import { apply } from '../../src/room/apply.ts';
import { decide } from '../../src/room/decide.ts';
import type { RoomRequest } from '../../src/room/request.ts';
import { defaultCategory, emptyRoom, type Person, type Room } from '../../src/room/state.ts';
import { defaultSettings, type Settings } from '../../src/room/traits/index.ts';
import { RoomWriter } from '../../src/service/room-writer.ts';
import { isRefusal } from '../../src/wire/error.ts';
import { type MemoryStore, memoryStore } from '../memory-store.ts';
import { bob, enter, owner, room as roomJid } from '../service/conversation.ts';
import { Walls } from '../walls.ts';
import { JumpingClock, World } from '../world.ts';
import { administrators, branch, desk, people, type Somebody, type Who } from './people.ts';

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
  readonly walls: Walls;
  readonly who: string;
}

export interface Setting {
  readonly walls?: (walls: Walls) => void;
  readonly room?: Partial<Settings>;
}

export async function stageFor(
  { privacy, type }: Kind,
  who: Who,
  { walls: change, room: more }: Setting = {},
): Promise<Stage> {
  const somebody: Somebody = people[who];
  const walls = new Walls().set(defaultCategory, { allowed: ['localhost', branch, desk], creators: [] });
  walls.groups.set(desk, ['gina@localhost']);
  walls.addins.set('wiki', { name: 'wiki', url: 'https://wiki.example/' });
  const store = memoryStore();
  const clock = new JumpingClock();
  const house = await Building.begin(store, walls, clock.now());
  await house.make({ ...settingsOf[privacy], ...settingsOf[type], ...more }, somebody, type === 'auditorium');
  if (somebody.denied) walls.set(defaultCategory, { denied: [bareOf(somebody.session)] });
  change?.(walls);
  const on = new World({
    store: store.reopen(),
    clock,
    users: ['*'],
    admins: administrators,
    directory: walls,
    roomsCreatedBy: 'admins',
    rates: undefined,
  });
  (await on.start()).connect();
  await enter(on, owner, 'Olga');
  await enter(on, bob, 'Bob');
  await on.hears(owner);
  await on.hears(bob);
  return { on, walls, who: somebody.session };
}

export function bareOf(session: string): string {
  return session.slice(0, session.indexOf('/'));
}

/** Builds a room as the service does, before it runs. */
class Building {
  readonly #room: Room;
  readonly #writer: RoomWriter;
  readonly #keys: (jids: readonly string[]) => ReturnType<MemoryStore['people']['keys']>;
  readonly #now: number;
  readonly #walls: Walls;

  private constructor(store: MemoryStore, walls: Walls, now: number) {
    let commits = 0;
    this.#walls = walls;
    this.#now = now;
    this.#room = emptyRoom({ key: 'den', jid: roomJid, directory: walls }, defaultSettings);
    this.#writer = new RoomWriter({ store, nextCommitId: () => ++commits });
    this.#keys = (jids) => store.people.keys(jids);
  }

  static async begin(store: MemoryStore, walls: Walls, now: number): Promise<Building> {
    return new Building(store, walls, now);
  }

  /** Olga owns it and Bob is a member; in an auditorium both present. */
  async make(settings: Partial<Settings>, somebody: Somebody, auditorium: boolean): Promise<void> {
    const from = { session: owner, person: await this.#person('olga@localhost') };
    const member = await this.#person(bareOf(bob));
    // The one who makes it has to be allowed to.
    this.#walls.set(defaultCategory, { creators: ['olga@localhost'] });
    await this.#do({ kind: 'create-room', from, category: defaultCategory, settings, managers: [], members: [member] });
    this.#walls.set(defaultCategory, { creators: [] });
    const presenting = auditorium ? [from.person, member] : [];
    const changes = presenting.map((whom) => ({ whom, set: { presenter: true } }));
    for (const [jid, set] of Object.entries(somebody.listed ?? {})) {
      changes.push({ whom: await this.#person(jid), set: set as { presenter: boolean } });
    }
    if (changes.length > 0) await this.#do({ kind: 'change-lists', from, changes });
  }

  async #person(jid: string): Promise<Person> {
    return { key: (await this.#keys([jid])).get(jid) ?? '', jid };
  }

  async #do(request: RoomRequest): Promise<void> {
    const outcome = decide(this.#room, request, {
      now: this.#now,
      stanzaId: String,
      copiesCharactersMax: 1_000_000,
      largeRoomsAbove: 0,
      newRoomCategory: () => undefined,
      isReserved: () => false,
      isServiceAdmin: () => false,
      isBlocked: () => false,
    });
    if (outcome.answer !== undefined && isRefusal(outcome.answer)) throw new Error(outcome.answer.text);
    const written = await this.#writer.write(this.#room, this.#writer.prepare(this.#room, outcome));
    if (written.kind !== 'committed') throw new Error(`not written: ${written.kind}`);
    for (const event of outcome.events) apply(this.#room, event);
  }
}
