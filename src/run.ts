/** Wires the parts for `longroom run`; the only place that knows which adapter is in use. */
import { version } from './command-line.ts';
import type { Config } from './config/schema.ts';
import { type ControlSocket, openControlSocket } from './control/server.ts';
import { systemClock } from './ops/clock.ts';
import { type Fatality, live, type Running } from './ops/lifecycle.ts';
import type { Log } from './ops/log.ts';
import { randomTexts } from './ops/random.ts';
import { type Rates, ratesFrom } from './service/rates.ts';
import { type RunningService, startService } from './service/service.ts';
import { acceptedBytesMax } from './service/sizes.ts';
import { openSqliteStore } from './store/sqlite/store.ts';
import { openStream } from './wire/component-stream.ts';

/** As in sysexits.h: reading or writing failed. */
const EXIT_STORE = 74;
/** As in sysexits.h: a mistake of the program itself. */
const EXIT_SOFTWARE = 70;

/** Runs the service until a signal or a failure ends it; gives the exit code. */
export async function run(config: Config, log: Log): Promise<number> {
  return live({ start: (fatal) => start(config, { log, fatal }), log, signals: process });
}

async function start(
  config: Config,
  around: { readonly log: Log; readonly fatal: (failure: Fatality) => void },
): Promise<Running> {
  const { log, fatal } = around;
  process.on('uncaughtException', (error) => {
    // Nothing is known about what is in memory now; what is durable is safe, and the next start reads it.
    log.error({ err: error }, 'ending because of a mistake in the program');
    process.exit(EXIT_SOFTWARE);
  });
  const store = await openSqliteStore({
    path: config.store.url.slice('sqlite:'.length),
    log: { warn: (text) => log.warn({}, text), error: (text) => log.error({}, text) },
    onFailed: (error) => fatal({ line: error.message, exitCode: EXIT_STORE }),
  });
  const { service, domain, secret, stanzaSizeBytesMax } = config.xmpp;
  const running = await startService({
    domain,
    users: config.xmpp.users,
    serverCopies: config.xmpp.serverCopies === 'auto',
    admins: config.admins,
    contacts: config.contacts,
    largeRoomsAbove: config.rooms.largeAbove,
    roomsCreatedBy: config.rooms.createdBy,
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
  const control = await openControl(config.control.socket, running, log);
  return {
    stop: async () => {
      await control?.close();
      await running.stop();
    },
  };
}

/** People can talk without it: that it cannot be opened is said, and the service runs. */
async function openControl(path: string, running: RunningService, log: Log): Promise<ControlSocket | undefined> {
  if (path === 'off') return undefined;
  try {
    const control = await openControlSocket({ path, runner: running.commandLine, log });
    log.info({ socket: path }, 'commands of the command line are taken');
    return control;
  } catch (error) {
    log.error({}, `no commands from the command line: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
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
