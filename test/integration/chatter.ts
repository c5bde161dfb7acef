/**
 * People who post without pause while the service dies and comes back. Each message is sent until its sender has
 * seen it reflected, always with the same origin-id, as clients do that resend after a lost connection.
 */
import { bareOf, type TestClient } from '../client.ts';
import type { Element } from './element.ts';
import type { Sighting } from './history-checker.ts';
import { bodyOf, groupchat, ns, stanzaIdOf } from './stanzas.ts';

const patienceMilliseconds = 50;

type Outcome = 'reflected' | 'bounced' | 'service came back';

/** Tells when the service can be reached, as a person sees it: it works, or one waits until it does. */
export class Service {
  #reachable = Promise.resolve();
  #cameBack = Promise.withResolvers<void>();
  #markReachable: () => void = () => undefined;

  down(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#reachable = promise;
    this.#markReachable = resolve;
  }

  up(): void {
    this.#markReachable();
    const before = this.#cameBack;
    this.#cameBack = Promise.withResolvers<void>();
    before.resolve();
  }

  get reachable(): Promise<void> {
    return this.#reachable;
  }

  /** Settles the next time that it comes back. */
  get cameBack(): Promise<void> {
    return this.#cameBack.promise;
  }
}

/** What one client saw of the rooms, and what came that should not. */
export class Witness {
  readonly client: TestClient;
  readonly surprises: string[] = [];
  readonly #seen = new Map<string, Sighting[]>();
  readonly #outcomes = new Map<string, (outcome: Outcome) => void>();

  constructor(client: TestClient, rooms: readonly string[]) {
    this.client = client;
    for (const room of rooms) this.#seen.set(room, []);
    client.onStanza((stanza) => this.#see(stanza));
  }

  saw(room: string): readonly Sighting[] {
    return this.#seen.get(room) ?? [];
  }

  /** Settles with what becomes of the message with this origin-id. */
  outcomeOf(originId: string): Promise<Outcome> {
    return new Promise((resolve) => this.#outcomes.set(originId, resolve));
  }

  #see(stanza: Element): void {
    const seen = this.#seen.get(bareOf(stanza.attrs['from']));
    if (seen === undefined) return;
    const { type, id = '' } = stanza.attrs;
    if (stanza.name === 'message' && type === 'groupchat' && bodyOf(stanza) !== '') {
      const sighting = sightingOf(stanza, stanzaIdOf(stanza));
      seen.push(sighting);
      this.#settle(sighting.origin, 'reflected');
    } else if (stanza.name === 'message' && type === 'error' && this.#outcomes.has(id)) {
      this.#settle(id, 'bounced');
    } else if (stanza.name === 'presence' && type === 'unavailable') this.surprises.push(stanza.toString());
    this.client.unread.length = 0;
  }

  #settle(originId: string, outcome: Outcome): void {
    this.#outcomes.get(originId)?.(outcome);
    if (outcome === 'reflected') this.#outcomes.delete(originId);
  }
}

/** Origin-ids here are unique among all senders, so they alone name a message. */
export function sightingOf(message: Element, id: string): Sighting {
  return { id, origin: message.child('origin-id', ns.sid)?.attrs['id'] ?? '', body: bodyOf(message) };
}

/** Posts one message after the other into a room until told to stop; gives the origin-ids, all of them reflected. */
export async function chatter(
  witness: Witness,
  room: string,
  name: string,
  service: Service,
  goingOn: () => boolean,
): Promise<string[]> {
  const sent: string[] = [];
  while (goingOn()) {
    const originId = `${name}-${sent.length}`;
    await post(witness, room, originId, service);
    sent.push(originId);
  }
  return sent;
}

async function post(witness: Witness, room: string, originId: string, service: Service): Promise<void> {
  let outcome: Outcome = 'bounced';
  // Sent back, or perhaps lost on the way: it is sent again as soon as that makes sense.
  while (outcome !== 'reflected') {
    await service.reachable;
    const cameBack = service.cameBack.then((): Outcome => 'service came back');
    const answered = witness.outcomeOf(originId);
    witness.client.send(groupchat(room, `words of ${originId}`, { id: originId, originId }));
    outcome = await Promise.race([answered, cameBack]);
    // "Wait and try again", said the service.
    if (outcome === 'bounced') await new Promise((resolve) => setTimeout(resolve, patienceMilliseconds));
  }
}
