/** The archive of Prosody's rooms in its table `prosodyarchive`. */
import type { DatabaseSync } from 'node:sqlite';
import { parseElements } from '../../wire/parser.ts';
import type { Findings } from '../findings.ts';
import type { ForeignMessage } from '../foreign.ts';
import type { OpenDatabase } from '../open-database.ts';
import { messageOf, type WhoIs } from './message.ts';

export const archiveTable = {
  prosodyarchive: ['sort_id', 'host', 'user', 'store', 'key', 'when', 'with', 'type', 'value'],
} as const;

export const archiveIndexes = ['CREATE INDEX archive_by_room ON prosodyarchive (host, user, store, "when")'];

export class ArchiveTable {
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #host: string;

  constructor({ database, path }: OpenDatabase, host: string) {
    this.#database = database;
    this.#path = path;
    this.#host = host;
  }

  has(local: string): boolean {
    const any = `SELECT 1 FROM prosodyarchive WHERE host = ? AND user = ? AND store = 'muc_log' LIMIT 1`;
    return this.#database.prepare(any).get(this.#host, local) !== undefined;
  }

  async *messages(local: string, who: WhoIs, findings: Findings): AsyncGenerator<ForeignMessage> {
    const rows = this.#database.prepare(
      `SELECT sort_id, key, "when" AS at, type, value FROM prosodyarchive
        WHERE host = ? AND user = ? AND store = 'muc_log' ORDER BY "when", sort_id`,
    );
    const ids = new LastIds();
    for (const row of rows.iterate(this.#host, local)) {
      const place = `${this.#path}: prosodyarchive, sort_id ${String(row['sort_id'])}`;
      const [stanza, ...more] = (row['type'] === 'xml' && parseElements(String(row['value']))) || [];
      if (stanza === undefined || more.length > 0) {
        findings.note('messages that are no XML', place);
        continue;
      }
      const stored = { archiveId: String(row['key']), when: Number(row['at']), stanza, place };
      const message = messageOf(stored, who, findings);
      if (message === undefined) continue;
      if (ids.has(message)) findings.note('messages with an id that an earlier one has', place);
      else yield message;
    }
  }
}

/** The ids of the messages of one moment: a key is unique in the table, but not in every copy of it. */
class LastIds {
  #at = -1;
  #ids = new Set<string>();

  has({ archiveId, at }: ForeignMessage): boolean {
    if (at !== this.#at) this.#ids = new Set();
    this.#at = at;
    const there = this.#ids.has(archiveId);
    this.#ids.add(archiveId);
    return there;
  }
}
