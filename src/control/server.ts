/**
 * The socket at which the running service takes commands from the command line of the same machine. Whoever may open it
 * may do everything: its mode is what protects it. A socket that a process left behind is taken away, never that of one
 * which lives.
 */
import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Log } from '../ops/log.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { type ExportAsked, type Exporter, readExportAsked, sendText } from './exports.ts';
import { Lines } from './lines.ts';
import { type FromService, parsed, pathProblem, readAsked, type TypedRunner } from './protocol.ts';

export interface ControlOptions {
  readonly path: string;
  readonly runner: TypedRunner;
  /** Left out where there is nothing to export. */
  readonly exporter?: Exporter;
  readonly log: Log;
  /** How long somebody may take to say what is wanted, and then to agree or want more. */
  readonly patienceMilliseconds?: number;
}

export interface ControlSocket {
  /** Nobody is heard any more; the socket is gone. */
  close(): Promise<void>;
}

const connectionsMax = 32;
const unreadCharactersMax = 1_048_576;
const patience = 5 * 60_000;

/** Rejects with one line that says what is wrong. */
export async function openControlSocket(options: ControlOptions): Promise<ControlSocket> {
  const { path } = options;
  const problem = pathProblem(path);
  if (problem !== undefined) throw new Error(problem);
  await removeStale(path);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    void serve(socket, options);
  });
  server.maxConnections = connectionsMax;
  await listen(server, path);
  chmodSync(path, 0o600);
  return {
    close: async () => {
      for (const socket of sockets) socket.destroy();
      // Node takes the file away when it closes.
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** The file is made at once, and from the beginning nobody else may open it. */
function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(new Error(`the control socket ${path} cannot be opened (${error.message})`)),
    );
    const before = process.umask(0o177);
    try {
      server.listen(path, resolve);
    } finally {
      process.umask(before);
    }
  });
}

async function removeStale(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket())
    throw new Error(`${path} is no socket, so it is left alone; set control.socket to another path`);
  if (await isListenedTo(path))
    throw new Error(`another process listens at ${path}; set control.socket to another path`);
  unlinkSync(path);
}

/** Only a connection that is refused outright says that nobody is there. */
function isListenedTo(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'),
    );
  });
}

async function serve(socket: Socket, options: ControlOptions): Promise<void> {
  const { runner, exporter, log, patienceMilliseconds = patience } = options;
  const lines = new Lines(socket, { charactersMax: unreadCharactersMax });
  socket.on('timeout', () => socket.destroy());
  const say = (what: FromService): void => lines.say(what);
  const heard = async (): Promise<string | undefined> => {
    socket.setTimeout(patienceMilliseconds);
    const line = await lines.next();
    socket.setTimeout(0);
    return line;
  };
  try {
    const line = await heard();
    if (line === undefined) return;
    const wanted = exporter && readExportAsked(line);
    if (wanted) await hand(wanted, { exporter, socket, say, log });
    else await converse(line, { runner, say, heard });
  } catch (error) {
    log.error({ error }, 'a command of the command line failed');
    say({ say: 'refused', condition: 'internal-server-error', text: 'Something went wrong here. It has been logged.' });
  } finally {
    socket.end();
  }
}

interface Conversation {
  readonly runner: TypedRunner;
  say(what: FromService): void;
  /** The next line; `undefined` where they have hung up. */
  heard(): Promise<string | undefined>;
}

/** Whoever hangs up on the way has what they have. */
async function hand(
  wanted: ExportAsked,
  {
    exporter,
    socket,
    say,
    log,
  }: Pick<Conversation, 'say'> & {
    readonly exporter: Exporter;
    readonly socket: Socket;
    readonly log: Log;
  },
): Promise<void> {
  const { user, what } = wanted;
  const begun = await exporter(wanted);
  if ('problem' in begun) return say({ say: 'refused', condition: 'item-not-found', text: begun.problem });
  log.info({ user, what }, 'an export begins');
  try {
    const failed = await sendText(socket, begun.text);
    if (failed !== undefined) log.error({ user, err: failed }, 'an export failed');
  } catch {
    log.warn({ user }, 'an export was broken off');
  }
}

async function converse(line: string, { runner, say, heard }: Conversation): Promise<void> {
  const asked = readAsked(line);
  if (asked === undefined) {
    return say({
      say: 'refused',
      condition: 'bad-request',
      text: 'This is not what the command line says. Is it of the same version?',
    });
  }
  const { limit, ...typed } = asked;
  const begun = await runner.begin(typed, (text) => say({ say: 'progress', text }));
  if (isRefusal(begun)) return say(refused(begun));
  if (begun.question !== undefined) {
    say({ say: 'question', text: begun.question });
    if (!(await agreed(heard, 'yes'))) return;
  }
  let result = await begun.run({ limit });
  while (!isRefusal(result)) {
    say({ say: 'result', result });
    if (result.next === undefined || !(await agreed(heard, 'more'))) return;
    result = await begun.run({ limit, after: result.next });
  }
  say(refused(result));
}

async function agreed(heard: Conversation['heard'], word: 'yes' | 'more'): Promise<boolean> {
  const line = await heard();
  return line !== undefined && parsed(line)?.['say'] === word;
}

function refused({ condition, text }: Refusal): FromService {
  return { say: 'refused', condition, text };
}
