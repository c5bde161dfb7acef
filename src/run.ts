/** Wires the parts for `longroom run`. */
import { version } from './command-line.ts';
import type { Loaded } from './config/load.ts';
import type { Config } from './config/schema.ts';
import { type ControlOptions, type ControlSocket, openControlSocket } from './control/server.ts';
import { ConfigGroups } from './groups/config-source.ts';
import type { OutsideGroups } from './groups/outside-groups.ts';
import type { SourceState } from './groups/watched-source.ts';
import { keptInStore } from './kept-groups.ts';
import { openStore } from './open-store.ts';
import { systemClock } from './ops/clock.ts';
import { type Fatality, live, type Running } from './ops/lifecycle.ts';
import type { Log } from './ops/log.ts';
import { randomTexts } from './ops/random.ts';
import { outsideGroups } from './outside.ts';
import { reloaded } from './reload.ts';
import { type Rates, ratesFrom } from './service/rates.ts';
import { type RunningService, startService } from './service/service.ts';
import { acceptedBytesMax } from './service/sizes.ts';
import type { Store } from './store/port.ts';
import { beginExportOrSayWhy, type ExportWish } from './transfer/export.ts';
import { brokenOffImport } from './transfer/import-marks.ts';
import { openStream } from './wire/component-stream.ts';

/** As in sysexits.h: reading or writing failed. */
const EXIT_STORE = 74;
/** As in sysexits.h: a mistake of the program itself. */
const EXIT_SOFTWARE = 70;

/** Runs the service until a signal or a failure ends it; gives the exit code. */
export async function run(config: Config, log: Log, readAgain: () => Loaded): Promise<number> {
  const begin = (fatal: StartEnvironment['fatal'], stopping: AbortSignal) =>
    start(config, { log, fatal, stopping, readAgain });
  return live({ start: begin, log, signals: process });
}

interface StartEnvironment {
  readonly log: Log;
  readonly fatal: (failure: Fatality) => void;
  /** Aborted once the program is to stop. */
  readonly stopping: AbortSignal;
  /** The configuration as it is now. */
  readonly readAgain: () => Loaded;
}

async function start(config: Config, around: StartEnvironment): Promise<Running> {
  const { log, fatal } = around;
  process.on('uncaughtException', (error) => {
    // Nothing is known about what is in memory now; what is durable is safe, and the next start reads it.
    log.error({ err: error }, 'ending because of a mistake in the program');
    process.exit(EXIT_SOFTWARE);
  });
  const store = await openedStore(config, around);
  const { service, domain, secret, stanzaSizeBytesMax } = config.xmpp;
  const live = await liveSettings(config, { ...around, store });
  const running = await startService({
    domain,
    users: config.xmpp.users,
    serverCopies: config.xmpp.serverCopies === 'auto',
    admins: config.admins,
    outsideGroups: live.outside.groups,
    refreshGroups: live.refresh,
    federation: config.xmpp.federation,
    defaultCategory: config.categories.default,
    contacts: config.contacts,
    largeRoomsAbove: config.rooms.largeAbove,
    roomsCreatedBy: config.rooms.createdBy,
    keptDays: config.rooms.retention === 'forever' ? undefined : config.rooms.retention,
    rates: config.limits === 'off' ? undefined : ratesOf(config.rates),
    version: version(),
    store,
    log,
    clock: systemClock,
    random: randomTexts(),
    stanzaSizeBytesMax,
    openStream: (handlers) =>
      openStream({ service, domain, secret, log, stanzaSizeBytesMax: acceptedBytesMax(stanzaSizeBytesMax) }, handlers),
    fatal,
    ready: () => log.info({ domain, service }, 'ready'),
  });
  live.tell(running.house);
  const exporter = (wish: ExportWish) =>
    beginExportOrSayWhy(
      { store, service: domain, version: version(), now: systemClock.now, random: randomTexts() },
      wish,
    );
  const control = await openControl(config.control.socket, { runner: running.commandLine, exporter, log });
  return {
    stop: async () => {
      live.outside.stop();
      await control?.close();
      await running.stop();
    },
  };
}

async function openedStore(config: Config, { log, fatal, stopping }: StartEnvironment): Promise<Store> {
  const store = await openStore(config, {
    log: {
      info: (text) => log.info({}, text),
      warn: (text) => log.warn({}, text),
      error: (text) => log.error({}, text),
    },
    onFailed: (error) => fatal({ line: error.message, exitCode: EXIT_STORE }),
    stopping,
  });
  await warnOfImport(store, log);
  return store;
}

/** Whoever starts a service of which only some is there should know. */
async function warnOfImport(store: Store, log: Log): Promise<void> {
  const made = await brokenOffImport(store);
  if (made === undefined) return;
  log.warn({ made }, 'an import was broken off: not all is here; "longroom import" and the same file complete it');
}

/** People can talk without it: that it cannot be opened is said, and the service runs. */
async function openControl(
  path: string,
  { runner, exporter, log }: Omit<ControlOptions, 'path'>,
): Promise<ControlSocket | undefined> {
  if (path === 'off') return undefined;
  try {
    const control = await openControlSocket({ path, runner, log, ...(exporter && { exporter }) });
    log.info({ socket: path }, 'commands of the command line are taken');
    return control;
  } catch (error) {
    log.error({}, `no commands from the command line: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

interface Live {
  readonly outside: OutsideGroups;
  /** Reads the configuration and every source of groups; says how the sources are then. */
  refresh(): Promise<readonly SourceState[]>;
  /** From now on it is told whenever groups or administrators change. */
  tell(house: RunningService['house']): void;
}

/** What follows the configuration without a restart: SIGHUP reads it again, and every source of groups. */
async function liveSettings(
  config: Config,
  { log, readAgain, store }: StartEnvironment & { readonly store: Store },
): Promise<Live> {
  let house: RunningService['house'] | undefined;
  const configured = new ConfigGroups(config.groups);
  const outside = await outsideGroups({
    ...{ config, configured, log },
    clock: systemClock,
    keeper: keptInStore(store),
    changed: (groups) => house?.setOutsideGroups(groups),
  });
  await outside.start();
  const refresh = async (): Promise<readonly SourceState[]> => {
    const now = reloaded(config, readAgain(), log);
    if (now === undefined) return outside.states.map(withMistakes);
    house?.setAdmins(now.admins);
    configured.replace(now.groups);
    return outside.refresh();
  };
  process.on('SIGHUP', () => void refresh());
  const tell = (running: RunningService['house']): void => {
    house = running;
    running.setOutsideGroups(outside.groups);
  };
  return { outside, refresh, tell };
}

function withMistakes(state: SourceState): SourceState {
  if (state.source !== 'config') return state;
  return { ...state, problem: 'The configuration has mistakes, which are in the log; nothing was read again.' };
}

function ratesOf(rates: Config['rates']): Rates {
  const ofRooms = {
    messages: rates.roomMessages,
    presence: rates.roomPresence,
    joins: rates.roomJoins,
    invites: rates.roomInvites,
    queries: rates.roomQueries,
  };
  return ratesFrom((kind, whose) => (whose === 'person' ? rates[kind] : ofRooms[kind]));
}
