/**
 * What a store says of an import that is under way, or was broken off: of which file, and how far it is. It is a snapshot of
 * a stream of its own, which goes when all is there.
 */
import type { StreamId } from '../store/event.ts';
import { type Store, StoreError } from '../store/port.ts';

export const importStream: StreamId = 'import';
const aboutPart = 'about';
const placePart = 'place';
const leftPart = 'left ';
/** Names in one part: what changes is written again as a whole. */
const namesPerPart = 200;

interface About {
  /** Of the export. */
  readonly id: string;
  /** When the export was made. */
  readonly made: string;
  /** Nothing was in the store when the import began. */
  readonly intoEmpty: boolean;
}

interface Place {
  /** The last section that was dealt with. */
  readonly through?: string;
  /** The one behind it, which may be there in part. */
  readonly begun: string;
  /** Of the writer that began it. */
  readonly epoch: number;
}

export class ImportMarks {
  readonly #store: Store;
  readonly about: About;
  /** Sections are dealt with already up to this one, as long as it has not come by. */
  #until: string | undefined;
  #begun: string | undefined;
  /** Of the writer that was broken off. */
  readonly epoch: number | undefined;
  #through: string | undefined;
  /** Streams of the file that are not taken, in the order in which they came. */
  readonly #left: StreamId[];
  readonly #isLeft: Set<StreamId>;
  #leftSaved: number;

  private constructor(
    store: Store,
    found: { readonly about: About; readonly place?: Place; readonly left: readonly StreamId[] },
  ) {
    this.#store = store;
    this.about = found.about;
    this.#until = found.place?.through;
    this.#through = found.place?.through;
    this.#begun = found.place?.begun;
    this.epoch = found.place?.epoch;
    this.#left = [...found.left];
    this.#isLeft = new Set(found.left);
    this.#leftSaved = this.#left.length;
  }

  /** Goes on with what was broken off, if it was the same file. @throws StoreError where it was another one. */
  static async open(store: Store, file: { readonly id: string; readonly made: string }): Promise<ImportMarks> {
    const parts = (await store.snapshot(importStream))?.parts;
    const text = parts?.[aboutPart];
    if (parts === undefined || text === undefined) {
      return new ImportMarks(store, { about: { ...file, intoEmpty: await isEmpty(store) }, left: [] });
    }
    const about = JSON.parse(text) as About;
    if (about.id !== file.id) {
      throw new StoreError(
        `an import of another file (made ${about.made}) was broken off here: finish that one first, or begin with a new store`,
      );
    }
    const left = Object.entries(parts)
      .filter(([part]) => part.startsWith(leftPart))
      .sort(([a], [b]) => Number(a.slice(leftPart.length)) - Number(b.slice(leftPart.length)))
      .flatMap(([, names]) => JSON.parse(names) as StreamId[]);
    const place = parts[placePart];
    return new ImportMarks(store, { about, left, ...(place !== undefined && { place: JSON.parse(place) as Place }) });
  }

  /** Whether this section was dealt with by an import that was broken off later. Asked for each, in their order. */
  isPassed(section: string): boolean {
    const passed = this.#until !== undefined;
    if (section === this.#until) this.#until = undefined;
    return passed;
  }

  /** Whether it was being written when the import was broken off. */
  isBegun(section: string): boolean {
    return this.#begun === section;
  }

  /** Whether the stream is not taken from the file. */
  isLeft(stream: StreamId): boolean {
    return this.#isLeft.has(stream);
  }

  leave(stream: StreamId): void {
    if (this.#isLeft.has(stream)) return;
    this.#isLeft.add(stream);
    this.#left.push(stream);
  }

  /** From now on something of this section may be there. */
  async begin(section: string): Promise<void> {
    const place: Place = {
      begun: section,
      epoch: this.#store.epoch,
      ...(this.#through !== undefined && { through: this.#through }),
    };
    const parts: Record<string, string> = {
      [aboutPart]: JSON.stringify(this.about),
      [placePart]: JSON.stringify(place),
    };
    for (let nth = Math.floor(this.#leftSaved / namesPerPart); nth * namesPerPart < this.#left.length; nth += 1) {
      parts[leftPart + nth] = JSON.stringify(this.#left.slice(nth * namesPerPart, (nth + 1) * namesPerPart));
    }
    this.#leftSaved = this.#left.length;
    await this.#store.saveSnapshot({ stream: importStream, number: 0, parts });
    this.#begun = section;
  }

  done(section: string): void {
    this.#through = section;
  }

  /** All is there. */
  async forget(): Promise<void> {
    await this.#store.removeSnapshot(importStream);
  }
}

async function isEmpty(store: Store): Promise<boolean> {
  return (await store.transfer.streams({ limit: 1 })).length === 0;
}

/** When the export was made whose import was broken off in this store; nothing where none was. */
export async function brokenOffImport(store: Store): Promise<string | undefined> {
  const about = (await store.snapshot(importStream))?.parts[aboutPart];
  return about === undefined ? undefined : (JSON.parse(about) as About).made;
}
