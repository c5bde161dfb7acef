/** Debian's Profanity in a terminal of its own: what is typed goes in, what the screen shows comes out. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensurePackages, programOf } from '../../src/demo/packages.ts';
import { type Child, endChild, removeFolder, startChild, temporaryFolder } from '../servers/child.ts';
import type { XmppServer } from '../servers/server.ts';
import type { Meeting } from './company.ts';

/** Wide and high enough that no line of the tests is wrapped or scrolled away. */
const COLUMNS = 240;
const ROWS = 160;
const PATIENCE_MS = 20_000;
const POLL_MS = 50;
const RESOURCE = 'terminal';

const run = promisify(execFile);

/** Why Profanity cannot be run here, if it cannot. */
export async function withoutProfanity(): Promise<string | undefined> {
  const { reason } = await ensurePackages(['profanity', 'tmux']);
  return reason;
}

export class Profanity {
  readonly user: string;
  readonly #folder: string;
  readonly #terminal: Child;

  private constructor(user: string, folder: string, terminal: Child) {
    this.user = user;
    this.#folder = folder;
    this.#terminal = terminal;
  }

  /** Starts with nothing but an account, and signs in. */
  static async start(server: XmppServer, user: string): Promise<Profanity> {
    const folder = await temporaryFolder('profanity');
    await writeSettings(folder, server, user);
    // In the foreground, so that it ends with the tests; the program in it ends with its terminal.
    const terminal = await startChild({
      command: programOf('tmux') ?? 'tmux',
      args: ['-D', '-S', socketIn(folder), '-f', join(folder, 'tmux.conf')],
      env: { HOME: folder, LC_ALL: 'C.UTF-8' },
    });
    const profanity = new Profanity(user, folder, terminal);
    try {
      await profanity.#opens(server);
      return profanity;
    } catch (error) {
      await profanity.end();
      throw error;
    }
  }

  /** Types a line and sends it. */
  async types(line: string): Promise<void> {
    await this.#tmux('send-keys', '-l', '--', line);
    await this.presses('Enter');
  }

  /** Presses keys, by the names that tmux has for them. */
  async presses(...keys: string[]): Promise<void> {
    await this.#tmux('send-keys', ...keys);
  }

  /** Waits until some line of the screen matches, and gives that line. */
  async shows(wanted: RegExp): Promise<string> {
    let found: string | undefined;
    await this.#until(`show ${wanted}`, (lines) => {
      found = lines.findLast((line) => wanted.test(line));
      return found !== undefined;
    });
    return found ?? '';
  }

  /** Waits until this window is in front. */
  async looksAt(title: string): Promise<void> {
    await this.#until(`look at ${title}`, ([first]) => first?.startsWith(` ${title} `) === true);
  }

  /** Waits until no line of the screen matches any more. */
  async hides(unwanted: RegExp): Promise<void> {
    await this.#until(`hide ${unwanted}`, (lines) => !lines.some((line) => unwanted.test(line)));
  }

  /** Enters as Bob; the screen shows it and so does Alice's. */
  async enters({ room, alice }: Meeting): Promise<void> {
    await this.#joins(room);
    await alice.receives('bob entering', ({ attrs }) => attrs['from'] === `${room}/Bob`);
  }

  /** Makes the room, with everything as it is by default, and is its owner. */
  async makes(room: string): Promise<void> {
    await this.#joins(room);
    await this.shows(/You have joined the room as Bob, role: moderator, affiliation: owner/);
    await this.shows(/Room locked, requires configuration/);
    await this.types('/room accept');
    await this.shows(/Room unlocked/);
  }

  /** What is to be seen now, line by line. */
  async screen(): Promise<string[]> {
    const text = await this.#tmux('capture-pane', '-p');
    return text.split('\n').map((line) => line.trimEnd());
  }

  /** The lines between the title and the input, without the time before each. */
  async conversation(): Promise<string[]> {
    const lines = (await this.screen()).slice(1).filter((line) => line !== '');
    return lines.slice(0, -1).map((line) => line.replace(/^[\d:]+ /, ''));
  }

  async end(): Promise<void> {
    await endChild(this.#terminal, 'SIGTERM');
    await removeFolder(this.#folder);
  }

  async #joins(room: string): Promise<void> {
    await this.types(`/join ${room} nick Bob`);
    // A room that has no name is called by the first part of its address.
    await this.looksAt(room.split('@')[0] ?? '');
    await this.shows(/You have joined the room as Bob/);
  }

  async #opens(server: XmppServer): Promise<void> {
    await this.#serves();
    const program = programOf('profanity') ?? 'profanity';
    const size = ['-x', String(COLUMNS), '-y', String(ROWS)];
    await this.#tmux('new-session', '-d', ...size, program, '--account', `${this.user}@${server.host}`);
    await this.shows(new RegExp(`${this.user}@${server.host}/${RESOURCE} logged in successfully`));
  }

  /** Waits for the terminal: a command that comes too early would start another one, which nobody ends. */
  async #serves(): Promise<void> {
    for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
      const serves = await this.#tmux('show-options', '-g', 'status').catch(() => '');
      if (serves !== '') return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new Error(`tmux did not start:\n${this.#terminal.output()}`);
  }

  async #until(what: string, holds: (lines: string[]) => boolean): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    let lines: string[] = [];
    while (Date.now() < deadline) {
      // Until the terminal is there, nobody answers for it.
      lines = await this.screen().catch(() => []);
      if (holds(lines)) return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    const seen = lines.filter((line) => line !== '').join('\n');
    throw new Error(`Profanity of ${this.user} did not ${what}. Its screen:\n${seen}\n${this.#terminal.output()}`);
  }

  async #tmux(...words: string[]): Promise<string> {
    const { stdout } = await run(programOf('tmux') ?? 'tmux', ['-N', '-S', socketIn(this.#folder), ...words]);
    return stdout;
  }
}

function socketIn(folder: string): string {
  return join(folder, 'tmux.socket');
}

/** The account with its password, so that no dialogue is needed, and a screen without what changes by itself. */
async function writeSettings(folder: string, server: XmppServer, user: string): Promise<void> {
  const config = join(folder, '.config', 'profanity');
  const data = join(folder, '.local', 'share', 'profanity');
  await mkdir(config, { recursive: true });
  await mkdir(data, { recursive: true });
  await writeFile(
    join(config, 'profrc'),
    ['[ui]', 'splash=false', 'occupants=false', '[connection]', 'autoping=0', '[chatstates]', 'enabled=false', ''].join(
      '\n',
    ),
  );
  const account = {
    enabled: true,
    jid: `${user}@${server.host}`,
    password: server.password,
    server: server.address,
    port: server.c2sPort,
    resource: RESOURCE,
    'tls.policy': 'disable',
    'muc.nick': user,
  };
  const lines = Object.entries(account).map(([key, value]) => `${key}=${value}`);
  await writeFile(join(data, 'accounts'), [`[${user}@${server.host}]`, ...lines, ''].join('\n'));
  await writeFile(join(folder, 'tmux.conf'), 'set -g status off\nset -g default-terminal screen\n');
}
