/**
 * Who is kept out of the service: people and domains. A domain stands for its subdomains too, since whoever runs a server
 * makes as many of those as he likes.
 */
import type { Person } from '../room/state.ts';
import type { Jid } from '../wire/jid.ts';

/** Why, since when, and by whom somebody is blocked. */
export interface Block {
  readonly whom: Person;
  readonly by: Person;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly reason?: string;
}

export class BlockedList {
  readonly #blocks = new Map<string, Block>();

  get size(): number {
    return this.#blocks.size;
  }

  /** In the order in which they were blocked. */
  values(): Iterable<Block> {
    return this.#blocks.values();
  }

  /** Of exactly this address. */
  get(jid: string): Block | undefined {
    return this.#blocks.get(jid);
  }

  set(block: Block): void {
    this.#blocks.set(block.whom.jid, block);
  }

  delete(jid: string): void {
    this.#blocks.delete(jid);
  }

  /** Asked for every stanza that comes in. */
  covers({ bare, domain }: Pick<Jid, 'bare' | 'domain'>): boolean {
    if (this.#blocks.size === 0) return false;
    if (this.#blocks.has(bare)) return true;
    let from = domain;
    while (!this.#blocks.has(from)) {
      const dot = from.indexOf('.');
      if (dot === -1) return false;
      from = from.slice(dot + 1);
    }
    return true;
  }
}
