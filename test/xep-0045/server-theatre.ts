/** Examples with real clients on a real server. */
import type { TestClient } from '../client.ts';
import { type Element, readElements } from '../integration/element.ts';
import type { Scene } from '../integration/stage.ts';
import type { Matches, Theatre } from './theatre.ts';

let plays = 0;

export class ServerTheatre implements Theatre {
  readonly domain: string;
  readonly host: string;
  readonly suffix = `-${++plays}`;
  readonly #scene: Scene;
  readonly #clients = new Map<string, TestClient>();
  readonly #rooms = new Set<string>();

  constructor(scene: Scene) {
    this.#scene = scene;
    this.domain = scene.server.domain;
    this.host = scene.server.host;
  }

  async send(from: string, stanza: string): Promise<void> {
    const [to = ''] = readElements(stanza)[0]?.attrs['to']?.split('/') ?? [];
    if (to.endsWith(`@${this.domain}`)) this.#rooms.add(to);
    (await this.#client(from)).send(stanza);
  }

  async receive(who: string, what: string, matches: Matches): Promise<Element> {
    return (await this.#client(who)).receives(what, matches);
  }

  async unread(who: string): Promise<readonly Element[]> {
    await this.#settle();
    return (await this.#client(who)).unread;
  }

  async forget(): Promise<void> {
    await this.#settle();
    for (const client of this.#clients.values()) client.unread.length = 0;
  }

  async #client(jid: string): Promise<TestClient> {
    const [bare = '', resource] = jid.split('/');
    const known = this.#clients.get(jid) ?? this.#sessionOf(resource === undefined ? bare : undefined);
    if (known !== undefined) return known;
    const client = await this.#scene.user(bare.split('@')[0] ?? '', resource);
    this.#clients.set(jid, client);
    return client;
  }

  #sessionOf(bare: string | undefined): TestClient | undefined {
    return [...this.#clients.values()].find((client) => client.bare === bare);
  }

  /**
   * Everybody asks the service and each room, which answer in the order in which they were asked, and when it is written.
   * Twice, since what one sent may come to another that has been asked already.
   */
  async #settle(): Promise<void> {
    for (let round = 0; round < 2; round += 1) {
      for (const client of this.#clients.values()) {
        for (const to of [this.domain, ...this.#rooms]) {
          await client.iq('get', to, "<query xmlns='http://jabber.org/protocol/disco#info'/>");
        }
      }
    }
  }
}
