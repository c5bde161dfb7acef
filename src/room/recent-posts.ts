/**
 * Which messages have been posted lately, so that one that is sent again is known (DESIGN: Duplicates). A room
 * remembers up to 20,000 and a service has tens of thousands of rooms, so a message takes 20 bytes here and not the
 * 270 of an entry in a `Map` with its text: the name of a message is kept as 64 bits of a hash. That two of the messages
 * of one room meet in it happens once in 10^15 messages; nobody can bring it about but with messages of their own, since
 * the key of a person is part of the name and is never told.
 */

/** Duplicates are recognised for a day, and at least among this many messages. */
export const recentPostsMin = 1_000;
export const recentSecondsMin = 24 * 60 * 60;
/** Whatever the hours say: a room's memory of duplicates is bounded. */
export const recentPostsMax = 20_000;

export interface RecentPost {
  /** Key of the person who posted it, and the id they gave it. */
  readonly by: string;
  readonly originId: string;
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Two words of hash, the number counted from `#base`, the second since 1970, and two links of 16 bits. */
const wordsPerPost = 5;
const capacityMin = 8;
const unused = new Uint32Array(0);

interface Name {
  readonly high: number;
  readonly low: number;
}

interface Row extends Name {
  readonly number: number;
  readonly second: number;
}

/**
 * A ring of rows, oldest to newest. A row's links are the newest row of the bucket that has this row's place, and
 * the row before it in its own bucket. Rows that left are not unlinked: a link that leads to a newer row, or to one
 * that is not there, is the end of the chain.
 */
export class RecentPosts {
  #words = unused;
  #capacity = 0;
  #size = 0;
  #next = 0;
  #base = 0;

  get size(): number {
    return this.#size;
  }

  /** Number of the message, if it is remembered. */
  numberOf(by: string, originId: string): number | undefined {
    const place = this.#find(nameOf(by, originId));
    return place === undefined ? undefined : this.#word(place, 2) + this.#base;
  }

  /** The newest message; those that need not be remembered any more are forgotten. */
  add(post: RecentPost): void {
    const second = Math.floor(post.at / 1_000);
    this.#insert({ ...nameOf(post.by, post.originId), number: post.number, second });
    while (this.#size > recentPostsMin) {
      if (this.#size <= recentPostsMax && this.#word(this.#oldest, 3) >= second - recentSecondsMin) return;
      this.#size -= 1;
    }
  }

  /** All of it, oldest first, as `from` reads it: four words for a message. */
  get rows(): { readonly base: number; readonly words: readonly number[] } {
    const base = this.#size === 0 ? 0 : this.#word(this.#oldest, 2) + this.#base;
    const words: number[] = [];
    for (const { high, low, number, second } of this.#rows()) words.push(high, low, number - base, second);
    return { base, words };
  }

  static from({ base, words }: RecentPosts['rows']): RecentPosts {
    const recent = new RecentPosts();
    for (let at = 0; at + 3 < words.length; at += 4) {
      const [high = 0, low = 0, number = 0, second = 0] = words.slice(at, at + 4);
      recent.#insert({ high, low, number: number + base, second });
    }
    return recent;
  }

  get #oldest(): number {
    return (this.#next - this.#size) & (this.#capacity - 1);
  }

  #word(place: number, index: number): number {
    return this.#words[place * wordsPerPost + index] ?? 0;
  }

  #age(place: number): number {
    return (this.#next - 1 - place) & (this.#capacity - 1);
  }

  #find({ high, low }: Name): number | undefined {
    if (this.#size === 0) return undefined;
    let link = this.#word(low & (this.#capacity - 1), 4) >>> 16;
    for (let age = -1; link > 0; link = this.#word(link - 1, 4) & 0xffff) {
      const place = link - 1;
      if (this.#age(place) <= age || this.#age(place) >= this.#size) return undefined;
      if (this.#word(place, 0) === high && this.#word(place, 1) === low) return place;
      age = this.#age(place);
    }
    return undefined;
  }

  #insert(row: Row): void {
    const known = this.#find(row);
    if (known !== undefined) {
      this.#words[known * wordsPerPost + 2] = row.number - this.#base;
      this.#words[known * wordsPerPost + 3] = row.second;
      return;
    }
    if (this.#size === this.#capacity) this.#grow();
    if (this.#size === 0) this.#base = row.number;
    this.#append(row);
  }

  #append({ high, low, number, second }: Row): void {
    const place = this.#next;
    const at = place * wordsPerPost;
    const bucket = (low & (this.#capacity - 1)) * wordsPerPost + 4;
    this.#words[at] = high;
    this.#words[at + 1] = low;
    this.#words[at + 2] = number - this.#base;
    this.#words[at + 3] = second;
    const before = (this.#words[bucket] ?? 0) >>> 16;
    this.#words[at + 4] = ((this.#words[at + 4] ?? 0) & 0xffff0000) | before;
    this.#words[bucket] = ((place + 1) << 16) | ((this.#words[bucket] ?? 0) & 0xffff);
    this.#next = (place + 1) & (this.#capacity - 1);
    this.#size += 1;
  }

  #grow(): void {
    const rows = [...this.#rows()];
    this.#capacity = Math.max(capacityMin, this.#capacity * 2);
    this.#words = new Uint32Array(this.#capacity * wordsPerPost);
    this.#size = 0;
    this.#next = 0;
    for (const row of rows) this.#append(row);
  }

  *#rows(): Generator<Row> {
    for (let left = this.#size; left > 0; left--) {
      const place = (this.#next - left) & (this.#capacity - 1);
      const number = this.#word(place, 2) + this.#base;
      yield { high: this.#word(place, 0), low: this.#word(place, 1), number, second: this.#word(place, 3) };
    }
  }
}

/** Two hashes of 32 bits that go different ways through the text; nothing secret depends on them. */
function nameOf(by: string, originId: string): Name {
  const text = `${by}\n${originId}`;
  let high = 0x9e3779b9;
  let low = 0x7f4a7c15;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    high = Math.imul(high ^ character, 0x5bd1e995);
    high ^= high >>> 15;
    low = Math.imul(low + character, 0x2c1b3c6d);
    low ^= low >>> 13;
  }
  high = Math.imul(high ^ (low >>> 16), 0x297a2d39);
  low = Math.imul(low ^ (high >>> 15), 0x1b56c4f5);
  return { high: (high ^ (high >>> 14)) >>> 0, low: (low ^ (low >>> 12)) >>> 0 };
}
