/** A room without a service around it: requests are decided and applied, and what sessions are told is kept as lists. */
import { apply } from '../../src/room/apply.ts';
import type { Context } from '../../src/room/context.ts';
import { decide } from '../../src/room/decide.ts';
import type { Delivery } from '../../src/room/delivery.ts';
import type { RoomEvent } from '../../src/room/events.ts';
import type { Outcome } from '../../src/room/outcome.ts';
import type { Party, RoomRequest } from '../../src/room/request.ts';
import { defaultCategory, emptyRoom, type Room } from '../../src/room/state.ts';
import { defaultSettings } from '../../src/room/traits/index.ts';
import { isRefusal } from '../../src/wire/error.ts';
import { Walls } from '../walls.ts';

const identity = { key: 'k', jid: 'hall@rooms.localhost' };

export function party(name: string, resource = '1'): Party {
  return { session: `${name}@localhost/${resource}`, person: { key: name, jid: `${name}@localhost` } };
}

export class Crowd {
  readonly walls = new Walls();
  readonly room: Room = emptyRoom({ ...identity, directory: this.walls }, defaultSettings);
  readonly events: RoomEvent[] = [];
  /** The nicknames each session would show. */
  readonly shown = new Map<string, Set<string>>();
  /** Bare JIDs that the service has blocked. */
  readonly blocked = new Set<string>();
  readonly #context: Context;
  #now = 0;

  constructor(largeRoomsAbove: number) {
    this.#context = {
      now: 0,
      stanzaId: String,
      copiesCharactersMax: 1_000_000,
      largeRoomsAbove,
      historyInNewRooms: undefined,
      newRoomCategory: () => defaultCategory,
      isReserved: () => false,
      isServiceAdmin: ({ jid }) => jid === 'root@localhost',
      isBlocked: ({ jid }) => this.blocked.has(jid),
    };
  }

  do(request: RoomRequest): Outcome {
    this.#now += 1;
    const outcome = decide(this.room, request, { ...this.#context, now: this.#now });
    if (outcome.answer !== undefined && isRefusal(outcome.answer)) return outcome;
    for (const event of outcome.events) {
      apply(this.room, event);
      this.events.push(event);
    }
    for (const delivery of outcome.deliveries) this.#show(delivery);
    return outcome;
  }

  enter(name: string, resource = '1'): Outcome {
    return this.do({ kind: 'enter', from: party(name, resource), nick: name, history: {}, presence: '' });
  }

  /** The owner opens the room and stays in it; then these come. */
  open(names: readonly string[] = []): this {
    this.enter('olga');
    this.do({ kind: 'configure', from: party('olga'), settings: {} });
    for (const name of names) this.enter(name);
    return this;
  }

  #show(delivery: Delivery): void {
    if (delivery.kind === 'roster') for (const { nick } of delivery.occupants) this.#list(delivery.to).add(nick);
    if (delivery.kind !== 'presence') return;
    const nick = delivery.from.slice(identity.jid.length + 1);
    for (const session of delivery.to) {
      const list = this.#list(session);
      if (!delivery.unavailable) list.add(nick);
      else list.delete(nick);
      if (delivery.unavailable && delivery.statuses.includes(110) && !delivery.statuses.includes(303)) list.clear();
    }
  }

  #list(session: string): Set<string> {
    const list = this.shown.get(session) ?? new Set();
    this.shown.set(session, list);
    return list;
  }
}

/** Which sessions a presence of this nickname went to. */
export function told(outcome: Outcome, nick: string): string[] {
  return outcome.deliveries
    .flatMap((one) => (one.kind === 'presence' && one.from.endsWith(`/${nick}`) ? one.to : []))
    .sort();
}
