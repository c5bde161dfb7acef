/** Prosody's SQL storage: the tables `prosody` and `prosodyarchive`, in its SQLite file or read in from a dump. */

import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Findings } from '../findings.ts';
import type { ForeignRoom, ForeignRooms, LostRoom } from '../foreign.ts';
import { hostHasRooms, type OpenDatabase } from '../open-database.ts';
import { ArchiveTable, archiveIndexes, archiveTable } from './archive-table.ts';
import { accountsIn } from './files.ts';
import { whoIs } from './message.ts';
import { type Plain, plainFromJson } from './plain.ts';
import { prosodyRoom } from './room.ts';

export const prosodyTables = {
  prosody: ['host', 'user', 'store', 'key', 'type', 'value'],
  ...archiveTable,
} as const;

export const prosodyIndexes = ['CREATE INDEX prosody_by_room ON prosody (host, store, user)', ...archiveIndexes];

const accountsMax = 200_000;

/** @throws UnusableSource */
export function openProsodyDatabase(opened: OpenDatabase, host: string, findings: Findings): ForeignRooms {
  const hosts = opened.database.prepare(`SELECT DISTINCT host FROM prosody WHERE store = 'config' LIMIT 20`).all();
  hostHasRooms(opened, { host, hosts: hosts.map((row) => String(row['host'])), whyNone: 'are its rooms in files?' });
  return new ProsodyDatabase(opened, host, findings);
}

class ProsodyDatabase implements ForeignRooms {
  readonly findings: Findings;
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #host: string;
  readonly #accounts: readonly string[];
  readonly #archive: ArchiveTable;
  readonly close: () => void;

  constructor(opened: OpenDatabase, host: string, findings: Findings) {
    const { database, path, close } = opened;
    this.#archive = new ArchiveTable(opened, host);
    this.#database = database;
    this.#path = path;
    this.#host = host;
    this.findings = findings;
    this.close = close;
    const accounts = database
      .prepare(`SELECT DISTINCT user, host FROM prosody WHERE store = 'accounts' LIMIT ${accountsMax}`)
      .all()
      .map((row) => `${String(row['user'])}@${String(row['host'])}`);
    // Its usual place is the folder in which accounts are kept that are not in it.
    this.#accounts = [...accounts, ...accountsIn(dirname(path))];
  }

  async *rooms(): AsyncGenerator<ForeignRoom | LostRoom> {
    const names = this.#database
      .prepare(`SELECT DISTINCT user FROM prosody WHERE host = ? AND store = 'config' ORDER BY user`)
      .all(this.#host);
    for (const row of names) {
      const room = this.#room(String(row['user']));
      if (room !== undefined) yield room;
    }
  }

  #room(local: string): ForeignRoom | LostRoom | undefined {
    const findings = new Findings();
    const config = this.#config(local, findings);
    const jid = `${local}@${this.#host}`;
    // Without its settings it would be open to everybody.
    if (config === undefined) return { local, jid, problem: `its settings are damaged (${this.#path})` };
    const { salt, destroyed, ...room } = prosodyRoom(config, findings);
    if (destroyed) {
      this.findings.note('rooms that were destroyed there', local);
      return undefined;
    }
    const who = whoIs(salt, [...this.#accounts, ...room.entries.map(({ jid }) => jid)]);
    return {
      ...{ local, jid, ...room, findings },
      messages: (found) => this.#archive.messages(local, who, found),
    };
  }

  /** Undefined where its settings cannot be read. */
  #config(local: string, findings: Findings): Plain | undefined {
    const rows = this.#database
      .prepare(`SELECT key, type, value FROM prosody WHERE host = ? AND user = ? AND store = 'config'`)
      .all(this.#host, local);
    const config = new Map<string, Plain>();
    for (const { key, type, value } of rows) {
      const plain = plainOf(String(type), String(value));
      if (plain === undefined && (key === '_data' || key === '')) return undefined;
      if (plain === undefined) findings.note('damaged values', `${this.#path}: ${local}, ${String(key)}`);
      // What has no name of its own as a key stands together under an empty one.
      else if (String(key) !== '' || typeof plain !== 'object') config.set(String(key), plain);
      else for (const [inner, one] of plain) config.set(inner, one);
    }
    return config;
  }
}

function plainOf(type: string, value: string): Plain {
  switch (type) {
    case 'string':
      return value;
    case 'number':
      return Number(value);
    case 'boolean':
      return value === 'true';
    case 'json':
      try {
        return plainFromJson(JSON.parse(value));
      } catch {
        return undefined;
      }
    default:
      return undefined;
  }
}
