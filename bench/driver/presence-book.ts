/**
 * Who in a room has been told of whom. Each occupant must be told of each other, and of itself, exactly once as
 * available and, when that one leaves, exactly once as unavailable.
 */
export class PresenceBook {
  readonly #size: number;
  /** One byte for each pair: whether the viewer sees the subject in the room. */
  readonly #seen: Uint8Array;
  /** Pairs in which the viewer sees the subject. */
  pairs = 0;
  /** All presences that were taken. */
  taken = 0;

  constructor(size: number) {
    this.#size = size;
    this.#seen = new Uint8Array(size * size);
  }

  /** Takes one presence; gives what is wrong with it. */
  take(viewer: number, subject: number, available: boolean): string | undefined {
    const pair = viewer * this.#size + subject;
    const seen = this.#seen[pair] === 1;
    if (seen === available) {
      return available
        ? 'it was told of this occupant before'
        : 'it was told that somebody has left of whom it does not know';
    }
    this.taken += 1;
    this.#set(pair, available);
    // Who has left is told everything anew on coming back.
    if (viewer === subject && !available) this.#forget(viewer);
    return undefined;
  }

  /** Enters what was told before the book was opened, the owner's own presence, say. */
  note(viewer: number, subject: number): void {
    this.#set(viewer * this.#size + subject, true);
  }

  /** Who has not been told of whom among those who should know each other; `undefined` when all have. */
  lack(): string | undefined {
    const pair = this.#seen.indexOf(0);
    if (pair === -1) return undefined;
    return `occupant ${Math.floor(pair / this.#size)} has not been told of occupant ${pair % this.#size}`;
  }

  #set(pair: number, available: boolean): void {
    if ((this.#seen[pair] === 1) === available) return;
    this.#seen[pair] = available ? 1 : 0;
    this.pairs += available ? 1 : -1;
  }

  #forget(viewer: number): void {
    for (let subject = 0; subject < this.#size; subject += 1) this.#set(viewer * this.#size + subject, false);
  }
}
