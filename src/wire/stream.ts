/**
 * The component stream (XEP-0114 1.6): one connection to the server, kept up for as long as it takes.
 * It hands over stanzas as elements and takes ready-made text; it knows no room.
 *
 * This file says what the rest of the house may expect; `component-stream.ts` does it.
 */
import type { SplicedBytes } from './copies.ts';
import type { Refusal } from './error.ts';
import type { Spliced } from './splice.ts';
import type { Element } from './xml.ts';

export interface StreamHandlers {
  /** A stanza from the server, with its `parent` set to the stream's root. */
  stanza(element: Element): void;
  /**
   * A stanza that was too large, too deep, too rich or not well-formed. The element has its name and `from`, `to`,
   * `id`, `type`, nothing else (and less, if it was cut before those came); the refusal is what to answer, if its
   * type may be answered at all.
   */
  rejected(element: Element, refusal: Refusal): void;
  /** The handshake was accepted: at start and after every reconnect. */
  up(): void;
  /**
   * The stream was cut; stanzas in flight may be lost both ways, and nothing is buffered any more.
   * A reconnect is under way.
   */
  down(reason: string): void;
  /** Going on makes no sense (wrong secret, ...). One clear line and the program's exit code. */
  fatal(failure: StreamFailure): void;
  /** What was sent has left for the kernel, and the buffer is below its low mark (`BUFFER_LOW_BYTES`) again. */
  drained(): void;
}

export interface StreamFailure {
  readonly line: string;
  /**
   * As in sysexits.h: 68 (EX_NOHOST) the server does not know the domain; 75 (EX_TEMPFAIL) another component
   * holds the domain; 77 (EX_NOPERM) the secret was refused.
   */
  readonly exitCode: 68 | 75 | 77;
}

/** Ways to add to what this turn writes; all of it is dropped while the stream is down. */
export interface Sending {
  /** Text of whole stanzas. */
  send(text: string): void;
  /** One stanza, a copy for each of these addresses. */
  sendCopies(stanza: Spliced, to: readonly string[]): void;
  /** Many stanzas for one address. */
  sendEach(stanzas: readonly SplicedBytes[], to: string): void;
}

export interface ComponentStream extends Sending {
  readonly up: boolean;
  /** Why it was not up when it was last tried; undefined while it is up, or was not tried yet. */
  readonly trouble?: string | undefined;
  /** Bytes that were sent and that the kernel has not taken yet. */
  readonly bufferedBytes: number;
  /**
   * Stops and goes on reading from the socket; nestable by reason, reading goes on when no reason is left.
   * What was read already is still handed over: at most one chunk of the socket, 64 KiB.
   */
  pause(reason: string): void;
  resume(reason: string): void;
  /** Cuts this connection and opens the next one. */
  reconnect(reason: string): void;
  /** Settles when all that was sent so far has been taken by the kernel, or the stream is down. */
  flush(): Promise<void>;
  /**
   * Flushes, closes the stream as RFC 6120 §4.4 asks, within a bound, and does not come back. Says whether the server
   * closed it as well, and so has read all that was sent.
   */
  close(): Promise<boolean>;
}

/** `drained` is called below this; a sender that stops at a higher mark never waits for nothing. */
export const BUFFER_LOW_BYTES = 262_144;

export interface StreamLog {
  info(fields: Readonly<Record<string, unknown>>, msg: string): void;
  warn(fields: Readonly<Record<string, unknown>>, msg: string): void;
}

/** Bounds of the stream's life; the defaults are for real networks, tests shorten them. */
export interface StreamTiming {
  /** The first delay before a reconnect is between 0 and this; it doubles with every failure. */
  readonly backoffBaseMs: number;
  readonly backoffMsMax: number;
  /** A stream that was up for less did not mend anything: the delays go on growing. */
  readonly stableMs: number;
  /** From the connection to the accepted handshake. */
  readonly openingMsMax: number;
  /** For how long "already connected" is taken for the ghost of a predecessor that was killed. */
  readonly conflictMsMax: number;
  /** With data waiting and none taken for so long, the server counts as dead. */
  readonly stallMsMax: number;
  readonly closingMsMax: number;
}

export interface StreamOptions {
  /** `xmpp://host:port`; without a port 5347. */
  readonly service: string;
  /** The component's own domain. */
  readonly domain: string;
  readonly secret: string;
  /** A larger stanza is not handed over but rejected. */
  readonly stanzaSizeBytesMax: number;
  readonly log?: StreamLog;
  /** From 0 to below 1, for the jitter of the back-off. */
  readonly random?: () => number;
  readonly timing?: Partial<StreamTiming>;
  /** A server that lets more than this pile up is cut off. */
  readonly bufferBytesMax?: number;
}
