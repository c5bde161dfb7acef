/**
 * Occupants whose session ended while nobody told us. After a start and after every cut each session gets one
 * probe; what comes back as an error takes it out (docs/decisions/0003-probes.md), silence never does.
 */
import type { Clock } from '../ops/clock.ts';
import type { Log } from '../ops/log.ts';
import type { StreamId } from '../store/event.ts';
import type { Store } from '../store/port.ts';
import { bareOf } from '../wire/jid.ts';
import { NS } from '../wire/namespaces.ts';
import { stanzaText } from '../wire/splice.ts';
import { xml } from '../wire/xml.ts';
import type { People } from './people.ts';
import { roomKeyOf } from './room-loader.ts';
import type { Rooms } from './rooms.ts';

/** 20,000 sessions are through in twenty seconds, and a server is not flooded. */
const probesPerSecond = 1_000;
const pauseMilliseconds = 100;

export interface GhostsEnvironment {
  readonly store: Store;
  readonly log: Log;
  readonly clock: Clock;
  readonly rooms: Rooms;
  readonly people: People;
  send(text: string): void;
}

export class Ghosts {
  readonly #env: GhostsEnvironment;
  #round = 0;
  #cancelPause: () => void = () => {};

  constructor(env: GhostsEnvironment) {
    this.#env = env;
  }

  /** Probes everybody once; a round that is under way ends. */
  async probeAll(): Promise<void> {
    this.stop();
    const round = this.#round;
    let after: string | undefined;
    for (;;) {
      const limit = (probesPerSecond * pauseMilliseconds) / 1_000;
      const page = await this.#env.store.sessions.list({ ...(after !== undefined && { after }), limit });
      if (round !== this.#round || page.length === 0) return;
      await this.#probePage(page);
      after = page.at(-1)?.session;
      await this.#pause();
      if (round !== this.#round) return;
    }
  }

  /** Ends a round that is under way. */
  stop(): void {
    this.#round += 1;
    this.#cancelPause();
  }

  /**
   * The session is gone from this room. Whether it is gone from others too is asked in the next one, not assumed: a
   * person who blocks a room looks, to that room, like somebody who is not there.
   */
  gone(bounce: { readonly session: string; readonly roomJid: string }): void {
    if (this.#env.people.known(bareOf(bounce.session)) !== undefined) return this.#end(bounce);
    // Anybody may send errors, and who is in no room is not written down for that.
    this.#env.store.sessions
      .streams(bounce.session)
      .then((streams) => streams.length > 0 && this.#end(bounce))
      .catch((error: unknown) => {
        this.#env.log.warn({ session: bounce.session, error }, 'a session that is gone could not be looked up');
      });
  }

  #end({ session, roomJid }: { readonly session: string; readonly roomJid: string }): void {
    this.#env.people.resolve(bareOf(session), (person) => {
      if (person === undefined) return;
      this.#env.rooms.get(roomJid).submit({ kind: 'gone', from: { session, person } }, (answer) => {
        // Where it could not be written that the session is gone, nothing is known to have changed.
        if (answer !== undefined) return;
        this.#probeNext(session).catch((error: unknown) => {
          this.#env.log.warn({ session, error }, 'the other rooms of a session that is gone could not be found');
        });
      });
    });
  }

  /** Each from one of its rooms; a room is looked up once, however many are in it. */
  async #probePage(
    page: readonly { readonly session: string; readonly streams: readonly StreamId[] }[],
  ): Promise<void> {
    const streams = [...new Set(page.flatMap(({ streams: [first] }) => first ?? []))];
    const jids = await Promise.all(streams.map((stream) => this.#addressOf(stream)));
    const jidOf = new Map(streams.map((stream, place) => [stream, jids[place]]));
    for (const {
      session,
      streams: [first = ''],
    } of page)
      this.#probe(session, jidOf.get(first));
  }

  async #probeNext(session: string): Promise<void> {
    const [stream] = await this.#env.store.sessions.streams(session);
    if (stream !== undefined) this.#probe(session, await this.#addressOf(stream));
  }

  async #addressOf(stream: StreamId): Promise<string | undefined> {
    return (await this.#env.store.rooms.findByKey(roomKeyOf(stream)))?.jid;
  }

  /** A groupchat message that says nothing: servers bounce it when the session is gone, and clients show nothing. */
  #probe(session: string, roomJid: string | undefined): void {
    if (roomJid === undefined) return;
    const probe = xml(
      'message',
      { from: roomJid, to: session, type: 'groupchat', id: 'probe' },
      xml('no-store', { xmlns: NS.hints }),
    );
    this.#env.send(stanzaText(probe));
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#cancelPause = this.#env.clock.after(pauseMilliseconds, resolve);
    });
  }
}
