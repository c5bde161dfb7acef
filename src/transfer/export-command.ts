/** `longroom export`: asks the running service, or reads the store itself where none runs. */
import { randomBytes } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import type { Config } from '../config/schema.ts';
import { plainUser } from '../control/protocol.ts';
import { openStore } from '../open-store.ts';
import type { TransferCommand, TransferTerminal } from './commands.ts';
import { beginExport, type ExportWish } from './export.ts';
import { fileError, isPacked, isThere, standardStream, textOf, writeText } from './export-file.ts';
import { ExportRefused, reachService, textFromService } from './over-socket.ts';
import { grouped, ProgressLine } from './progress-line.ts';
import { DamagedExport } from './read-export.ts';
import {
  type Begun,
  begunExport,
  type ExportProgress,
  fileText,
  firstBytes,
  isSameScope,
  wishAfter,
} from './write-export.ts';

type Command = Extract<TransferCommand, { kind: 'export' }>;

export async function exportFile(command: Command, config: Config, terminal: TransferTerminal): Promise<number> {
  const { path, what } = command;
  const begun = await begunIn(command, config);
  if (begun === 'whole') {
    terminal.err(`${path} is whole already.\n`);
    return 0;
  }
  const source = await sourceOf(config, terminal);
  const progress: ExportProgress = { rooms: 0, events: 0, roomsInAll: 0 };
  const line = new ProgressLine('Exporting', command.quiet ? undefined : { ...terminal, now: () => performance.now() });
  try {
    const told = () => line.show(progress);
    const text = await withFirst(await source.text(wishAfter(what, begun)));
    await write(path, fileText(text, { begun, progress, told }), begun);
  } finally {
    line.end();
    await source.close();
  }
  if (!command.quiet) terminal.err(summary(path, progress));
  return 0;
}

/** What is there of an export that was broken off. */
async function begunIn({ path, what, resume }: Command, config: Config): Promise<Begun | 'whole' | undefined> {
  if (!(await isThere(path))) return undefined;
  if (!resume) throw new ExportRefused(`${path} is there already: name another file, or say --resume to go on with it`);
  const begun = await begunExport(textOf(path)).catch((error: unknown) => {
    if (error instanceof DamagedExport) throw new DamagedExport(`${path} cannot be gone on with: ${error.message}`);
    throw error instanceof Error && 'syscall' in error ? fileError(path, error, 'reading') : error;
  });
  if (begun === undefined) return 'whole';
  const { head } = begun.head;
  if (head.service !== config.xmpp.domain || !isSameScope(head.what, what)) {
    throw new ExportRefused(
      `${path} was begun as an export of something else: give the same --category and --room, or name another file`,
    );
  }
  return begun;
}

/** The same text, of which there is something: where there can be none, no file is made. */
async function withFirst(text: AsyncIterable<string>): Promise<AsyncIterable<string>> {
  const pieces = text[Symbol.asyncIterator]();
  const first = await pieces.next();
  return (async function* all() {
    if (!first.done) yield first.value;
    yield* { [Symbol.asyncIterator]: () => pieces };
  })();
}

async function write(path: string, text: AsyncIterable<string>, begun: Begun | undefined): Promise<void> {
  try {
    const packed = isPacked(path);
    if (begun === undefined) return await writeText(path, text, { packed });
    if (!packed) return await writeText(path, text, { packed, after: begun.bytes });
    // A packed file cannot be gone on with in the middle: what is whole of it is written again.
    const again = `${path}.part`;
    await rm(again, { force: true });
    await writeText(again, joined(firstBytes(textOf(path), begun.bytes), text), { packed });
    await rename(again, path);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const problem = 'syscall' in error ? fileError(path, error, 'writing') : error;
    if (await isThere(path)) problem.message += '; what is whole of the file stays: go on with --resume';
    throw problem;
  }
}

async function* joined(one: AsyncIterable<string>, other: AsyncIterable<string>): AsyncGenerator<string> {
  yield* one;
  yield* other;
}

interface Source {
  text(wish: ExportWish): Promise<AsyncIterable<string>>;
  close(): Promise<void>;
}

async function sourceOf(config: Config, { user, version }: TransferTerminal): Promise<Source> {
  const { socket: path } = config.control;
  const socket = path === 'off' ? undefined : await reachService(path);
  if (socket !== undefined) {
    return {
      text: async (wish) => textFromService(socket, { user: plainUser(user), ...wish }),
      close: async () => void socket.destroy(),
    };
  }
  const store = await openStore(config, { alone: true, existing: true });
  const random = () => randomBytes(12).toString('base64url');
  return {
    async text(wish) {
      const begun = await beginExport({ store, service: config.xmpp.domain, version, now: Date.now, random }, wish);
      if ('problem' in begun) throw new ExportRefused(begun.problem);
      return begun.text;
    },
    close: () => store.close(),
  };
}

function summary(path: string, { rooms, events }: ExportProgress): string {
  const where = path === standardStream ? '' : ` to ${path}`;
  return `Exported ${grouped(rooms)} rooms with ${grouped(events)} events${where}.\n`;
}
