/** Examples on the whole service with a store in memory. */
import { type Element, readElements } from '../integration/element.ts';
import { memoryStore } from '../memory-store.ts';
import { domain, World, type WorldOptions } from '../world.ts';
import type { Matches, Theatre } from './theatre.ts';

export class WorldTheatre implements Theatre {
  readonly domain = domain;
  readonly host = 'localhost';
  readonly suffix = '';
  readonly #world: World;
  readonly #unread = new Map<string, Element[]>();

  private constructor(world: World) {
    this.#world = world;
  }

  static async open(options: Pick<WorldOptions, 'roomsCreatedBy'> = {}): Promise<WorldTheatre> {
    return new WorldTheatre((await new World({ store: memoryStore(), ...options }).start()).connect());
  }

  async send(from: string, stanza: string): Promise<void> {
    this.#world.send(from, stanza);
    await this.#world.settle();
  }

  async receive(who: string, what: string, matches: Matches): Promise<Element> {
    const unread = await this.#come(who);
    const at = unread.findIndex(matches);
    if (at === -1) throw new Error(`${who} did not get ${what}\nbut: ${unread.join('\n     ')}`);
    return unread.splice(at, 1)[0] as Element;
  }

  async unread(who: string): Promise<readonly Element[]> {
    return this.#come(who);
  }

  async forget(): Promise<void> {
    for (const who of this.#unread.keys()) (await this.#come(who)).length = 0;
  }

  /** What comes to the bare JID comes to the session as well, as a server would see to. */
  async #come(who: string): Promise<Element[]> {
    await this.#world.settle();
    const unread = this.#unread.get(who) ?? [];
    this.#unread.set(who, unread);
    for (const inbox of new Set([who, who.split('/')[0] ?? who])) {
      for (const stanza of this.#world.inbox(inbox).splice(0)) unread.push(...readElements(stanza.toString()));
    }
    return unread;
  }
}
