/** Real servers: their own rooms, and Longroom behind them. The driver is a component of the server. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { programOf } from '../../src/demo/packages.ts';
import { type Child, endChild, removeFolder, temporaryFolder } from '../../test/servers/child.ts';
import { ejabberd } from '../../test/servers/ejabberd.ts';
import { freePort } from '../../test/servers/ports.ts';
import { prosody } from '../../test/servers/prosody.ts';
import type { ServerSetting } from '../../test/servers/server.ts';
import { awaitService } from '../driver/creating.ts';
import { connect } from '../driver/link.ts';
import { Session } from '../driver/session.ts';
import { type Archive, ejabberdConfiguration, hasSqlite, prosodyConfiguration } from './configuration.ts';
import { LONGROOM_SETTINGS, ROOMS_DOMAIN, startLongroom } from './longroom.ts';
import { type Running, SECRET, SILENCE_SECONDS, type Target, USERS } from './target.ts';

type ServerName = 'prosody' | 'ejabberd';

const RECIPES = { prosody, ejabberd };
const TITLES = { prosody: 'Prosody', ejabberd: 'ejabberd' };
const CONFIGURATIONS = {
  prosody: { file: 'prosody.cfg.lua', text: prosodyConfiguration },
  ejabberd: { file: 'ejabberd.yml', text: ejabberdConfiguration },
};
/** What the servers' forms call it; what a form does not offer is not submitted. */
const OWN_SETTINGS = {
  'muc#roomconfig_persistentroom': '1',
  'muc#roomconfig_enablearchiving': '1',
  mam: '1',
};

export function behind(server: ServerName): Target {
  return {
    name: `longroom-${server}`,
    title: `Longroom behind ${TITLES[server]}`,
    kind: 'longroom behind a server',
    server,
    scale: 1,
    missing: () => absence(server),
    start: async () => await startServer(server, { archive: 'files', withLongroom: true }),
  };
}

export function ownRooms(server: ServerName, archive: Archive): Target {
  const words = { prosody: { files: 'internal', sqlite: 'sqlite' }, ejabberd: { files: 'mnesia', sqlite: 'sqlite' } };
  const word = words[server][archive];
  return {
    name: `${server}-${word}`,
    title: `${TITLES[server]}, ${server === 'prosody' ? 'muc_mam' : 'mod_mam'}, ${word}`,
    kind: 'own rooms',
    server,
    scale: 1,
    missing: () => absence(server) ?? (archive === 'sqlite' ? absenceOfSqlite(server) : undefined),
    start: async () => await startServer(server, { archive, withLongroom: false }),
  };
}

function absence(server: ServerName): string | undefined {
  return programOf(server) === undefined ? `${TITLES[server]} is not installed` : undefined;
}

function absenceOfSqlite(server: ServerName): string | undefined {
  const name = server === 'prosody' ? 'lua-dbi-sqlite3' : 'erlang-p1-sqlite3';
  return hasSqlite(server) ? undefined : `${name} is not installed`;
}

async function startServer(
  server: ServerName,
  how: { readonly archive: Archive; readonly withLongroom: boolean },
): Promise<Running> {
  const setting = await settingOf(server);
  const children: { readonly name: string; readonly child: Child }[] = [];
  const stop = async (): Promise<void> => {
    // The component first: a server that ends would only make it try again.
    for (const { child } of children.toReversed()) await endChild(child, 'SIGTERM');
    await removeFolder(setting.folder);
  };
  try {
    const { file, text } = CONFIGURATIONS[server];
    await RECIPES[server].prepare(setting);
    await writeFile(join(setting.folder, file), text(setting, how.archive));
    children.push({ name: 'server', child: await RECIPES[server].start(setting) });
    const link = await connect({ port: setting.componentPort, domain: USERS, secret: setting.secret });
    if (how.withLongroom) {
      children.push({ name: 'component', child: await startLongroom(setting.componentPort, setting.folder) });
    }
    const session = new Session(link, {
      users: USERS,
      service: how.withLongroom ? ROOMS_DOMAIN : setting.ownRooms,
      silenceSeconds: SILENCE_SECONDS,
      settings: how.withLongroom ? LONGROOM_SETTINGS : OWN_SETTINGS,
    });
    await awaitService(session);
    return {
      session,
      parts: children.map(({ name, child }) => ({ name, pid: child.pid })),
      stop: async () => {
        session.link.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function settingOf(server: ServerName): Promise<ServerSetting> {
  return {
    folder: await temporaryFolder(`bench-${server}`),
    address: '127.0.0.1',
    host: 'localhost',
    domain: ROOMS_DOMAIN,
    secret: SECRET,
    ownRooms: 'conference.localhost',
    c2sPort: await freePort(),
    componentPort: await freePort(),
    // The recipe of ejabberd wants at least one account.
    users: ['nobody'],
    password: SECRET,
  };
}
