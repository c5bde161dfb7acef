/** The throw-away Prosody (0.12) of the demo: on loopback only, everything it has in one folder. */
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Companion, startCompanion } from './companion.ts';
import { programOf } from './packages.ts';
import { ACCOUNTS, ROOMS_DOMAIN, USERS_DOMAIN } from './people.ts';
import { type DemoState, PortTaken } from './state.ts';

export async function startProsody(folder: string, state: DemoState): Promise<Companion> {
  const data = join(folder, 'prosody');
  await mkdir(data, { recursive: true, mode: 0o700 });
  const configFile = join(folder, 'prosody.cfg.lua');
  await writeFile(configFile, prosodyConfig(data, state), { mode: 0o600 });
  await makeAccounts(data, state.password);

  const awaited = new Set([state.ports.http, state.ports.component]);
  return startCompanion({
    name: 'Prosody',
    command: programOf('prosody') ?? 'prosody',
    args: ['--config', configFile, '-F'],
    folder,
    environment: process.env,
    logFile: join(folder, 'prosody.log'),
    judge: (line) => {
      const failed = /Failed to open server port (\d+)/.exec(line);
      if (failed) return new PortTaken(Number(failed[1]));
      const opened = /Activated service '[a-z]+' on \[127\.0\.0\.1\]:(\d+)/.exec(line);
      if (opened) awaited.delete(Number(opened[1]));
      return awaited.size === 0 ? 'ready' : undefined;
    },
  });
}

/**
 * Clients come by WebSocket only, through the demo's own web server, so there is no certificate and no other port.
 * `run_as_root` matters only where the demo itself runs as root.
 */
function prosodyConfig(data: string, state: DemoState): string {
  return `-- Written by "npm run demo" at each start; changes here are lost.
run_as_root = true
data_path = ${luaString(data)}
pidfile = ${luaString(join(data, 'prosody.pid'))}
plugin_paths = { }
log = { info = "*console" }

interfaces = { "127.0.0.1" }
local_interfaces = { "127.0.0.1" }
c2s_ports = { }
c2s_direct_tls_ports = { }
s2s_ports = { }
https_ports = { }
http_interfaces = { "127.0.0.1" }
http_ports = { ${state.ports.http} }
http_default_host = ${luaString(USERS_DOMAIN)}
component_interfaces = { "127.0.0.1" }
component_ports = { ${state.ports.component} }
consider_websocket_secure = true

authentication = "internal_plain"
storage = "internal"
modules_disabled = { "s2s", "tls" }
modules_enabled = {
  "disco", "roster", "saslauth", "presence", "message", "iq", "posix", "ping", "time", "version",
  "carbons", "pep", "bookmarks", "vcard4", "vcard_legacy", "blocklist", "smacks", "csi_simple", "private", "websocket"
}

VirtualHost ${luaString(USERS_DOMAIN)}

Component ${luaString(ROOMS_DOMAIN)}
  component_secret = ${luaString(state.componentSecret)}
`;
}

/** Writes accounts as Prosody's internal storage keeps them; one that is there is left alone. */
async function makeAccounts(data: string, password: string): Promise<void> {
  const folder = join(data, USERS_DOMAIN, 'accounts');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of ACCOUNTS) {
    const file = join(folder, `${name}.dat`);
    const known = await access(file).then(
      () => true,
      () => false,
    );
    if (!known) await writeFile(file, `return { ["password"] = ${luaString(password)} };\n`, { mode: 0o600 });
  }
}

function luaString(text: string): string {
  return `"${text.replace(/[\\"\n\r]/g, (character) => `\\${character.charCodeAt(0).toString().padStart(3, '0')}`)}"`;
}
