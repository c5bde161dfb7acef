/**
 * A throw-away ejabberd. The package's `ejabberdctl` insists on its own system user and on Erlang's
 * distribution; here the virtual machine is started directly, as whoever runs the tests and as a node
 * without a name, so there is neither a cookie nor a port mapper daemon to leave behind.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Child, endChild, startChild } from './child.ts';
import type { ServerRecipe, ServerSetting } from './server.ts';

const accountsSeconds = 45;
const accountsLine = 'accounts are ready';

interface More {
  /** Listeners, modules and settings beside the usual ones, as lines of the configuration. */
  readonly listen?: string;
  readonly modules?: string;
  readonly all?: string;
}

function configuration(setting: ServerSetting, { listen = '', modules = '', all = '' }: More): string {
  return `
hosts: ["${setting.host}"]
loglevel: info
auth_method: internal
listen:
  - port: ${setting.c2sPort}
    ip: "${setting.address}"
    module: ejabberd_c2s
    max_stanza_size: 4194304
  - port: ${setting.componentPort}
    ip: "${setting.address}"
    module: ejabberd_service
    hosts:
      "${setting.domain}":
        password: "${setting.secret}"
${listen}${all}modules:
  mod_disco: {}
  mod_ping: {}
  mod_roster: {}
  mod_vcard: {}
  mod_muc:
    host: "${setting.ownRooms}"
${modules}`;
}

/** Folders of Erlang libraries of the system's packages that hold ejabberd itself. */
async function libraryFolders(): Promise<string[]> {
  const found: string[] = [];
  for (const parent of ['/usr/lib', '/usr/local/lib']) {
    if (!existsSync(parent)) continue;
    for (const name of await readdir(parent)) {
      const folder = join(parent, name);
      if (!name.includes('linux') && name !== 'ejabberd') continue;
      const inside = await readdir(folder).catch(() => []);
      if (inside.some((entry) => entry.startsWith('ejabberd'))) found.push(folder);
    }
  }
  return found;
}

async function prepare(setting: ServerSetting, more: More = {}): Promise<void> {
  await mkdir(join(setting.folder, 'spool'));
  await writeFile(join(setting.folder, 'ejabberd.yml'), configuration(setting, more));
  // Names are looked up in files only: a stanza for an absent component fails at once, not after a DNS timeout.
  await writeFile(join(setting.folder, 'inetrc'), '{lookup, [file]}.\n{resolv_conf, ""}.\n{cache_size, 0}.\n');
}

function registration(setting: ServerSetting): string {
  const register = setting.users.map(
    (user) => `ejabberd_auth:try_register(<<"${user}">>, <<"${setting.host}">>, <<"${setting.password}">>)`,
  );
  return `${register.join(', ')}, io:format("${accountsLine}~n").`;
}

async function start(setting: ServerSetting): Promise<Child> {
  const libraries = await libraryFolders();
  if (libraries.length === 0) throw new Error('ejabberd is not installed');
  const spool = join(setting.folder, 'spool');
  const machine = ['-noinput', '+sbwt', 'none', '+sbwtdcpu', 'none', '+sbwtdio', 'none'];
  const child = await startChild({
    command: 'erl',
    args: [...machine, '-mnesia', 'dir', JSON.stringify(spool), '-s', 'ejabberd', '-eval', registration(setting)],
    env: {
      HOME: setting.folder,
      ERL_LIBS: libraries.join(':'),
      ERL_INETRC: join(setting.folder, 'inetrc'),
      ERL_CRASH_DUMP_SECONDS: '0',
      EJABBERD_CONFIG_PATH: join(setting.folder, 'ejabberd.yml'),
      EJABBERD_LOG_PATH: join(setting.folder, 'ejabberd.log'),
    },
    cwd: setting.folder,
  });
  try {
    await child.line((line) => line.includes(accountsLine), accountsSeconds);
    return child;
  } catch (error) {
    await endChild(child, 'SIGKILL');
    throw error;
  }
}

export const ejabberd: ServerRecipe = { name: 'ejabberd', prepare: (setting) => prepare(setting), start };

/** With its service that makes copies, beside the streams and not in order with them. */
export const ejabberdWithMulticast: ServerRecipe = {
  ...ejabberd,
  prepare: (setting) => prepare(setting, { modules: '  mod_multicast: {}\n' }),
};

/** With an archive of its own rooms, and commands over HTTP on this port; in Mnesia or in an SQLite database in its folder. */
export function ejabberdWithArchive(storage: 'mnesia' | 'sql', httpPort: number): ServerRecipe {
  const listen = `  - port: ${httpPort}
    ip: "127.0.0.1"
    module: ejabberd_http
    request_handlers:
      /api: mod_http_api
`;
  const commands = `api_permissions:
  "all":
    who: all
    what: "*"
`;
  const modules = `    default_room_options:
      mam: true
      persistent: true
      members_by_default: true
  mod_muc_admin: {}
  mod_mam: {}
`;
  const all = (setting: ServerSetting): string =>
    storage === 'mnesia'
      ? commands
      : `${commands}default_db: sql
sql_type: sqlite
sql_database: "${join(setting.folder, 'ejabberd.sqlite')}"
auth_use_cache: true
`;
  return { ...ejabberd, prepare: (setting) => prepare(setting, { listen, modules, all: all(setting) }) };
}
