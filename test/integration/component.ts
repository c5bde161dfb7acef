/** Longroom as a real process, with a store of its own, beside a real server. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, endChild, removeFolder, startChild, temporaryFolder } from '../servers/child.ts';
import type { XmppServer } from '../servers/server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readySeconds = 30;

export interface ComponentOptions {
  readonly secret?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface LogLine {
  readonly level: string | number;
  readonly msg: string;
}

export class Component {
  readonly #server: XmppServer;
  readonly #folder: string;
  readonly #options: ComponentOptions;
  #child: Child;

  private constructor(server: XmppServer, folder: string, options: ComponentOptions, child: Child) {
    this.#server = server;
    this.#folder = folder;
    this.#options = options;
    this.#child = child;
  }

  /** Starts the program without waiting for it to be ready. */
  static async launch(server: XmppServer, options: ComponentOptions = {}): Promise<Component> {
    const folder = await temporaryFolder('component');
    return new Component(server, folder, options, await spawnProgram(server, folder, options));
  }

  /** Starts the program and waits until its stream is up. */
  static async start(server: XmppServer, options: ComponentOptions = {}): Promise<Component> {
    const component = await Component.launch(server, options);
    try {
      await component.ready();
      return component;
    } catch (error) {
      await component.remove();
      throw error;
    }
  }

  async ready(): Promise<void> {
    await this.logs('ready');
  }

  /** Settles with the first log line of the running process whose message contains the text. */
  async logs(text: string, seconds = readySeconds): Promise<LogLine> {
    return readLog(await this.#child.line((line) => readLog(line).msg.includes(text), seconds));
  }

  /** Every line of the log so far, of the running process. */
  log(): LogLine[] {
    return this.output()
      .split('\n')
      .filter((line) => line !== '')
      .map(readLog);
  }

  output(): string {
    return this.#child.output();
  }

  /** The exit code, or the signal, once the process has ended. */
  get ended(): Promise<number | string> {
    return this.#child.ended;
  }

  /** Asks the process to end and gives its exit code. */
  async stop(): Promise<number | string> {
    return await endChild(this.#child, 'SIGTERM');
  }

  async kill(): Promise<void> {
    await endChild(this.#child, 'SIGKILL');
  }

  /** Starts the process again on the same store, without waiting for it to be ready. */
  async launchAgain(env: ComponentOptions['env'] = {}): Promise<void> {
    const options = { ...this.#options, env: { ...this.#options.env, ...env } };
    this.#child = await spawnProgram(this.#server, this.#folder, options);
  }

  /** Starts the process again on the same store and waits until its stream is up. */
  async startAgain(env?: ComponentOptions['env']): Promise<void> {
    await this.launchAgain(env);
    await this.ready();
  }

  /** Types a command beside the running process, as the same user of the system. */
  async types(...words: string[]): Promise<{ readonly code: number | string; readonly said: string }> {
    const child = await startChild({
      command: process.execPath,
      args: [join(root, 'src/main.ts'), ...words],
      cwd: this.#folder,
      env: environment(this.#server, this.#folder, this.#options),
    });
    return { code: await child.ended, said: child.output() };
  }

  /** Ends the process, if it runs, and removes what it stored. */
  async remove(): Promise<void> {
    await this.kill();
    await removeFolder(this.#folder);
  }
}

async function spawnProgram(server: XmppServer, folder: string, options: ComponentOptions): Promise<Child> {
  return await startChild({
    command: process.execPath,
    args: [join(root, 'src/main.ts'), 'run'],
    cwd: folder,
    env: environment(server, folder, options),
  });
}

function environment(server: XmppServer, folder: string, options: ComponentOptions): Record<string, string> {
  return {
    LONGROOM_XMPP_SERVICE: `xmpp://${server.address}:${server.componentPort}`,
    LONGROOM_XMPP_DOMAIN: server.domain,
    LONGROOM_XMPP_SECRET: options.secret ?? server.secret,
    LONGROOM_XMPP_USERS: server.host,
    LONGROOM_STORE_URL: `sqlite:${join(folder, 'longroom.db')}`,
    LONGROOM_LOG_LEVEL: 'info',
    LONGROOM_LIMITS: 'off',
    ...options.env,
  };
}

/** A line of the log; what is no JSON (a warning of the runtime) counts as a message. */
function readLog(line: string): LogLine {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed === 'object' && parsed !== null && 'msg' in parsed && 'level' in parsed) {
      return { level: parsed.level as string | number, msg: String(parsed.msg) };
    }
  } catch {
    // Not JSON: taken as it is.
  }
  return { level: 'none', msg: line };
}
