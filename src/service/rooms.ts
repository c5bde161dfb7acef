/** The rooms in memory: a mailbox per address, made when it is first needed and dropped when it rests. */
import type { Log } from '../ops/log.ts';
import type { Context } from '../room/context.ts';
import type { Directory } from '../room/directory.ts';
import type { RoomEvent } from '../room/events.ts';
import type { Room } from '../room/state.ts';
import type { HistoryEnvironment } from './history.ts';
import type { ScopeWatch } from './house/following.ts';
import type { Lanes } from './lanes.ts';
import { Mailbox } from './mailbox.ts';
import { MentionAllowance } from './mention-allowance.ts';
import { RoomOutbox } from './outbox.ts';
import { PresenceTexts } from './presence-texts.ts';

export interface RoomsEnvironment extends HistoryEnvironment {
  readonly log: Log;
  /** What rooms know of the house around them. */
  readonly directory: Directory;
  /** Which changes of scope there have been; none where it is left out. */
  readonly scope?: ScopeWatch | undefined;
  context(room: Room): Context;
  /** The immutable key of a room that is made now; random where this is left out. */
  readonly newRoomKey?: (() => string) | undefined;
  readonly lanes: Lanes;
  /** These events of the room are durable, and have been told in it. */
  delivered(sequence: number, room: Room, events: readonly RoomEvent[]): void;
  /** Milliseconds since 1970. */
  now(): number;
}

export class Rooms {
  readonly #env: RoomsEnvironment;
  readonly #mailboxes = new Map<string, { readonly mailbox: Mailbox; readonly outbox: RoomOutbox }>();
  readonly #presenceTexts = new PresenceTexts();
  readonly #mentions: MentionAllowance;
  #commits = 0;
  /** Of all rooms, also those that are not in memory yet. */
  #held = false;

  constructor(env: RoomsEnvironment) {
    this.#env = env;
    this.#mentions = new MentionAllowance(() => env.now());
  }

  get(jid: string): Mailbox {
    return this.#at(jid).mailbox;
  }

  outbox(jid: string): RoomOutbox {
    return this.#at(jid).outbox;
  }

  /** The mailbox if the room is in memory. */
  peek(jid: string): Mailbox | undefined {
    return this.#mailboxes.get(jid)?.mailbox;
  }

  jidsInMemory(): readonly string[] {
    return [...this.#mailboxes.keys()];
  }

  /** Numbers the commits of this writer; for its other streams, too. */
  nextCommitId(): number {
    this.#commits += 1;
    return this.#commits;
  }

  #at(jid: string): { readonly mailbox: Mailbox; readonly outbox: RoomOutbox } {
    const known = this.#mailboxes.get(jid);
    if (known !== undefined) return known;
    const { store, log, lanes, senders } = this.#env;
    const outbox = new RoomOutbox({
      store,
      log,
      senders,
      lane: lanes.open(),
      presenceTexts: this.#presenceTexts,
      mayBeTold: (bare) => this.#mentions.take(bare),
    });
    const mailbox = new Mailbox(
      jid,
      {
        store,
        log,
        directory: this.#env.directory,
        scope: this.#env.scope,
        context: this.#env.context,
        newRoomKey: this.#env.newRoomKey,
        nextCommitId: () => this.nextCommitId(),
        delivered: this.#env.delivered,
      },
      outbox,
    );
    if (this.#held) mailbox.hold();
    const made = { mailbox, outbox };
    this.#mailboxes.set(jid, made);
    return made;
  }

  /** No room says anything until it is released, and what had still to be read for the stream before is not sent. */
  hold(): void {
    this.#held = true;
    for (const { mailbox, outbox } of this.#mailboxes.values()) {
      mailbox.hold();
      outbox.forget();
    }
  }

  /** All rooms but these may speak again. */
  releaseAllBut(jids: ReadonlySet<string>): void {
    this.#held = false;
    for (const [jid, { mailbox }] of this.#mailboxes) if (!jids.has(jid)) mailbox.release();
  }

  /** While the store is away nobody is kept waiting for it. To be called now and then. */
  look(): void {
    const { state } = this.#env.store;
    if (state.kind === 'up') return;
    for (const { mailbox } of this.#mailboxes.values()) mailbox.storeIsAway(state.text);
  }

  /** Settles when everything decided so far has been written and sent, or has failed. */
  async settled(): Promise<void> {
    await Promise.all(
      [...this.#mailboxes.values()].map(async ({ mailbox, outbox }) => {
        await mailbox.settled();
        await outbox.settled();
      }),
    );
  }

  /** Whether somebody has still to get what a room has said already. */
  get holding(): boolean {
    for (const { outbox } of this.#mailboxes.values()) if (outbox.holding) return true;
    return false;
  }

  /** Forgets the rooms that nobody is in and that have nothing under way; the store has all of them. */
  dropIdle(): void {
    for (const [jid, { mailbox, outbox }] of this.#mailboxes) {
      if (mailbox.idle && !outbox.holding) this.#mailboxes.delete(jid);
      else mailbox.rest();
    }
  }
}
