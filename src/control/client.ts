/** Runs a typed command in the running service, over its socket, and shows what it says. */
import { connect, type Socket } from 'node:net';
import type { CommandResult } from '../commands/command.ts';
import { Lines } from './lines.ts';
import { harmless, jsonResult, resultText } from './output.ts';
import { type FromCommandLine, type FromService, pageRowsMax, parsed, plainUser } from './protocol.ts';
import type { TypedCommand } from './words.ts';

export interface ControlTerminal {
  readonly user: string;
  out(text: string): void;
  err(text: string): void;
  /** Asks whoever sits there; left out where nobody does. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
}

const EXIT_OK = 0;
const EXIT_REFUSED = 1;
const EXIT_AMISS = 1;
const EXIT_USAGE = 2;
/** As in sysexits.h: the service does not run. */
export const EXIT_UNAVAILABLE = 69;

/** A page is in memory as a whole. */
const unreadCharactersMax = 64 * 1024 * 1024;

/** Gives the exit code: 0 done, 1 refused or amiss, 2 not agreed to, 69 where no service listens. */
export async function runTyped(typed: TypedCommand, path: string, terminal: ControlTerminal): Promise<number> {
  const socket = await opened(path);
  if (typeof socket === 'string') {
    terminal.err(`longroom: ${socket}\n`);
    return EXIT_UNAVAILABLE;
  }
  const { patienceSeconds } = typed.command;
  let hungUp = 'the service hung up before it was done';
  const late = () => {
    hungUp = `the service is there, and did not answer within ${patienceSeconds} seconds`;
    socket.destroy();
  };
  const timer = patienceSeconds === undefined ? undefined : setTimeout(late, patienceSeconds * 1_000);
  try {
    const exitCode = await converse(typed, new Lines(socket, { charactersMax: unreadCharactersMax }), terminal);
    if (exitCode === undefined) terminal.err(`longroom: ${hungUp}\n`);
    return exitCode ?? EXIT_UNAVAILABLE;
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

function opened(path: string): Promise<Socket | string> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(whyNot(path, code ?? 'unknown reason')));
  });
}

function whyNot(path: string, code: string): string {
  if (code === 'EACCES') return `you may not speak to the service at ${path}; be the user that it runs as`;
  return `no service is running here (nothing listens at ${path}: ${code}); start it, or name its configuration with --config`;
}

/** The exit code; `undefined` where the service hung up. */
async function converse(typed: TypedCommand, lines: Lines, terminal: ControlTerminal): Promise<number | undefined> {
  const say = (what: FromCommandLine): void => lines.say(what);
  const { command, room, values, json, limit = Number.POSITIVE_INFINITY } = typed;
  const asked = { user: plainUser(terminal.user), words: command.words, values, limit: Math.min(limit, pageRowsMax) };
  say({ say: 'run', ...asked, ...(room !== undefined && { room }) });
  let whole: CommandResult | undefined;
  for (;;) {
    const heard = readSaid(await lines.next());
    if (heard === undefined) return undefined;
    switch (heard.say) {
      case 'progress':
        terminal.err(`${harmless(heard.text)}\n`);
        break;
      case 'refused':
        if (json) terminal.out(`${JSON.stringify({ error: { condition: heard.condition, text: heard.text } })}\n`);
        else terminal.err(`longroom: ${harmless(heard.text)}\n`);
        return EXIT_REFUSED;
      case 'question':
        if (!typed.yes && !(await agrees(heard.text, terminal))) return EXIT_USAGE;
        say({ say: 'yes' });
        break;
      case 'result': {
        whole = joined(whole, heard.result);
        const rows = whole.table?.rows.length ?? 0;
        if (heard.result.next !== undefined && rows < limit) {
          say({ say: 'more' });
          break;
        }
        show(cut(whole, limit), { json, isAll: heard.result.next === undefined && rows <= limit }, terminal);
        return whole.isAmiss ? EXIT_AMISS : EXIT_OK;
      }
    }
  }
}

async function agrees(question: string, { ask, err }: ControlTerminal): Promise<boolean> {
  if (ask === undefined) {
    err(`longroom: ${harmless(question)}\nNothing was done: there is nobody to ask. Say --yes to do it.\n`);
    return false;
  }
  const answer = (await ask(`${harmless(question)} (yes or no) `)).trim().toLowerCase();
  if (answer === 'yes' || answer === 'y') return true;
  err('Nothing was done.\n');
  return false;
}

function joined(before: CommandResult | undefined, page: CommandResult): CommandResult {
  if (before?.table === undefined || page.table === undefined) return before ?? page;
  return { ...before, table: { ...before.table, rows: [...before.table.rows, ...page.table.rows] } };
}

function cut(result: CommandResult, limit: number): CommandResult {
  const { table } = result;
  return table === undefined ? result : { ...result, table: { ...table, rows: table.rows.slice(0, limit) } };
}

function show(
  result: CommandResult,
  { json, isAll }: { readonly json: boolean; readonly isAll: boolean },
  { out, err }: ControlTerminal,
): void {
  out(json ? `${JSON.stringify(jsonResult(result))}\n` : resultText(result));
  if (!isAll) err('There is more: give a larger --limit, or none.\n');
}

/** The service is of the same version, as a rule; whatever is not understood is as if it had hung up. */
function readSaid(line: string | undefined): FromService | undefined {
  const said = line === undefined ? undefined : parsed(line);
  const kinds: readonly unknown[] = ['progress', 'question', 'result', 'refused'] satisfies FromService['say'][];
  return said !== undefined && kinds.includes(said['say']) ? (said as FromService) : undefined;
}
