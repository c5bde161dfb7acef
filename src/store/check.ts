/** What is found when a store is looked at without being opened: nothing is written, and it may be in use. */

export interface StoreCheck {
  /** What it is and where, without a secret. */
  readonly store: string;
  /** Of the whole, and what of it has been used. */
  readonly bytes?: number;
  /** Tables or collections. */
  readonly parts: readonly StorePart[];
  /** What is wrong, each in one line with what to do; empty where all is well. */
  readonly problems: readonly string[];
}

export interface StorePart {
  readonly name: string;
  /** Rows or documents; of a large store in use it may be a little off. */
  readonly entries: number;
  /** On disk, without indexes; absent where the store does not say. */
  readonly bytes?: number;
  readonly indexes: number;
  readonly indexBytes?: number;
}
