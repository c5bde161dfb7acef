/** A throw-away Prosody: accounts as data files, plain text on loopback, nothing but what the scenarios need. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from './child.ts';
import type { ServerRecipe, ServerSetting } from './server.ts';

const ownModules = fileURLToPath(new URL('../../extras/prosody', import.meta.url));

interface More {
  /** For the whole server. */
  readonly all?: string;
  /** For its own room service. */
  readonly rooms?: string;
}

function configuration(setting: ServerSetting, modules: readonly string[], { all = '', rooms = '' }: More): string {
  return `
run_as_root = true
pidfile = "${setting.folder}/prosody.pid"
data_path = "${setting.folder}/data"
interfaces = { "${setting.address}" }
component_interfaces = { "${setting.address}" }
c2s_ports = { ${setting.c2sPort} }
component_ports = { ${setting.componentPort} }
c2s_direct_tls_ports = {}
legacy_ssl_ports = {}
plugin_paths = { "${ownModules}" }
modules_enabled = { ${modules.map((name) => `"${name}"`).join(', ')} }
modules_disabled = { "s2s", "tls", "offline" }
authentication = "internal_plain"
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
log = { info = "*console" }
${all}
VirtualHost "${setting.host}"

Component "${setting.ownRooms}" "muc"
  restrict_room_creation = false
${rooms}
Component "${setting.domain}"
  component_secret = "${setting.secret}"
`;
}

async function prepare(setting: ServerSetting, modules: readonly string[], more: More = {}): Promise<void> {
  const accounts = join(setting.folder, 'data', setting.host, 'accounts');
  await mkdir(accounts, { recursive: true });
  await mkdir(join(setting.folder, 'certs'));
  await writeFile(join(setting.folder, 'prosody.cfg.lua'), configuration(setting, modules, more));
  for (const user of setting.users) {
    await writeFile(join(accounts, `${user}.dat`), `return { ["password"] = "${setting.password}" };\n`);
  }
}

async function start(setting: ServerSetting): Promise<Child> {
  return await startChild({
    command: 'prosody',
    args: ['-F', '--config', join(setting.folder, 'prosody.cfg.lua')],
    env: { HOME: setting.folder },
  });
}

const modules = ['saslauth', 'disco', 'roster', 'ping', 'vcard'];

export const prosody: ServerRecipe = { name: 'prosody', prepare: (setting) => prepare(setting, modules), start };

/** With our module that makes copies for components. */
export const prosodyWithCopies: ServerRecipe = {
  ...prosody,
  prepare: (setting) => prepare(setting, [...modules, 'room_copies']),
};

/** With a WebSocket for clients in browsers, on this port. */
export function prosodyForBrowsers(httpPort: number): ServerRecipe {
  const all = `
http_ports = { ${httpPort} }
https_ports = {}
http_interfaces = { "127.0.0.1" }
http_default_host = "localhost"
consider_websocket_secure = true
`;
  const wanted = [...modules, 'websocket', 'carbons', 'pep', 'bookmarks', 'blocklist', 'vcard_legacy'];
  return { ...prosody, prepare: (setting) => prepare(setting, wanted, { all }) };
}

/** With an archive of its own rooms, in files or in an SQLite database, both in its folder `data`. */
export function prosodyWithArchive(storage: 'internal' | 'sql'): ServerRecipe {
  const all = storage === 'sql' ? 'storage = { muc_log = "sql", config = "sql", persistent = "sql" }' : '';
  const rooms = `
  modules_enabled = { "muc_mam" }
  muc_log_expires_after = "never"
  muc_room_default_persistent = true
`;
  return { ...prosody, prepare: (setting) => prepare(setting, modules, { all, rooms }) };
}
