/** Which streams of a file are taken into a store, and what is said of the others. */
import { isRoomStream, roomKeyOf } from '../service/room-loader.ts';
import type { Store } from '../store/port.ts';
import { type CategoryInBrief, categoriesOf, categoryNamed } from './categories.ts';
import type { StreamHead } from './format.ts';
import type { ImportMarks } from './import-marks.ts';
import type { WordsHere } from './words-here.ts';

/**
 * `there`: it is here as it is in the file. `known`: something of this name is here and stands for it. `kept`: what is here
 * counts, and the file's is left out. `refused`: it cannot be taken, which is for people to know.
 */
export type Taking =
  | { readonly kind: 'take' }
  | { readonly kind: 'there' | 'known' | 'kept' }
  | { readonly kind: 'refused'; readonly text: string };

export class TakingRules {
  readonly #store: Store;
  readonly #marks: ImportMarks;
  readonly #words: WordsHere;
  readonly #here: CategoryInBrief[];
  /** Keys of categories that are here because of this file. */
  readonly categories = new Set<string>();

  private constructor(parts: {
    readonly store: Store;
    readonly marks: ImportMarks;
    readonly words: WordsHere;
    readonly here: readonly CategoryInBrief[];
  }) {
    this.#store = parts.store;
    this.#marks = parts.marks;
    this.#words = parts.words;
    this.#here = [...parts.here];
  }

  static async open(parts: {
    readonly store: Store;
    readonly marks: ImportMarks;
    readonly words: WordsHere;
  }): Promise<TakingRules> {
    return new TakingRules({ ...parts, here: await categoriesOf(parts.store) });
  }

  async of(head: StreamHead): Promise<Taking> {
    if (isRoomStream(head.stream)) return this.#ofRoom(head);
    if (head.category !== undefined) return this.#ofCategory(head, head.category);
    if (await this.#isForeign(head)) return { kind: (await this.#isTheSame(head)) ? 'there' : 'kept' };
    return { kind: this.#marks.about.intoEmpty ? 'take' : 'kept' };
  }

  async #ofRoom(head: StreamHead): Promise<Taking> {
    const { stream, room } = head;
    const address = room === undefined ? undefined : await this.#store.rooms.find(room.jid);
    if (room !== undefined && address !== undefined && address.key !== roomKeyOf(stream)) {
      return { kind: 'refused', text: `${room.jid} was left out: another room has this address here` };
    }
    if (!(await this.#isForeign({ stream }))) return { kind: 'take' };
    if (await this.#isTheSame(head)) return { kind: 'there' };
    return {
      kind: 'refused',
      text: `${room?.jid ?? stream} was left as it is: it is here already, and differs from the file`,
    };
  }

  async #ofCategory({ stream }: StreamHead, category: CategoryInBrief): Promise<Taking> {
    const { key, name, removed } = category;
    if (await this.#isForeign({ stream })) {
      this.categories.add(key);
      return { kind: 'there' };
    }
    const same = removed || this.#marks.isBegun(stream) ? undefined : categoryNamed(name, this.#here);
    if (same !== undefined && same.key !== key) {
      this.#words.category(key, same.key);
      return { kind: 'known' };
    }
    if (removed && !this.#marks.about.intoEmpty) return { kind: 'kept' };
    if (!removed) this.categories.add(key);
    return { kind: 'take' };
  }

  /** As far as its length tells. */
  async #isTheSame({ stream, last }: StreamHead): Promise<boolean> {
    return (await this.#store.lastNumber(stream)) === last;
  }

  /** It is here, and not because an import of this file has begun with it. */
  async #isForeign({ stream }: Pick<StreamHead, 'stream'>): Promise<boolean> {
    if (this.#marks.isBegun(stream)) return false;
    return (await this.#store.lastNumber(stream)) > 0 || (await this.#store.snapshot(stream)) !== undefined;
  }
}
