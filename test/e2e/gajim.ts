/** Debian's Gajim on a screen that nobody sees, moved by a plugin of ours (gajim/hand). */
import { chmod, chown, cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { ensurePackages, programOf } from '../../src/demo/packages.ts';
import { type Child, endChild, removeFolder, startChild, temporaryFolder } from '../servers/child.ts';
import type { XmppServer } from '../servers/server.ts';

const HAND = fileURLToPath(new URL('./gajim/hand/', import.meta.url));
const ARTIFACTS = fileURLToPath(new URL('../../artifacts/', import.meta.url));
const START_SECONDS = 30;
const PATIENCE_MS = 20_000;
const POLL_MS = 50;
/** Gajim refuses to run as root; this is `nobody` everywhere. */
const NOBODY = 65_534;

/** Why Gajim cannot be run here, if it cannot. */
export async function withoutGajim(): Promise<string | undefined> {
  const { reason } = await ensurePackages(['gajim', 'xvfb']);
  return reason;
}

export class Gajim {
  readonly user: string;
  readonly #folder: string;
  readonly #screen: Child;
  readonly #program: Child;

  private constructor(user: string, folder: string, screen: Child, program: Child) {
    this.user = user;
    this.#folder = folder;
    this.#screen = screen;
    this.#program = program;
  }

  /** Starts with nothing but an account, and signs in. */
  static async start(server: XmppServer, user: string): Promise<Gajim> {
    const folder = await temporaryFolder('gajim');
    await writeSettings(folder, server, user);
    const screen = await startChild({
      command: programOf('xvfb') ?? 'Xvfb',
      args: ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp', '-ac'],
    });
    const display = await screen.line((line) => /^\d+$/.test(line), START_SECONDS);
    const command = ['setpriv', '--pdeathsig', 'KILL', programOf('gajim') ?? 'gajim'];
    const asNobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', ...command];
    const [first = '', ...rest] = process.getuid?.() === 0 ? asNobody : command;
    const program = await startChild({
      command: first,
      args: rest,
      cwd: folder,
      env: {
        HOME: folder,
        XDG_RUNTIME_DIR: folder,
        DISPLAY: `:${display}`,
        // No session bus, no portals, no accessibility: it shall talk to nobody but the server.
        DBUS_SESSION_BUS_ADDRESS: 'disabled:',
        DBUS_SYSTEM_BUS_ADDRESS: 'disabled:',
        NO_AT_BRIDGE: '1',
        GSETTINGS_BACKEND: 'memory',
        GDK_BACKEND: 'x11',
        LC_ALL: 'C.UTF-8',
        PYTHONDONTWRITEBYTECODE: '1',
        LONGROOM_HAND: join(folder, 'hand'),
      },
    });
    const gajim = new Gajim(user, folder, screen, program);
    try {
      await gajim.does('be signed in');
      return gajim;
    } catch (error) {
      await gajim.end();
      throw error;
    }
  }

  /** Everything that is written on the screen. */
  async texts(): Promise<string[]> {
    return (await this.#ask('texts')) as string[];
  }

  /** Waits until some text on the screen matches, and gives it. */
  async shows(wanted: RegExp): Promise<string> {
    let found: string | undefined;
    await this.#until(`show ${wanted}`, (texts) => {
      found = texts.findLast((text) => wanted.test(text));
      return found !== undefined;
    });
    return found ?? '';
  }

  async hides(unwanted: RegExp): Promise<void> {
    await this.#until(`hide ${unwanted}`, (texts) => !texts.some((text) => unwanted.test(text)));
  }

  /** Does one of the deeds of the hand, as soon as it can be done, and gives what comes of it. */
  async does(deed: string, ...words: string[]): Promise<unknown> {
    let failure = '';
    await this.#until(`do ${deed} ${words.join(' ')}`, () => true);
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      try {
        return await this.#ask(deed, ...words);
      } catch (error) {
        failure = String(error);
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    }
    const texts = await this.texts();
    throw new Error(`Gajim of ${this.user} did not ${deed} ${words.join(' ')}: ${failure}\n${texts.join('\n')}`);
  }

  /** What the field of the form in front holds, by its label. */
  async holds(label: string): Promise<string> {
    return (await this.does('read', label)) as string;
  }

  /** Keeps a picture of the window in front among the artifacts. */
  async keepsPicture(name: string): Promise<void> {
    await mkdir(ARTIFACTS, { recursive: true });
    await writeFile(`${ARTIFACTS}${name}.png`, (await this.does('picture')) as string, 'base64');
  }

  async end(): Promise<void> {
    await endChild(this.#program, 'SIGTERM');
    await endChild(this.#screen, 'SIGTERM');
    await removeFolder(this.#folder);
  }

  async #until(what: string, holds: (texts: string[]) => boolean): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    let texts: string[] = [];
    while (Date.now() < deadline) {
      // Until its windows are there, nobody answers.
      texts = await this.texts().catch(() => []);
      if (texts.length > 0 && holds(texts)) return;
      if (!this.#program.running) break;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    const seen = texts.join('\n');
    throw new Error(`Gajim of ${this.user} did not ${what}. On its screen:\n${seen}\n${this.#program.output()}`);
  }

  #ask(deed: string, ...words: string[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(join(this.#folder, 'hand'));
      socket.setEncoding('utf8');
      socket.once('error', reject);
      socket.on('data', (text: string) => {
        answer += text;
      });
      socket.once('end', () => {
        const { done, failed } = JSON.parse(answer || '{"failed":"no answer"}') as { done?: unknown; failed?: string };
        if (failed === undefined) resolve(done);
        else reject(new Error(failed));
      });
      socket.write(`${JSON.stringify({ do: deed, with: words })}\n`);
    });
  }
}

/** The settings as Gajim 1.7 keeps them: an account in clear text on loopback, and nothing that asks others. */
async function writeSettings(folder: string, server: XmppServer, user: string): Promise<void> {
  const config = join(folder, '.config', 'gajim');
  const plugins = join(folder, '.local', 'share', 'gajim', 'plugins');
  await mkdir(config, { recursive: true });
  await mkdir(plugins, { recursive: true });
  await cp(HAND, join(plugins, 'hand'), { recursive: true });
  const store = new DatabaseSync(join(config, 'settings.sqlite'));
  store.exec(`
    CREATE TABLE settings (name TEXT UNIQUE, settings TEXT);
    CREATE TABLE account_settings (account TEXT UNIQUE, settings TEXT);
    PRAGMA user_version = 5;
  `);
  const settings = {
    app: { check_for_update: false, use_keyring: false, ask_offline_status: false, trayicon: 'never' },
    soundevents: {},
    status_presets: {},
    proxies: {},
    plugins: { hand: { active: true } },
    workspaces: { all: {} },
  };
  for (const [name, value] of Object.entries(settings)) {
    store.prepare('INSERT INTO settings VALUES (?, ?)').run(name, JSON.stringify(value));
  }
  const account = {
    name: user,
    hostname: server.host,
    password: server.password,
    savepass: true,
    active: true,
    resource: 'window',
    use_custom_host: true,
    custom_host: server.address,
    custom_port: server.c2sPort,
    custom_type: 'PLAIN',
    confirm_unencrypted_connection: false,
  };
  store
    .prepare('INSERT INTO account_settings VALUES (?, ?)')
    .run(user, JSON.stringify({ account, contact: {}, group_chat: {} }));
  store.close();
  if (process.getuid?.() !== 0) return;
  for (const name of ['', ...(await readdir(folder, { recursive: true }))])
    await chown(join(folder, name), NOBODY, NOBODY);
  await chmod(folder, 0o700);
}
