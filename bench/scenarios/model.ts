/**
 * The user model (`user-model.ts`) in real time, on a file in which everybody is in all rooms. Its process is to carry
 * it on one core. `model` begins right after the start: every room is loaded when it is first needed, and the program
 * asks a thousand sessions a second whether they are still there. `model-loaded` has all rooms in memory first.
 */
import { join } from 'node:path';
import { removeFolder, temporaryFolder } from '../../test/servers/child.ts';
import { Chance } from '../driver/chance.ts';
import { type Crowd, Life, type Lived, type Place } from '../driver/life.ts';
import { personOf, type Room, SECOND_SESSION } from '../driver/room.ts';
import type { Session } from '../driver/session.ts';
import { touchAll } from '../driver/touching.ts';
import { middleP99, percentile } from '../driver/work.ts';
import { usageOf } from '../process/usage.ts';
import { type Watched, watch } from '../process/watch.ts';
import { ROOMS_DOMAIN, startAlone } from '../targets/longroom.ts';
import { USERS } from '../targets/target.ts';
import { fillModelFile } from './model-file.ts';
import { alone, type Figure, type Scenario, type Way } from './scenario.ts';
import { fullModel, hasTwoSessions, plannedRooms, smallModel, type UserModel } from './user-model.ts';

const SECONDS = 300;
const QUICK_SECONDS = 2;
const SEED = 11;

export const model: Scenario = scenario('model', '% of a core, user model', async () => ({}));

export const modelLoaded: Scenario = scenario(
  'model-loaded',
  '% of a core, all in memory',
  async ({ session, pid, rooms, users }) => {
    const before = usageOf(pid);
    await touchAll(session, rooms, users);
    const after = usageOf(pid);
    const sessions = rooms.reduce((sum, { size }) => sum + size, 0);
    return {
      'CPU s to load all rooms': (after.cpuMs - before.cpuMs) / 1000,
      'MiB before': before.residentBytes / 2 ** 20,
      'MiB with all in memory': after.residentBytes / 2 ** 20,
      'bytes per session in a room': (after.residentBytes - before.residentBytes) / sessions,
    };
  },
);

interface Ready {
  readonly session: Session;
  readonly pid: number;
  readonly rooms: readonly Room[];
  /** The number of users; of one who is in no room, too. */
  readonly users: number;
}

function scenario(name: string, title: string, prepare: (ready: Ready) => Promise<Record<string, number>>): Scenario {
  return {
    name,
    title,
    reach: 100,
    better: 'less',
    suits: alone,
    measure: async (_target, way) => {
      const folder = await temporaryFolder('bench-model');
      try {
        const size = way.quick ? smallModel : fullModel;
        await fillModelFile(join(folder, 'longroom.sqlite'), size, { rooms: ROOMS_DOMAIN, users: USERS });
        return await replay(folder, size, way, prepare);
      } finally {
        await removeFolder(folder);
      }
    },
  };
}

async function replay(
  folder: string,
  size: UserModel,
  way: Way,
  prepare: (ready: Ready) => Promise<Record<string, number>>,
): Promise<Figure> {
  const { session, parts, stop } = await startAlone(folder);
  try {
    const [part] = parts;
    if (part === undefined) throw new Error('nothing is under test');
    const crowd = crowdOf(session, size);
    const rooms = crowd.kinds.flatMap((kind) => kind.rooms);
    const prepared = await prepare({ session, pid: part.pid, rooms, users: size.users });
    const life = new Life(session, crowd, new Chance(SEED));
    let lived: Lived | undefined;
    const driver = process.cpuUsage();
    const watched = await watch(part.pid, async () => {
      lived = await life.live(way.seconds ?? (way.quick ? QUICK_SECONDS : SECONDS));
    });
    const { user, system } = process.cpuUsage(driver);
    const value = 100 * watched.share;
    const more = { ...told(lived, size, watched), 'CPU s driver': (user + system) / 1e6, ...prepared };
    return { value, unit: '% of a core', runs: [value], more };
  } finally {
    await stop();
  }
}

/** The rooms of the model, numbered as in the file, and who does what in them. */
function crowdOf(session: Session, size: UserModel): Crowd {
  const kinds = size.kinds.map(({ postsPerSecond }) => ({ rooms: [] as Room[], postsPerSecond }));
  const placesOf = Array.from({ length: size.users }, (): Place[] => []);
  for (const { kind, people } of plannedRooms(size)) {
    const second = people.filter(hasTwoSessions).map((person) => person + SECOND_SESSION);
    const room = session.newRoom([...people, ...second]);
    kinds[size.kinds.indexOf(kind)]?.rooms.push(room);
    for (const [place, person] of people.entries()) placesOf[person]?.push({ room, place });
  }
  return {
    ...size,
    kinds,
    // Whoever has a second session would not leave the rooms with the first.
    visitors: placesOf.filter((_, person) => !hasTwoSessions(person)),
    residents: placesOf.filter((_, person) => hasTwoSessions(person)),
    talks: (room, place) => hasTwoSessions(personOf(room.users[place] ?? 0)),
  };
}

function told(lived: Lived | undefined, { kinds }: UserModel, watched: Watched): Record<string, number> {
  const times = (name: string, values: readonly number[]) => ({
    [`${name}`]: values.length,
    [`p50 ms ${name}`]: percentile(values, 0.5),
    [`p99 ms ${name}`]: percentile(values, 0.99),
    [`max ms ${name}`]: percentile(values, 1),
  });
  const { posts = [], joins = [], leaves = [], changes = [], copies = 0, presences = 0 } = lived ?? {};
  const byKind = posts.map((timed, kind) =>
    times(
      `posts in ${kinds[kind]?.name} rooms`,
      timed.map(({ tookMs }) => tookMs),
    ),
  );
  return {
    '% busiest 10 s': 100 * watched.busiestShare,
    'CPU s': watched.cpuSeconds,
    'wall s': watched.wallSeconds,
    'cores others use': watched.othersCores,
    'copies a second': copies / watched.wallSeconds,
    'presences a second': presences / watched.wallSeconds,
    ...Object.assign({}, ...byKind),
    'p99 ms posts, middle ten seconds': middleP99(posts.flat(), 10),
    ...times('joins', joins),
    ...times('leaves', leaves),
    ...times('presence changes', changes),
    'resident MiB': watched.residentBytes / 2 ** 20,
    'peak MiB': watched.peakBytes / 2 ** 20,
  };
}
