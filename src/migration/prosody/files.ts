/** Prosody's internal storage: a folder for the room service, in it `config/ROOM.dat` and `muc_log/ROOM.list`. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { parseElements } from '../../wire/parser.ts';
import { serialize } from '../../wire/xml.ts';
import { Findings } from '../findings.ts';
import type { ForeignMessage, ForeignRoom, ForeignRooms, LostRoom } from '../foreign.ts';
import { isTable, type LuaValue, readReturned } from '../lua.ts';
import { itemsIn } from '../lua-items.ts';
import { isMalformed } from '../malformed.ts';
import type { OpenDatabase } from '../open-database.ts';
import { openScratch } from '../scratch.ts';
import { UnusableSource } from '../unusable-source.ts';
import { ArchiveTable } from './archive-table.ts';
import { messageOf, stanzaFrom, type WhoIs, whoIs } from './message.ts';
import { plainFromLua } from './plain.ts';
import { prosodyRoom } from './room.ts';

const datBytesMax = 268_435_456;
/** Accounts among which senders are looked for. */
const accountsMax = 200_000;

/** As Prosody names files and folders: whatever is neither a letter nor a digit is written by its bytes. */
export function fileName(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const sign = String.fromCharCode(byte);
      return /[A-Za-z0-9]/.test(sign) ? sign : `%${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
}

/** The text a file is named for. */
export function nameOfFile(name: string): string {
  const bytes = name.replaceAll(/%([0-9a-fA-F]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

interface Beside {
  readonly findings: Findings;
  /** The database that has what was said, where it is kept apart. */
  readonly archive: OpenDatabase | undefined;
}

/** `path`: Prosody's data folder, or the one in it that is named for the room service. @throws UnusableSource */
export function openProsodyFiles(path: string, host: string, beside: Beside): ForeignRooms {
  const inside = join(path, fileName(host));
  const folder = isThere(inside) ? inside : path;
  if (!isThere(join(folder, 'config'))) throw new UnusableSource(noRooms(path, host));
  return new ProsodyFiles({ folder, data: folder === inside ? path : join(path, '..'), host }, beside);
}

/** Throws where that cannot be known: what may not be looked at is not taken for nothing. */
function isThere(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function noRooms(path: string, host: string): string {
  const there = readdirSync(path, { withFileTypes: true })
    .filter((one) => one.isDirectory() && existsSync(join(path, one.name, 'config')))
    .map((one) => nameOfFile(one.name));
  const hint = there.length === 0 ? 'name the folder of Prosody’s data_path' : `--host may be ${there.join(' or ')}`;
  return `${path} has no rooms of ${host}: ${hint}`;
}

class ProsodyFiles implements ForeignRooms {
  readonly findings: Findings;
  readonly #folder: string;
  readonly #host: string;
  readonly #accounts: readonly string[];
  readonly #archive: { readonly table: ArchiveTable; readonly close: () => void } | undefined;
  readonly #scratch = openScratch();

  constructor(
    { folder, data, host }: { readonly folder: string; readonly data: string; readonly host: string },
    { findings, archive }: Beside,
  ) {
    this.findings = findings;
    this.#folder = folder;
    this.#host = host;
    this.#archive = archive && { table: new ArchiveTable(archive, host), close: archive.close };
    this.#accounts = accountsIn(data);
    this.#scratch.database.exec(
      'CREATE TABLE item (place INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, at REAL NOT NULL, line INTEGER NOT NULL, stanza TEXT NOT NULL)',
    );
  }

  async *rooms(): AsyncGenerator<ForeignRoom | LostRoom> {
    const configs = readdirSync(join(this.#folder, 'config'))
      .filter((name) => name.endsWith('.dat'))
      .sort();
    for (const name of configs) {
      const room = this.#readableOr(name);
      if (room !== undefined) yield room;
    }
    const logs = join(this.#folder, 'muc_log');
    if (!isThere(logs)) return;
    const there = new Set(configs.map((name) => name.replace(/\.dat$/, '')));
    for (const name of readdirSync(logs)) {
      if (name.endsWith('.list') && !there.has(name.slice(0, -5)))
        this.findings.note('archives without a room', join(logs, name));
    }
  }

  close(): void {
    this.#archive?.close();
    this.#scratch.close();
  }

  /** What cannot be read costs no other; nothing of one that was destroyed. */
  #readableOr(file: string): ForeignRoom | LostRoom | undefined {
    const name = file.replace(/\.dat$/, '');
    const local = nameOfFile(name);
    const lost = (problem: string): LostRoom => ({ local, jid: `${local}@${this.#host}`, problem });
    const path = join(this.#folder, 'config', file);
    try {
      if (statSync(path).size > datBytesMax) return lost(`its file ${path} is larger than ${datBytesMax} bytes`);
      const value = readReturned(readFileSync(path, 'latin1'));
      if (isMalformed(value)) return lost(`its file is damaged at ${path}:${value.line}: ${value.text}`);
      return this.#room({ file, name, local }, value);
    } catch (error) {
      if (!(error instanceof Error && 'syscall' in error)) throw error;
      return lost(`its file cannot be read: ${error.message}`);
    }
  }

  #room(
    { file, name, local }: { readonly file: string; readonly name: string; readonly local: string },
    value: LuaValue,
  ): ForeignRoom | undefined {
    const findings = new Findings();
    const { salt, destroyed, ...room } = prosodyRoom(plainFromLua(value), findings);
    if (destroyed) {
      this.findings.note('rooms that were destroyed there', local);
      return undefined;
    }
    if (existsSync(join(this.#folder, 'vcard_muc', file))) findings.note('the picture and card of the room');
    const who = whoIs(salt, [...this.#accounts, ...room.entries.map(({ jid }) => jid)]);
    const list = join(this.#folder, 'muc_log', `${name}.list`);
    const table = this.#archive?.table.has(local) ? this.#archive.table : undefined;
    if (table !== undefined && isThere(list)) findings.note('an archive in a file beside that in the database', list);
    return {
      ...{ local, jid: `${local}@${this.#host}`, ...room, findings },
      messages: (found) =>
        table?.messages(local, who, found) ?? messagesIn(list, this.#scratch.database, { who, findings: found }),
    };
  }
}

/** In the order of their times, and in that of the file among equals. */
async function* messagesIn(
  path: string,
  scratch: DatabaseSync,
  { who, findings }: { readonly who: WhoIs; readonly findings: Findings },
): AsyncGenerator<ForeignMessage> {
  if (!isThere(path)) return;
  await fill(scratch, path, findings);
  for (const row of scratch.prepare('SELECT key, at, line, stanza FROM item ORDER BY at, place').iterate()) {
    const place = `${path}:${Number(row['line'])}`;
    const [stanza, ...more] = parseElements(String(row['stanza'])) ?? [];
    if (stanza === undefined || more.length > 0) {
      findings.note('messages that are no XML', place);
      continue;
    }
    const stored = { archiveId: String(row['key']), when: Number(row['at']), stanza, place };
    const message = messageOf(stored, who, findings);
    if (message !== undefined) yield message;
  }
}

async function fill(scratch: DatabaseSync, path: string, findings: Findings): Promise<void> {
  scratch.exec('DELETE FROM item');
  const insert = scratch.prepare('INSERT OR IGNORE INTO item (key, at, line, stanza) VALUES (?, ?, ?, ?)');
  scratch.exec('BEGIN');
  try {
    for await (const item of itemsIn(path)) {
      const place = `${path}:${item.line}`;
      if (item.kind === 'malformed') {
        findings.note(`damaged messages: ${item.text}`, place);
        continue;
      }
      const stanza = stanzaFrom(item.value);
      const { fields } = isTable(item.value) ? item.value : { fields: new Map() };
      const [key, when] = [fields.get('key'), fields.get('when')];
      if (stanza === undefined || typeof key !== 'string' || typeof when !== 'number') {
        findings.note('messages without a time or an id', place);
        continue;
      }
      const { changes } = insert.run(key, when, item.line, serialize(stanza));
      if (Number(changes) === 0) findings.note('messages with an id that an earlier one has', place);
    }
  } finally {
    scratch.exec('COMMIT');
  }
}

/** Everybody with an account on this server. */
export function accountsIn(data: string): readonly string[] {
  const accounts: string[] = [];
  for (const host of readdirSync(data, { withFileTypes: true })) {
    const folder = join(data, host.name, 'accounts');
    if (!host.isDirectory() || !existsSync(folder)) continue;
    for (const name of readdirSync(folder)) {
      if (!name.endsWith('.dat')) continue;
      accounts.push(`${nameOfFile(name.slice(0, -4))}@${nameOfFile(host.name)}`);
      if (accounts.length === accountsMax) return accounts;
    }
  }
  return accounts;
}
