/**
 * What can be typed after `longroom`. It understands words and options and says what is wrong with
 * them; what the words do is elsewhere.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { commands } from './commands/index.ts';
import { wordsMeant } from './commands/typed.ts';
import { type Loaded, loadConfig } from './config/load.ts';
import { problemLine } from './config/problem.ts';
import { exampleFile, referencePage } from './config/reference.ts';
import type { Config } from './config/schema.ts';
import { passwordsOf } from './config/store-address.ts';
import { EXIT_UNAVAILABLE, runTyped } from './control/client.ts';
import { helpText } from './control/output.ts';
import { type ReadWords, readWords } from './control/words.ts';
import { type MigrateWords, readMigrateWords } from './migration/words.ts';
import { nearest } from './nearest.ts';
import { type Log, openLog } from './ops/log.ts';
import { sparingLog } from './ops/sparing-log.ts';
import { readTransferWords, type TransferWords, transferWords } from './transfer/words.ts';

/** The ends of the program that come from outside. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  out(text: string): void;
  err(text: string): void;
  /** The user of the operating system. */
  readonly user: string;
  /** Asks whoever sits at the terminal; left out where nobody does. */
  readonly ask?: (question: string) => Promise<string>;
  /** Whether `err` is a terminal, on which lines can be written over. */
  readonly isTerminal?: boolean;
  /** Runs the service until it is told to stop; gives the exit code. `readAgain` gives the configuration as it is then. */
  run(config: Config, log: Log, readAgain: () => Loaded): Promise<number>;
}

export const EXIT_OK = 0;
export const EXIT_USAGE = 2;
/** As in sysexits.h, so that a unit can refrain from starting again. */
export const EXIT_CONFIG = 78;

const COMMANDS = [
  'run',
  ...['config check', 'config example', 'config reference', 'store check'],
  ...transferWords,
  ...['migrate', 'help', 'version'],
];

const HELP = `longroom: persistent group chat for any XMPP network

  longroom run [--config FILE]            runs the service
  longroom config check [--config FILE]   names every mistake in the configuration
  longroom config example                 prints an annotated configuration file
  longroom config reference               prints all settings as a page
  longroom export FILE                    writes the service, or some rooms, into a file; "longroom help export" says more
  longroom import FILE                    puts such a file into the store of a service that is stopped
  longroom backup FILE                    copies the SQLite file, also while the service runs
  longroom migrate prosody|ejabberd PATH  brings the rooms of such a server here; "longroom help migrate" says more
  longroom store check [--json]           says whether the store is whole, and how large it is
  longroom --help, --version

The service that runs, once it does, is told what to do with commands such as "longroom block list":
"longroom help" and one of these words lists them: ${[...new Set(commands.map(({ words }) => words.split(' ')[0]))].join(', ')}.

Without --config: the file that LONGROOM_CONFIG names, else longroom.yaml in the working directory
if there is one. Settings from the environment (LONGROOM_...) win over the file.
`;

interface Asked {
  readonly command: string;
  readonly file: string | undefined;
  readonly json: boolean;
}

/** Does what `words` ask for and gives the exit code. */
export async function commandLine(words: readonly string[], around: Surroundings): Promise<number> {
  const forService = readWords(words, commands);
  if (forService !== undefined) return toService(forService, around);
  const moving = readTransferWords(words);
  if (moving !== undefined) return move(moving, around);
  const migrating = readMigrateWords(words);
  if (migrating !== undefined) return bringRooms(migrating, around);
  const asked = understand(words);
  if (typeof asked === 'string') {
    around.err(`longroom: ${asked}\n`);
    return EXIT_USAGE;
  }
  switch (asked.command) {
    case 'help':
      around.out(HELP);
      return EXIT_OK;
    case 'version':
      around.out(`${version()}\n`);
      return EXIT_OK;
    case 'config example':
      around.out(exampleFile());
      return EXIT_OK;
    case 'config reference':
      around.out(referencePage());
      return EXIT_OK;
    case 'config check':
      return check(loadConfig({ file: asked.file, env: around.env }), around);
    case 'store check':
      return checkStoreOf(loadConfig({ file: asked.file, env: around.env, secretless: true }), asked.json, around);
    case 'run':
      return start(() => loadConfig({ file: asked.file, env: around.env }), around);
    default:
      around.err(`longroom: ${unknownCommand(asked.command)}\n`);
      return EXIT_USAGE;
  }
}

