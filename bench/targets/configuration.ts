/**
 * How the servers are set for a benchmark: rooms with an archive, no limits, and two components: the driver's users and
 * Longroom. It takes the place of the configuration that the recipes of the tests write.
 */
import { globSync } from 'node:fs';
import type { ServerSetting } from '../../test/servers/server.ts';
import { ROOMS_DOMAIN } from './longroom.ts';
import { USERS } from './target.ts';

export type Archive = 'files' | 'sqlite';

export function prosodyConfiguration(setting: ServerSetting, archive: Archive): string {
  const storage =
    archive === 'files'
      ? 'storage = "internal"'
      : `storage = "sql"\nsql = { driver = "SQLite3", database = "${setting.folder}/data/prosody.sqlite" }`;
  const component = (domain: string) => `Component "${domain}"\n  component_secret = "${setting.secret}"\n`;
  // Its default keeps 100 rooms in memory, and goes to disk for each message where more are in use.
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
modules_enabled = { "disco", "ping" }
modules_disabled = { "s2s", "tls", "offline", "limits" }
authentication = "internal_plain"
log = { warn = "*console" }
component_stanza_size_limit = 1048576
${storage}

VirtualHost "${setting.host}"

Component "${setting.ownRooms}" "muc"
  modules_enabled = { "muc_mam" }
  restrict_room_creation = false
  muc_room_cache_size = 10000
  max_archive_query_results = 50

${component(USERS)}
${component(ROOMS_DOMAIN)}`;
}

export function ejabberdConfiguration(setting: ServerSetting, archive: Archive): string {
  const sql = archive === 'files' ? '' : `sql_type: sqlite\nsql_database: "${setting.folder}/spool/ejabberd.sqlite"`;
  const password = `password: "${setting.secret}"`;
  // Without global_routes: false the first component would get the stanzas for the other one too.
  return `
hosts: ["${setting.host}"]
loglevel: warning
auth_method: internal
${sql}
listen:
  - port: ${setting.c2sPort}
    ip: "${setting.address}"
    module: ejabberd_c2s
  - port: ${setting.componentPort}
    ip: "${setting.address}"
    module: ejabberd_service
    max_stanza_size: 1048576
    global_routes: false
    hosts:
      "${USERS}": { ${password} }
      "${ROOMS_DOMAIN}": { ${password} }
modules:
  mod_disco: {}
  mod_ping: {}
  mod_mam:
    default: always
    db_type: ${archive === 'files' ? 'mnesia' : 'sql'}
  mod_muc:
    host: "${setting.ownRooms}"
    max_users: 100000
    history_size: 20
    default_room_options:
      mam: true
      persistent: true
      max_users: 100000
`;
}

/** Whether this machine has what the server needs to keep its archive in SQLite. */
export function hasSqlite(server: 'prosody' | 'ejabberd'): boolean {
  const places =
    server === 'prosody'
      ? '/usr/{lib,lib/*,local/lib}/lua/5.*/dbd/sqlite3.so'
      : '/usr/lib/{erlang/lib,*-linux-gnu,ejabberd/lib}/{p1_,}sqlite3-*';
  return globSync(places).length > 0;
}
