/** One room from elsewhere: what would come of it, and then that. */
import { openHouse } from '../room/open-house.ts';
import type { Person, Room } from '../room/state.ts';
import { loadByKey, roomStream } from '../service/room-loader.ts';
import type { RoomKey } from '../store/event.ts';
import type { Store } from '../store/port.ts';
import { prepareLocal } from '../wire/jid.ts';
import type { House } from './facts-of-house.ts';
import { Findings } from './findings.ts';
import type { ForeignRoom } from './foreign.ts';
import { writeEntries, writeSettings } from './lists.ts';
import { type Mark, readMark, saveMark } from './marks.ts';
import { writeStream } from './new-stream.ts';
import type { RoomReport } from './report.ts';
import { type Survey, survey } from './survey.ts';
import { endFormer, takeAddress } from './swap.ts';

export interface ImportEnvironment {
  readonly store: Store;
  /** Of the service. */
  readonly domain: string;
  readonly house: House;
  /** Key of the category that new rooms come into. */
  readonly category: string;
  /** The service itself. */
  readonly by: Person;
  readonly dryRun: boolean;
  /** Milliseconds since 1970. */
  now(): number;
  nextCommitId(): number;
  /** Another random text at each call, fit for a key. */
  random(): string;
  wrote(messages: number): void;
  /** Whether the server may not have had all that was said in rooms that are here. */
  readonly undelivered: boolean;
  /** All that there is counts as delivered from now on. */
  markDelivered(): Promise<void>;
}

interface Plan {
  readonly jid: string;
  readonly foreign: ForeignRoom;
  readonly own: Room | undefined;
  readonly mark: Mark | undefined;
  readonly surveyed: Survey;
  readonly until: number;
}

/** Rejects as the store does, or as the source cannot be read. */
export async function importRoom(foreign: ForeignRoom, env: ImportEnvironment): Promise<RoomReport> {
  const plan = await planOf(foreign, env);
  const why = await objection(plan, env);
  const outcome = await outcomeOf(plan, why, env);
  const report = reportOf(plan, outcome, env);
  if (env.dryRun || (outcome !== 'new' && outcome !== 'before')) {
    return { ...report, outcome, ...(why !== undefined && outcome !== 'already' && { why }) };
  }
  await carryOut(plan, env);
  return { ...report, outcome };
}

async function planOf(foreign: ForeignRoom, env: ImportEnvironment): Promise<Plan> {
  const jid = `${foreign.local}@${env.domain}`;
  const own = await roomHere(jid, env.store);
  const [first] =
    own === undefined
      ? []
      : await env.store.read({ stream: roomStream(own.key), after: 0, order: 'ascending', limit: 1, archived: true });
  const until = first?.at ?? env.now();
  return { jid, foreign, own, until, mark: await readMark(env.store, jid), surveyed: await survey(foreign, until) };
}

async function roomHere(jid: string, store: Store): Promise<Room | undefined> {
  const entry = await store.rooms.find(jid);
  if (entry === undefined) return undefined;
  const { room } = await loadByKey(store, { jid, key: entry.key, directory: openHouse });
  return room.destroyed ? undefined : room;
}

async function outcomeOf(plan: Plan, why: string | undefined, env: ImportEnvironment): Promise<RoomReport['outcome']> {
  const { own, mark, surveyed } = plan;
  if (own === undefined) return why === undefined ? 'new' : 'in the way';
  if (mark?.key === own.key && mark.phase !== 'done') return mark.replaces === undefined ? 'new' : 'before';
  if (mark?.key === own.key && surveyed.messages === 0) return 'already';
  // Whatever the marks say: what is here is known by its ids.
  if (await isHere(plan, own, env)) return 'already';
  return why === undefined ? 'before' : 'in the way';
}

async function isHere({ foreign, surveyed }: Plan, own: Room, { store }: ImportEnvironment): Promise<boolean> {
  if (own.ordinal === 0) return false;
  const stream = roomStream(own.key);
  const isArchived = async (archiveId: string): Promise<boolean> =>
    (await store.findArchived({ stream, archiveId })) !== undefined;
  const { first, last } = surveyed;
  if (last !== undefined && (await isArchived(last.archiveId))) return true;
  const wasHere = first !== undefined && (await isArchived(first.archiveId));
  let [there, missing] = [0, 0];
  for await (const { archiveId } of foreign.messages(new Findings())) {
    if (await isArchived(archiveId)) there += 1;
    else missing += 1;
  }
  if (!wasHere && there === 0) return false;
  surveyed.findings.noteCounted('messages that were said there after the import', missing);
  return true;
}