/** A command of the table: the running service does it. */
async function toService(read: ReadWords, around: Surroundings): Promise<number> {
  if (read.kind === 'help') {
    const text = helpText(read.about, commands);
    if (text !== undefined) around.out(text);
    else around.err(`longroom: ${unknownCommand(read.about.join(' '))}\n`);
    return text === undefined ? EXIT_USAGE : EXIT_OK;
  }
  if (read.kind === 'mistake') return tell(read, around);
  const loaded = loadConfig({ file: read.file, env: around.env, secretless: true });
  if (loaded.kind === 'problems') return check(loaded, around);
  const { socket } = loaded.config.control;
  if (socket !== 'off') return runTyped(read, socket, around);
  around.err('longroom: this service takes no commands here: control.socket is off\n');
  return EXIT_UNAVAILABLE;
}

/** What is answered in place of doing anything. */
function tell(
  { kind, text }: { readonly kind: 'help' | 'mistake'; readonly text: string },
  around: Surroundings,
): number {
  if (kind === 'help') around.out(text);
  else around.err(`longroom: ${text}\n`);
  return kind === 'help' ? EXIT_OK : EXIT_USAGE;
}

/** Exports, imports and backups. */
async function move(read: TransferWords, around: Surroundings): Promise<number> {
  if (read.kind === 'help' || read.kind === 'mistake') return tell(read, around);
  const loaded = loadConfig({ file: read.file, env: around.env, secretless: true });
  if (loaded.kind === 'problems') return check(loaded, around);
  const { user, out, err, isTerminal = false } = around;
  // Most commands need nothing of it.
  const { runTransfer } = await import('./transfer/commands.ts');
  return runTransfer(read, loaded.config, { user, version: version(), out, err, isTerminal });
}

/** Rooms of another server. */
async function bringRooms(read: MigrateWords, around: Surroundings): Promise<number> {
  if (read.kind === 'help' || read.kind === 'mistake') return tell(read, around);
  const loaded = loadConfig({ file: read.file, env: around.env, secretless: true });
  if (loaded.kind === 'problems') return check(loaded, around);
  const { out, err, isTerminal = false } = around;
  const { migrate } = await import('./migration/command.ts');
  return migrate(read, loaded.config, { out, err, isTerminal });
}

/** What is asked for, or what is wrong with how it was asked. */
function understand(words: readonly string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        config: { type: 'string', short: 'c' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
        json: { type: 'boolean' },
      },
    });
    const json = values.json ?? false;
    if (values.help) return { command: 'help', file: undefined, json };
    if (values.version) return { command: 'version', file: undefined, json };
    if (positionals.length === 0) return 'say what to do, for example "longroom run"; "longroom --help" lists all';
    const command = positionals.join(' ');
    if (json && command !== 'store check') return 'only "store check" and commands of the service know --json';
    return { command, file: values.config, json };
  } catch (error) {
    const [reason = 'wrong option'] = (error as Error).message.split('. ');
    return `${reason}; "longroom --help" lists all`;
  }
}

function unknownCommand(command: string): string {
  const meant =
    nearest(command, COMMANDS) ??
    COMMANDS.find((known) => known.startsWith(`${command} `)) ??
    wordsMeant(command.split(' '), commands);
  const hint = meant === undefined ? '"longroom --help" lists all' : `did you mean "longroom ${meant}"?`;
  return `there is no command "${command}"; ${hint}`;
}

function check(loaded: Loaded, around: Surroundings): number {
  if (loaded.kind === 'config') {
    around.out(
      `The configuration is good${loaded.file === undefined ? ' (environment only)' : ` (${loaded.file})`}.\n`,
    );
    return EXIT_OK;
  }
  for (const problem of loaded.problems) around.err(`${problemLine(problem)}\n`);
  return EXIT_CONFIG;
}

/** Also of a store that is in use: nothing is written. */
async function checkStoreOf(loaded: Loaded, json: boolean, around: Surroundings): Promise<number> {
  if (loaded.kind === 'problems') return check(loaded, around);
  const { storeCheck } = await import('./store-check.ts');
  return storeCheck(loaded.config, { terminal: around, json });
}

async function start(load: () => Loaded, around: Surroundings): Promise<number> {
  const loaded = load();
  if (loaded.kind === 'problems') return check(loaded, around);
  const { config } = loaded;
  const secrets = [config.xmpp.secret, config.search.key, config.ldap.password, ...passwordsOf(config.store)].filter(
    (secret) => secret !== undefined,
  );
  return around.run(config, sparingLog(openLog({ level: config.log.level, secrets })), load);
}

/** From package.json, which lies beside `src/` and `dist/` alike. */
export function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
