/** What a benchmark can be pointed at. */
import type { Session } from '../driver/session.ts';
import type { Part } from '../process/measure.ts';

/** A service that runs, with a session on it. */
export interface Running {
  readonly session: Session;
  /** The processes under test. */
  readonly parts: readonly Part[];
  /**
   * Where the driver is in the place of the server: cuts the stream without a word, and settles when the component is
   * back.
   */
  cut?(): Promise<void>;
  stop(): Promise<void>;
}

export interface Target {
  /** As people name it on the command line. */
  readonly name: string;
  /** As the table names it. */
  readonly title: string;
  /**
   * How much of a load it needs to take long enough to be measured: times are read in steps of 10 ms, and what is fast
   * gets more of the same.
   */
  readonly scale: number;
  /** Whether it is Longroom that is measured, alone or with a server before it. */
  readonly kind: 'longroom alone' | 'longroom behind a server' | 'own rooms';
  /** The server that takes part. */
  readonly server?: 'prosody' | 'ejabberd';
  /** Why it cannot be measured on this machine; `undefined` when it can. */
  missing(): string | undefined;
  /** Starts it in an empty folder. */
  start(): Promise<Running>;
}

export const SECRET = 'loopback-only';
/** The domain of the synthetic users. */
export const USERS = 'load.localhost';
export const SILENCE_SECONDS = 30;