/** What has to be done first. */
async function objection(
  { jid, foreign, own }: Plan,
  { house, undelivered }: ImportEnvironment,
): Promise<string | undefined> {
  if (prepareLocal(foreign.local) !== foreign.local) return 'its address cannot be one here';
  if (house.isCategoryName(foreign.local)) return `a category is called "${foreign.local}": rename one of them`;
  if (own === undefined) return undefined;
  if (own.clearedThrough > 0)
    return `what was said first in ${jid} is gone (an administrator took it away, or its time was over), and all before it with it`;
  if (undelivered)
    return 'the server may not have had all that was said here: start Longroom, stop it in good order, and begin again';
  return undefined;
}

function reportOf(
  { jid, foreign, own, surveyed }: Plan,
  outcome: RoomReport['outcome'],
  { house }: ImportEnvironment,
): Omit<RoomReport, 'outcome'> {
  const notKept = new Findings();
  notKept.add(foreign.findings);
  notKept.add(surveyed.findings);
  const { messages, late, bySomebody, first, last } = surveyed;
  // What came here before has the times it had.
  if (outcome !== 'already') notKept.noteCounted('the times of messages that are later than the first one here', late);
  notKept.noteCounted('the real addresses of senders, which are not there', bySomebody);
  if (house.isCategoryName(foreign.settings.name ?? '')) notKept.note('its name, since a category is called so');
  if (own !== undefined && outcome === 'before') {
    const { entries } = own;
    for (const { jid: listed } of foreign.entries) {
      if (entries.get(listed) !== undefined) notKept.note('what its lists say of people who are on them here already');
    }
  }
  return {
    ...{ room: jid, from: foreign.jid, messages, listed: foreign.entries.length, notKept: notKept.all },
    ...(first && { first: first.at }),
    ...(last && { last: last.at }),
  };
}

async function carryOut(plan: Plan, env: ImportEnvironment): Promise<void> {
  const { jid, foreign, surveyed, until } = plan;
  const { store } = env;
  const mark = await markFor(plan, env);
  const swapped = plan.own?.key === mark.key;
  const own = swapped ? undefined : plan.own;
  const { name = '', ...rest } = foreign.settings;
  const settings = env.house.isCategoryName(name) ? rest : foreign.settings;
  const since = Math.min(surveyed.first?.at ?? until, foreign.subject?.at ?? until, until);
  const wish = { jid, foreign: { ...foreign, settings }, own, since, category: env.category, holds: env.house.holds };
  // Whoever set a subject here has set it later.
  const subject = own?.subject === undefined ? foreign.subject : undefined;
  const made = await writeStream(wish, mark, { ...env, until, subject });
  if (mark.replaces !== undefined) await writeSettings(made, settings, env);
  await writeEntries(made, foreign.entries, env);
  await made.saveSnapshot();
  await env.markDelivered();
  await takeAddress(made.room, mark.replaces, store);
  if (mark.replaces !== undefined) await endFormer(made.room, mark.replaces, env);
  await env.markDelivered();
  const { first, last, messages } = surveyed;
  await saveMark(store, jid, {
    ...{ key: mark.key, phase: 'done', messages },
    ...(first && { first: first.archiveId }),
    ...(last && { last: last.archiveId }),
  });
}

/** Of a run that did not come to its end, if what it wrote still fits; else a new one, saved before anything is written. */
async function markFor({ jid, own, mark, surveyed }: Plan, env: ImportEnvironment): Promise<Mark> {
  const { store } = env;
  const { messages, first, last } = surveyed;
  if (mark !== undefined && mark.phase !== 'done') {
    if (own?.key === mark.key) return mark;
    const isSame = mark.messages === messages && mark.first === first?.archiveId && mark.last === last?.archiveId;
    // What is written already is not looked at again, so it has to be what it was, here as well.
    if (isSame && mark.replaces === own?.key && mark.own === own?.number) return mark;
    await abandon(jid, mark, env);
  }
  const fresh: Mark = {
    ...{ key: env.random(), phase: 'history', messages },
    ...(own !== undefined && { replaces: own.key, own: own.number }),
    ...(first && { first: first.archiveId }),
    ...(last && { last: last.archiveId }),
  };
  await saveMark(store, jid, fresh);
  return fresh;
}

/** What an earlier run wrote under a key that never had the address. */
async function abandon(jid: string, { key, replaces }: Mark, env: ImportEnvironment): Promise<void> {
  if ((await env.store.lastNumber(roomStream(key))) === 0) return;
  const load = (of: RoomKey) => loadByKey(env.store, { jid, key: of, directory: openHouse });
  // Where it ended among what was said here, it has no state of its own yet.
  const { room } = await load(key).catch(() => load(replaces ?? key));
  await endFormer(room, key, env);
}
