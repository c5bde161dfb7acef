/** What a test may ask of a real XMPP server that it started for itself. */
import { connect } from 'node:net';
import { type Child, endChild, removeFolder, temporaryFolder } from './child.ts';
import { freePort } from './ports.ts';

export interface XmppServer {
  readonly name: 'prosody' | 'ejabberd';
  /** Where it keeps everything. */
  readonly folder: string;
  /** The virtual host of the accounts. */
  readonly host: string;
  /** The numeric address that everything listens on. */
  readonly address: string;
  readonly c2sPort: number;
  readonly componentPort: number;
  /** The domain that the component may take, with `secret`. */
  readonly domain: string;
  readonly secret: string;
  /** The server's own room service: the client is tried against it. */
  readonly ownRooms: string;
  readonly users: readonly string[];
  readonly password: string;
  /** Ends the process gracefully and removes its folder. */
  stop(): Promise<void>;
  /** Ends the process at once; `restart` brings it back. */
  kill(): Promise<void>;
  /** Stops the process if it runs and starts it again on the same ports, with the same accounts. */
  restart(): Promise<void>;
  /** The newest lines the server wrote, for the message of a failing test. */
  output(): string;
}

/** What a server is told in its configuration. */
export interface ServerSetting {
  readonly folder: string;
  readonly address: string;
  readonly host: string;
  readonly domain: string;
  readonly secret: string;
  readonly ownRooms: string;
  readonly c2sPort: number;
  readonly componentPort: number;
  readonly users: readonly string[];
  readonly password: string;
}

export interface ServerRecipe {
  readonly name: XmppServer['name'];
  /** Writes configuration and accounts into the folder. */
  prepare(setting: ServerSetting): Promise<void>;
  /** Starts the process and settles when its accounts exist. */
  start(setting: ServerSetting): Promise<Child>;
}

const startSeconds = 30;
const pollMilliseconds = 20;

export const users = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'] as const;
/** People in the examples of XEP-0045. */
const cast = [
  'crone1',
  'wiccarocks',
  'hag66',
  'hecate',
  'bard',
  'kinghenryv',
  'pistol',
  'gower',
  'fluellen',
  'earlofcambridge',
  'othello',
  'exeter',
  'polonius',
  'horatio',
  'rosencrantz',
  'guildenstern',
];

export async function launch(recipe: ServerRecipe): Promise<XmppServer> {
  const setting: ServerSetting = {
    folder: await temporaryFolder(recipe.name),
    address: '127.0.0.1',
    host: 'localhost',
    domain: 'rooms.localhost',
    secret: 'component-secret',
    ownRooms: 'own.localhost',
    c2sPort: await freePort(),
    componentPort: await freePort(),
    users: [...users, ...cast],
    password: 'loopback-only',
  };
  try {
    await recipe.prepare(setting);
    return new RunningServer(recipe, setting, await startListening(recipe, setting));
  } catch (error) {
    await removeFolder(setting.folder);
    throw error;
  }
}

class RunningServer implements XmppServer {
  readonly #recipe: ServerRecipe;
  readonly #setting: ServerSetting;
  #child: Child;

  constructor(recipe: ServerRecipe, setting: ServerSetting, child: Child) {
    this.#recipe = recipe;
    this.#setting = setting;
    this.#child = child;
  }

  get name(): XmppServer['name'] {
    return this.#recipe.name;
  }
  get folder(): string {
    return this.#setting.folder;
  }
  get host(): string {
    return this.#setting.host;
  }
  get address(): string {
    return this.#setting.address;
  }
  get c2sPort(): number {
    return this.#setting.c2sPort;
  }
  get componentPort(): number {
    return this.#setting.componentPort;
  }
  get domain(): string {
    return this.#setting.domain;
  }
  get secret(): string {
    return this.#setting.secret;
  }
  get ownRooms(): string {
    return this.#setting.ownRooms;
  }
  get users(): readonly string[] {
    return this.#setting.users;
  }
  get password(): string {
    return this.#setting.password;
  }

  output(): string {
    return this.#child.output();
  }

  async stop(): Promise<void> {
    await endChild(this.#child, 'SIGTERM');
    await removeFolder(this.#setting.folder);
  }

  async kill(): Promise<void> {
    await endChild(this.#child, 'SIGKILL');
  }

  async restart(): Promise<void> {
    await endChild(this.#child, 'SIGTERM');
    this.#child = await startListening(this.#recipe, this.#setting);
  }
}

async function startListening(recipe: ServerRecipe, setting: ServerSetting): Promise<Child> {
  const child = await recipe.start(setting);
  try {
    for (const port of [setting.c2sPort, setting.componentPort]) await untilListening(child, setting.address, port);
    return child;
  } catch (error) {
    await endChild(child, 'SIGKILL');
    throw error;
  }
}

async function untilListening(child: Child, host: string, port: number): Promise<void> {
  for (let waited = 0; waited < startSeconds * 1000; waited += pollMilliseconds) {
    if (!child.running) throw new Error(`the server ended while starting:\n${child.output()}`);
    if (await accepts(host, port)) return;
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
  }
  throw new Error(`nothing listens on port ${port} after ${startSeconds} s:\n${child.output()}`);
}

async function accepts(host: string, port: number): Promise<boolean> {
  return await new Promise<boolean>((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
