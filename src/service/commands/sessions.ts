/**
 * Commands that are under way (XEP-0050 §3.3). Few people end one that they have lost interest in, so those that wait
 * too long, or are too many, end by themselves: for one person its oldest, for all together the oldest of all.
 */
import type { Command } from '../../commands/command.ts';
import type { Given } from '../../commands/dialogue.ts';
import { bareOf } from '../../wire/jid.ts';

/** Where somebody is in a long result. */
export interface Pages {
  /** What each page came after, but for the first one: the last is the page that is shown. */
  readonly before: readonly string[];
  /** What the next one comes after, if there is one. */
  readonly next: string | undefined;
}

export interface CommandSession {
  readonly id: string;
  /** The full JID that began it, and the only one that may go on. */
  readonly owner: string;
  /** Where it was begun. */
  readonly at: string;
  readonly command: Command;
  readonly step: number;
  readonly given: Given;
  /** What the fields of this step held when they were shown. */
  readonly presets?: Given;
  /** The command has been run, and its result has several pages. */
  readonly pages?: Pages;
}

const idleMillisecondsMax = 15 * 60_000;
const perPersonMax = 10;
const sessionsMax = 10_000;
/** By it an id is known as one that was given out here, perhaps by an earlier process. */
const idPrefix = 'longroom-';

interface Waiting {
  readonly session: CommandSession;
  readonly since: number;
}

export class CommandSessions {
  readonly #env: { now(): number; random(): string };
  /** Those that have waited longest come first. */
  readonly #waiting = new Map<string, Waiting>();
  /** Ids by bare JID, in the same order. */
  readonly #byPerson = new Map<string, Set<string>>();

  constructor(env: { now(): number; random(): string }) {
    this.#env = env;
  }

  newId(): string {
    return idPrefix + this.#env.random();
  }

  static isOurs(id: string): boolean {
    return id.startsWith(idPrefix);
  }

  /** The session waits for its owner. */
  put(session: CommandSession): void {
    this.#expire();
    const person = bareOf(session.owner);
    const own = this.#byPerson.get(person) ?? new Set();
    this.#byPerson.set(person, own.add(session.id));
    this.#waiting.set(session.id, { session, since: this.#env.now() });
    if (own.size > perPersonMax) this.#end(first(own));
    if (this.#waiting.size > sessionsMax) this.#end(first(this.#waiting.keys()));
  }

  /** Takes the session out, so that nobody else goes on with it meanwhile; `put` brings it back. */
  take(id: string, { owner, at }: { readonly owner: string; readonly at: string }): CommandSession | undefined {
    this.#expire();
    const session = this.#waiting.get(id)?.session;
    if (session === undefined || session.owner !== owner || session.at !== at) return undefined;
    this.#end(id);
    return session;
  }

  #expire(): void {
    const oldest = this.#env.now() - idleMillisecondsMax;
    for (const [id, { since }] of this.#waiting) {
      if (since > oldest) return;
      this.#end(id);
    }
  }

  #end(id: string | undefined): void {
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || waiting === undefined) return;
    this.#waiting.delete(id);
    const person = bareOf(waiting.session.owner);
    const own = this.#byPerson.get(person);
    own?.delete(id);
    if (own?.size === 0) this.#byPerson.delete(person);
  }
}

function first(ids: Iterable<string>): string | undefined {
  for (const id of ids) return id;
  return undefined;
}
