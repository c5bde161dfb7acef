/** Writes what was said, from where an earlier run ended. */
import type { Posted } from '../room/events.ts';
import { retraction } from '../room/retract.ts';
import type { Person } from '../room/state.ts';
import { findNamed } from '../service/retracted.ts';
import type { Store } from '../store/port.ts';
import { escapeText } from '../wire/escape.ts';
import { Findings } from './findings.ts';
import type { ForeignRoom, ForeignSubject } from './foreign.ts';
import { personCalled, postedBy, type ReadMessage, readMessage, unknownPerson } from './posted.ts';
import type { RoomBeingMade } from './room-being-made.ts';

const messagesPerCommit = 500;
const charactersPerCommit = 1_000_000;

export interface HistoryEnvironment {
  readonly store: Store;
  /** The service itself, in whose name the room speaks. */
  readonly by: Person;
  /** Milliseconds since 1970: nothing of it is later. */
  readonly until: number;
  /** The subject that the room has now, unless it has another one of later. */
  readonly subject: ForeignSubject | undefined;
  random(): string;
  wrote(messages: number): void;
}

/** All messages of `foreign` that the room has not yet. The room has been created. */
export async function writeHistory(made: RoomBeingMade, foreign: ForeignRoom, env: HistoryEnvironment): Promise<void> {
  const writer = new HistoryWriter(made, foreign.jid, env);
  let left = made.room.ordinal;
  for await (const message of foreign.messages(new Findings())) {
    const read = readMessage(message, foreign.jid, new Findings());
    if (read === undefined) continue;
    if (left > 0) left -= 1;
    else await writer.take(read);
  }
  await writer.end();
}

class HistoryWriter {
  readonly #made: RoomBeingMade;
  readonly #jid: string;
  readonly #env: HistoryEnvironment;
  #waiting: ReadMessage[] = [];
  #characters = 0;

  constructor(made: RoomBeingMade, jid: string, env: HistoryEnvironment) {
    this.#made = made;
    this.#jid = jid;
    this.#env = env;
  }

  async take(message: ReadMessage): Promise<void> {
    const { subject } = this.#env;
    if (subject?.at !== undefined && message.at > subject.at) await this.#setSubject(subject, subject.at);
    this.#waiting.push({ ...message, at: Math.min(message.at, this.#env.until) });
    this.#characters += message.xml.length;
    const isFull = this.#waiting.length >= messagesPerCommit || this.#characters >= charactersPerCommit;
    // What it takes back has to be in the store.
    if (isFull || message.retracts !== undefined) await this.#flush();
  }

  async end(): Promise<void> {
    await this.#flush();
    const { subject, until } = this.#env;
    if (subject !== undefined) await this.#setSubject(subject, subject.at ?? until);
  }

  /** Where no message of the archive has set it. */
  async #setSubject(subject: ForeignSubject, at: number): Promise<void> {
    await this.#flush();
    const { room } = this.#made;
    if (room.subject?.text === subject.text) return;
    const xml = `<subject>${escapeText(subject.text)}</subject>`;
    const told = { nick: subject.nick, id: '', resource: '', xml, subject: { xml, text: subject.text } };
    const time = Math.max(room.at, Math.min(at, this.#env.until));
    const by = subject.nick === '' ? this.#env.by : personCalled(subject.nick, this.#jid);
    await this.#made.write([{ kind: 'posted', at: time, by, ...told, stanzaId: this.#env.random() }]);
  }

  async #flush(): Promise<void> {
    const messages = this.#waiting;
    if (messages.length === 0) return;
    this.#waiting = [];
    this.#characters = 0;
    const last = messages.at(-1);
    const before = last?.retracts === undefined ? messages : messages.slice(0, -1);
    const people = await this.#people(messages);
    const { room } = this.#made;
    await this.#made.write(before.map((one, index) => postedBy(one, people(one), room.ordinal + index + 1)));
    if (last?.retracts !== undefined) await this.#takeBack(last, last.retracts, people(last));
    this.#env.wrote(messages.length);
  }

  /** As if it had come in here: what is the sender's own becomes a tombstone (XEP-0424 §5). */
  async #takeBack(message: ReadMessage, id: string, by: Person): Promise<void> {
    const { room } = this.#made;
    const meant = await findNamed(this.#env.store, room, { id, by: by.key });
    const own = meant[0]?.by === by.key ? meant : [];
    const { told, tombstones, setAside } = retraction(room, own, {
      id: message.id || message.stanzaId,
      at: message.at,
      by,
    });
    const posted: Posted = { ...postedBy(message, by, room.ordinal + 1), ...told };
    await this.#made.write([posted, ...setAside], tombstones);
  }

  async #people(messages: readonly ReadMessage[]): Promise<(message: ReadMessage) => Person> {
    const known = [...new Set(messages.flatMap(({ bare }) => bare ?? []))];
    const keys = await this.#env.store.people.keys(known);
    return ({ nick, bare, unknown }) => {
      const key = bare === undefined ? undefined : keys.get(bare);
      if (nick === '') return this.#env.by;
      return bare === undefined || key === undefined ? unknownPerson(unknown) : { key, jid: bare };
    };
  }
}
