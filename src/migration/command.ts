/** `longroom migrate`: opens both ends, goes through the rooms, says what came of it. */
import { randomBytes } from 'node:crypto';
import type { Config } from '../config/schema.ts';
import { openStore } from '../open-store.ts';
import { silentLog } from '../ops/log.ts';
import { type Store, StoreError } from '../store/port.ts';
import { ProgressLine } from '../transfer/progress-line.ts';
import { deliveredMark } from './delivered.ts';
import { readHouse } from './facts-of-house.ts';
import type { ForeignRoom, ForeignRooms, LostRoom } from './foreign.ts';
import { type ImportEnvironment, importRoom } from './import-room.ts';
import { openSource } from './open-source.ts';
import { type MigrationReport, type RoomReport, roomLines, summaryLines } from './report.ts';
import { UnusableSource, unreadable } from './unusable-source.ts';
import type { MigrateWish } from './words.ts';

export interface MigrateTerminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether what goes to `err` can be written over. */
  readonly isTerminal: boolean;
}

const EXIT_OK = 0;
/** Not all of it came here. */
const EXIT_SOME = 1;
const EXIT_USAGE = 2;
/** As in sysexits.h: what was given cannot be read. */
const EXIT_DATA = 65;
/** As in sysexits.h: reading or writing failed. */
const EXIT_IO = 74;

/** Gives the exit code: 0 all is here, 1 not all of it, 2 a wrong option, 65 an unusable source, 74 where the store fails. */
export async function migrate(wish: MigrateWish, config: Config, terminal: MigrateTerminal): Promise<number> {
  let store: Store | undefined;
  let source: ForeignRooms | undefined;
  try {
    store = await openStore(config, { alone: true, dry: wish.dryRun });
    const env = await environment(wish, config, store);
    if (typeof env === 'string') {
      terminal.err(`longroom: ${env}\n`);
      return EXIT_USAGE;
    }
    const { server, path, archive, host = config.xmpp.domain } = wish;
    source = await openSource({ server, path, host, ...(archive !== undefined && { archive }) });
    return await throughRooms(source, { ...env, wish }, terminal);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const hint = isOfReading(error) && error.code === 'EACCES' ? `; it ${unreadable}` : '';
    terminal.err(`longroom: ${error.message}${hint}\n`);
    return error instanceof UnusableSource || isOfReading(error) ? EXIT_DATA : EXIT_IO;
  } finally {
    source?.close();
    await store?.close();
  }
}

/** A folder or file of the source that cannot be read. */
function isOfReading(error: Error): error is NodeJS.ErrnoException {
  return 'syscall' in error && ['open', 'read', 'scandir', 'stat'].includes(String(error.syscall));
}

/** Or what is wrong with the wish. */
async function environment(
  { category: name, dryRun }: MigrateWish,
  config: Config,
  store: Store,
): Promise<Omit<ImportEnvironment, 'wrote'> | string> {
  const { domain } = config.xmpp;
  const house = await readHouse(store, silentLog, config.categories.default);
  const category =
    house.categoryCalled(name ?? config.categories.default) ?? (name === undefined ? 'default' : undefined);
  if (category === undefined) return `there is no category "${name}": there are ${house.categories.join(', ')}`;
  // Nothing is written before it is wanted: this one has a key from the first start on.
  const keys = dryRun ? await store.people.known([domain]) : await store.people.keys([domain]);
  let commits = 0;
  return {
    ...{ store, domain, house, category, dryRun, by: { jid: domain, key: keys.get(domain) ?? '' }, now: Date.now },
    nextCommitId: () => ++commits,
    random: () => randomBytes(12).toString('base64url'),
    ...(await deliveredMark(store)),
  };
}

async function throughRooms(
  source: ForeignRooms,
  { wish, ...env }: Omit<ImportEnvironment, 'wrote'> & { readonly wish: MigrateWish },
  terminal: MigrateTerminal,
): Promise<number> {
  const progress = new ProgressLine(
    wish.dryRun ? 'Looking' : 'Importing',
    wish.json ? undefined : { ...terminal, now: () => performance.now() },
  );
  const rooms: RoomReport[] = [];
  let events = 0;
  const wrote = (messages: number): void => {
    events += messages;
    progress.show({ rooms: rooms.length, roomsInAll: 0, events });
  };
  for await (const foreign of source.rooms()) {
    if (!isWanted(foreign, wish.rooms)) continue;
    const report = await oneRoom(foreign, { ...env, wrote });
    rooms.push(report);
    progress.end();
    if (!wish.json) terminal.out(roomLines(report, wish.dryRun));
  }
  progress.end();
  const report: MigrationReport = { dryRun: wish.dryRun, rooms, findings: source.findings.all };
  terminal.out(wish.json ? `${JSON.stringify(report)}\n` : summaryLines(report));
  const missing = wish.rooms.filter((name) => !rooms.some(({ from }) => isCalled(from, name)));
  if (missing.length > 0) terminal.err(`longroom: there is no room ${missing.join(', ')} there\n`);
  const isWhole = rooms.every(({ outcome }) => outcome !== 'failed' && outcome !== 'in the way');
  return isWhole && missing.length === 0 ? EXIT_OK : EXIT_SOME;
}

/** What is wrong with one room stops no other. Rejects where the store itself is away. */
async function oneRoom(foreign: ForeignRoom | LostRoom, env: ImportEnvironment): Promise<RoomReport> {
  if ('problem' in foreign) return failed(foreign, 0, foreign.problem, env);
  try {
    return await importRoom(foreign, env);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Rejects where it is the store itself that is away.
    if (error instanceof StoreError) await env.store.checkpoint('none');
    return failed(foreign, foreign.entries.length, error.message, env);
  }
}

function failed(
  { local, jid: from }: Pick<ForeignRoom, 'local' | 'jid'>,
  listed: number,
  why: string,
  { domain }: Pick<ImportEnvironment, 'domain'>,
): RoomReport {
  return { room: `${local}@${domain}`, from, outcome: 'failed', why, messages: 0, listed, notKept: [] };
}

function isWanted({ jid }: Pick<ForeignRoom, 'jid'>, names: readonly string[]): boolean {
  return names.length === 0 || names.some((name) => isCalled(jid, name));
}

function isCalled(jid: string, name: string): boolean {
  return jid === name || jid.slice(0, jid.lastIndexOf('@')) === name;
}
