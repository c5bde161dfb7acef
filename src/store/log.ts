/** Where a store says in one line what happens to it. */
export interface StoreLog {
  /** Of what is no trouble: that a layout is brought up to date. */
  info?(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}
