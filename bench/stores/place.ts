/** Where a store is that is measured: a file, or a database of a server. */
import type { Store } from '../../src/store/port.ts';

/** The disk's or the server's own way: one row or document after the other, as large and as durable as a message in the store. */
export interface Sequential {
  insert(): Promise<void>;
  close(): Promise<void>;
}

export interface StorePlace {
  /** As `store.url` has it. */
  readonly url: string;
  /** One process at a time has it open. */
  open(): Promise<Store>;
  /** While the store is open, and has had a message. */
  sequential(): Promise<Sequential>;
  /** All that was written is gone. */
  drop(): Promise<void>;
}

/** Makes places that have nothing to do with each other. */
export interface Places {
  /** What it is, with its version. */
  readonly name: string;
  fresh(): Promise<StorePlace>;
  stop(): Promise<void>;
}
