/** ejabberd's tables `muc_room` and `archive`: its SQLite file, or what `ejabberdctl export2sql` and other dumps hold. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { splitJid } from '../../wire/jid.ts';
import { parseElements } from '../../wire/parser.ts';
import { readTerm } from '../erlang-term.ts';
import { Findings } from '../findings.ts';
import type { ForeignMessage, ForeignRoom, ForeignRooms, LostRoom } from '../foreign.ts';
import { isMalformed } from '../malformed.ts';
import { hostHasRooms, type OpenDatabase } from '../open-database.ts';
import { ejabberdRoom } from './room.ts';

export const ejabberdTables = {
  muc_room: ['name', 'host', 'opts'],
  archive: ['username', 'timestamp', 'peer', 'xml', 'kind', 'nick'],
} as const;

export const ejabberdIndexes = ['CREATE INDEX archive_by_room ON archive (username, timestamp)'];

/** @throws UnusableSource */
export function openEjabberdDatabase(opened: OpenDatabase, host: string, findings: Findings): ForeignRooms {
  const hosts = opened.database.prepare('SELECT DISTINCT host FROM muc_room LIMIT 20').all();
  hostHasRooms(opened, {
    host,
    hosts: hosts.map((row) => String(row['host'])),
    whyNone: 'only persistent rooms are kept',
  });
  return new EjabberdDatabase(opened, host, findings);
}

class EjabberdDatabase implements ForeignRooms {
  readonly findings: Findings;
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #host: string;
  readonly close: () => void;

  constructor({ database, path, close }: OpenDatabase, host: string, findings: Findings) {
    this.#database = database;
    this.#path = path;
    this.#host = host;
    this.findings = findings;
    this.close = close;
  }

  async *rooms(): AsyncGenerator<ForeignRoom | LostRoom> {
    const names = this.#database.prepare('SELECT DISTINCT name FROM muc_room WHERE host = ? ORDER BY name');
    for (const row of names.all(this.#host)) {
      yield this.#room(String(row['name']));
    }
  }

  #room(local: string): ForeignRoom | LostRoom {
    const row = this.#database.prepare('SELECT opts FROM muc_room WHERE host = ? AND name = ?').get(this.#host, local);
    const jid = `${local}@${this.#host}`;
    const findings = new Findings();
    const term = readTerm(String(row?.['opts']));
    const room = isMalformed(term) ? undefined : ejabberdRoom(term, findings);
    if (room === undefined) {
      const why = isMalformed(term) ? term.text : 'they are no list of options';
      return { local, jid, problem: `its options are damaged (${this.#path}: muc_room): ${why}` };
    }
    return { local, jid, ...room, findings, messages: (found) => this.#messages(jid, found) };
  }

  async *#messages(jid: string, findings: Findings): AsyncGenerator<ForeignMessage> {
    const rows = this.#database.prepare(
      `SELECT timestamp, peer, xml, nick FROM archive
        WHERE username = ? AND (kind = 'groupchat' OR kind IS NULL) ORDER BY timestamp, rowid`,
    );
    let last: { readonly id: string; readonly xml: string } | undefined;
    for (const row of rows.iterate(jid)) {
      const place = `${this.#path}: archive, ${jid} at ${String(row['timestamp'])}`;
      const [id, xml] = [String(row['timestamp']), String(row['xml'])];
      const repeated = id === last?.id;
      // An export holds what is in the archive twice.
      if (repeated && xml === last?.xml) continue;
      last = { id, xml };
      const message = repeated ? 'messages with an id that an earlier one has' : messageOf(row, jid);
      if (typeof message === 'string') findings.note(message, place);
      else yield message;
    }
  }
}

/** Or what is wrong with it. */
function messageOf(row: Readonly<Record<string, SQLOutputValue>>, jid: string): ForeignMessage | string {
  const at = Math.floor(Number(row['timestamp']) / 1_000);
  if (!Number.isSafeInteger(at) || at < 0) return 'messages without a time or an id';
  const [stanza, ...more] = parseElements(String(row['xml'])) ?? [];
  if (stanza?.name !== 'message' || more.length > 0) return 'messages that are no XML';
  const from = splitJid(stanza.attrs['from'] ?? '');
  const nick = String(row['nick'] ?? '') || (from.bare === jid ? (from.resource ?? '') : '');
  const peer = String(row['peer'] ?? '');
  const sender = splitJid(peer).bare === jid ? undefined : peer;
  return { archiveId: String(row['timestamp']), at, nick, stanza, ...(sender && { sender }) };
}
