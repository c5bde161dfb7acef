/** `longroom import`: reads and checks the file first, then puts it into the store of a service that is stopped. */
import type { Config } from '../config/schema.ts';
import { openStore } from '../open-store.ts';
import type { Store } from '../store/port.ts';
import type { TransferCommand, TransferTerminal } from './commands.ts';
import { fileError, mayBeRead, standardStream, textOf } from './export-file.ts';
import { Import, type ImportReport } from './import.ts';
import { grouped, ProgressLine } from './progress-line.ts';
import { DamagedExport, type Read, readExport } from './read-export.ts';
import { asFile, type Spooled } from './spool.ts';

type Command = Extract<TransferCommand, { kind: 'import' }>;
/** `from`: where the file lies; what can be read once only was kept elsewhere. */
type Given = Command & { readonly from: string };

const EXIT_OK = 0;
/** Something was left out. */
const EXIT_SOME = 1;
/** Lines about what could not be taken; the rest is counted. */
const toldMax = 200;

export async function importFile(command: Command, config: Config, terminal: TransferTerminal): Promise<number> {
  await mayBeRead(command.path);
  const store = await openStore(config, { alone: true, dry: command.dry });
  let spooled: Spooled | undefined;
  try {
    spooled = await asFile(command.path);
    // All of it, before anything is written.
    const given = { ...command, from: spooled.path };
    const roomsInAll = await checked(given, terminal);
    const report = await taken(given, { store, service: config.xmpp.domain, roomsInAll }, terminal);
    terminal.out(summary(command, report));
    return report.refused > 0 ? EXIT_SOME : EXIT_OK;
  } finally {
    await spooled?.remove();
    await store.close();
  }
}

/** How many rooms there are in it. */
async function checked({ path, from, quiet }: Given, terminal: TransferTerminal): Promise<number> {
  const line = new ProgressLine('Checking', quiet ? undefined : { ...terminal, now: () => performance.now() });
  const reached = { rooms: 0, roomsInAll: 0, events: 0 };
  try {
    for await (const read of readsOf(path, from)) {
      if (read.kind === 'head') reached.roomsInAll = read.head.rooms;
      if (read.kind === 'begin' && read.line.is === 'stream' && read.line.room !== undefined) reached.rooms += 1;
      if (read.kind === 'line' && read.line.is === 'event') reached.events += 1;
      line.show(reached);
    }
    return reached.rooms;
  } catch (error) {
    if (error instanceof DamagedExport) throw new DamagedExport(`${error.message}. Nothing was imported`);
    throw error;
  } finally {
    line.end();
  }
}

/** `path` is what it is called, `from` where it lies. */
async function* readsOf(path: string, from: string): AsyncGenerator<Read> {
  try {
    yield* readExport(textOf(from));
  } catch (error) {
    if (error instanceof DamagedExport) throw new DamagedExport(`${calledOf(path)}: ${error.message}`);
    if (error instanceof Error && 'syscall' in error) throw fileError(path, error, 'reading');
    throw error;
  }
}

function calledOf(path: string): string {
  return path === standardStream ? 'the standard input' : path;
}

interface Into {
  readonly store: Store;
  readonly service: string;
  readonly roomsInAll: number;
}

async function taken({ path, from, dry, quiet }: Given, into: Into, terminal: TransferTerminal): Promise<ImportReport> {
  const { store, service, roomsInAll } = into;
  const line = new ProgressLine(
    dry ? 'Looking' : 'Importing',
    quiet ? undefined : { ...terminal, now: () => performance.now() },
  );
  let told = 0;
  const env = {
    ...{ store, service, dry, now: Date.now },
    tell(text: string) {
      told += 1;
      if (told > toldMax) return;
      line.end();
      terminal.err(`longroom: ${text}\n`);
    },
    progress: ({ rooms, there, refused, events }: ImportReport) =>
      line.show({ rooms: rooms + there + refused, roomsInAll, events }),
  };
  let work: Import | undefined;
  try {
    for await (const read of readsOf(path, from)) {
      if (read.kind === 'head') work = await Import.begin(env, read.head);
      else await work?.take(read);
    }
    await work?.finish();
  } catch (error) {
    if (work === undefined || dry || !(error instanceof Error)) throw error;
    line.end();
    terminal.err(
      `The import was broken off; ${grouped(work.report.rooms)} rooms of it are here. Import the same file again to complete it.\n`,
    );
    throw error;
  } finally {
    line.end();
  }
  if (told > toldMax) terminal.err(`longroom: and ${grouped(told - toldMax)} more\n`);
  if (work === undefined) throw new DamagedExport(`${calledOf(path)}: it is empty`);
  return work.report;
}

function summary({ dry }: Command, report: ImportReport): string {
  const { rooms, events, there, refused, categories, keptService } = report;
  const lines = [
    `${dry ? 'Would import' : 'Imported'} ${grouped(rooms)} rooms with ${grouped(events)} events.`,
    ...(categories > 0 ? [`Categories that were not here: ${grouped(categories)}.`] : []),
    ...(there > 0 ? [`Rooms that were here already: ${grouped(there)}.`] : []),
    ...(refused > 0 ? [`Rooms left out, or as they were: ${grouped(refused)}.`] : []),
    ...(keptService
      ? [
          'Policies, groups, blocks, administrators and settings of the service stay as they are here; those of the file are taken only into a store that has never been used.',
        ]
      : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
