/** The way of presence: into rooms and out of them, or to the service, whose presence of rooms people may have. */
import type { Person } from '../room/state.ts';
import type { Refusal } from '../wire/error.ts';
import { NS } from '../wire/namespaces.ts';
import { child, type Element } from '../wire/xml.ts';
import type { Activity } from './activity.ts';
import { Farewells } from './farewells.ts';
import type { Gate } from './gate.ts';
import { readLeave, readPresence } from './incoming.ts';
import { refuse } from './iq.ts';
import { storeAway } from './refusals.ts';
import type { RoomRequests } from './room-requests.ts';
import { asAddressed, type Route } from './route.ts';
import type { Senders } from './senders.ts';

type Away = (why?: Refusal) => void;

export interface IncomingPresenceEnvironment {
  send(text: string): void;
  readonly gate: Gate;
  readonly senders: Senders;
  readonly requests: RoomRequests;
  readonly activity: Activity;
  /** Milliseconds since 1970. */
  now(): number;
}

export class IncomingPresence {
  readonly #env: IncomingPresenceEnvironment;
  readonly #farewells: Farewells;

  constructor(env: IncomingPresenceEnvironment) {
    this.#env = env;
    this.#farewells = new Farewells({
      person: (bare) => env.senders.person(bare),
      ask: (roomJid, request) => env.requests.ask(roomJid, request),
    });
  }

  take(presence: Element, type: string, { from, to }: Route): void {
    if (type === 'error') return this.#env.requests.bounced(presence, { from, to });
    if (to.local === undefined && !this.#env.activity.concerns(presence, from)) return;
    if (type !== 'available' && type !== 'unavailable') return;
    if (from.resource === undefined) return;
    if (type === 'available') {
      const kind = child(presence, 'x', NS.muc) === undefined ? 'presence' : 'joins';
      const refused = this.#env.gate.objection({ kind, from, to });
      if (refused !== undefined) return this.#env.gate.turnAway(presence, refused, from);
    }
    const how = to.local === undefined || this.#env.gate.isOpenTo(from) ? 'resolve' : 'resolveInside';
    const away = to.local === undefined ? undefined : this.#whileAway(presence, type, { from, to });
    const then = (person: Person): void => {
      if (to.local === undefined) return this.#env.activity.take(presence, { session: from.full, person });
      const addressed = asAddressed({ from, to }, person, this.#env.now());
      const request = type === 'unavailable' ? readLeave(presence, addressed) : readPresence(presence, addressed);
      this.#env.requests.submit(presence, request, to.bare, away);
    };
    this.#env.senders[how](presence, from, then, away);
  }

  /** Who leaves has left when the store is back, unless they have come again before; undefined where there is nothing to keep. */
  #whileAway(presence: Element, type: 'available' | 'unavailable', { from, to }: Route): Away | undefined {
    const isLeaving = this.#farewells.forget(from.full, to.bare) || type === 'unavailable';
    if (!isLeaving) return undefined;
    return (why = storeAway()) => {
      const kept = this.#farewells.keep(from.full, to.bare);
      if (type === 'available' || !kept) refuse(presence, why, this.#env);
    };
  }

  /** Called several times a second. */
  tick(): void {
    this.#farewells.tick();
  }
}
