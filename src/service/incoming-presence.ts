/** The way of presence: into rooms and out of them, or to the service, whose presence of rooms people may have. */
import { NS } from '../wire/namespaces.ts';
import { child, type Element } from '../wire/xml.ts';
import type { Activity } from './activity.ts';
import type { Gate } from './gate.ts';
import { readLeave, readPresence } from './incoming.ts';
import type { RoomRequests } from './room-requests.ts';
import { asAddressed, type Route } from './route.ts';
import type { Senders } from './senders.ts';

export interface IncomingPresenceEnvironment {
  readonly gate: Gate;
  readonly senders: Senders;
  readonly requests: RoomRequests;
  readonly activity: Activity;
  /** Milliseconds since 1970. */
  now(): number;
}

export class IncomingPresence {
  readonly #env: IncomingPresenceEnvironment;

  constructor(env: IncomingPresenceEnvironment) {
    this.#env = env;
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
    this.#env.senders[how](presence, from, (person) => {
      if (to.local === undefined) return this.#env.activity.take(presence, { session: from.full, person });
      const addressed = asAddressed({ from, to }, person, this.#env.now());
      const request = type === 'unavailable' ? readLeave(presence, addressed) : readPresence(presence, addressed);
      this.#env.requests.submit(presence, request, to.bare);
    });
  }
}
