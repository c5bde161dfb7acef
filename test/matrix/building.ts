/** Makes a room as the service does, on a store that no service runs on yet: lists that nobody could make by a client alone. */
import { apply } from '../../src/room/apply.ts';
import { decide } from '../../src/room/decide.ts';
import type { RoomRequest } from '../../src/room/request.ts';
import { defaultCategory, emptyRoom, type Person, type Room } from '../../src/room/state.ts';
import { defaultSettings, type Settings } from '../../src/room/traits/index.ts';
import { RoomWriter } from '../../src/service/room-writer.ts';
import { isRefusal } from '../../src/wire/error.ts';
import type { MemoryStore } from '../memory-store.ts';
import { bob, owner, room as roomJid } from '../service/conversation.ts';
import { Walls } from '../walls.ts';
import { bareOf, type Somebody } from './people.ts';

export class Building {
  readonly #room: Room;
  readonly #writer: RoomWriter;
  readonly #keys: (jids: readonly string[]) => ReturnType<MemoryStore['people']['keys']>;
  readonly #now: number;

  constructor(store: MemoryStore, now: number) {
    let commits = 0;
    this.#now = now;
    this.#room = emptyRoom({ key: 'den', jid: roomJid, directory: new Walls() }, defaultSettings);
    this.#writer = new RoomWriter({ store, nextCommitId: () => ++commits });
    this.#keys = (jids) => store.people.keys(jids);
  }

  /** Olga owns it and Bob is a member; in an auditorium both present. */
  async make(settings: Partial<Settings>, somebody: Somebody, auditorium: boolean): Promise<void> {
    const from = { session: owner, person: await this.#person('olga@localhost') };
    const member = await this.#person(bareOf(bob));
    await this.#do({ kind: 'create-room', from, category: defaultCategory, settings, managers: [], members: [member] });
    const presenting = auditorium ? [from.person, member] : [];
    const changes = presenting.map((whom) => ({ whom, set: { presenter: true } }));
    for (const [jid, set] of Object.entries(somebody.listed ?? {})) {
      changes.push({ whom: await this.#person(jid), set: set as { presenter: boolean } });
    }
    if (changes.length > 0) await this.#do({ kind: 'change-lists', from, changes });
  }

  async #person(jid: string): Promise<Person> {
    return { key: (await this.#keys([jid])).get(jid) ?? '', jid };
  }

  async #do(request: RoomRequest): Promise<void> {
    const outcome = decide(this.#room, request, {
      now: this.#now,
      stanzaId: String,
      copiesCharactersMax: 1_000_000,
      largeRoomsAbove: 0,
      newRoomCategory: () => undefined,
      historyInNewRooms: 30,
      isReserved: () => false,
      isServiceAdmin: () => false,
      isBlocked: () => false,
    });
    if (outcome.answer !== undefined && isRefusal(outcome.answer)) throw new Error(outcome.answer.text);
    const written = await this.#writer.write(this.#room, this.#writer.prepare(this.#room, outcome));
    if (written.kind !== 'committed') throw new Error(`not written: ${written.kind}`);
    for (const event of outcome.events) apply(this.#room, event);
  }
}
