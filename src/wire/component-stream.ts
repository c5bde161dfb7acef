/**
 * The life of the stream over its connections: opening, back-off, giving up where it makes no sense to go on,
 * closing. Everything here is driven by events of the link; outside of `wire/` nobody sees an emitter.
 */
import { backoffMs } from './backoff.ts';
import type { SplicedBytes } from './copies.ts';
import { Link } from './link.ts';
import { judge, type LinkEnd } from './link-end.ts';
import { Outbox } from './outbox.ts';
import { STRUCTURE_LIMITS } from './parser.ts';
import type { Spliced } from './splice.ts';
import {
  BUFFER_LOW_BYTES,
  type ComponentStream,
  type StreamFailure,
  type StreamHandlers,
  type StreamOptions,
  type StreamTiming,
} from './stream.ts';

const TIMING: StreamTiming = {
  backoffBaseMs: 500,
  backoffMsMax: 30_000,
  stableMs: 10_000,
  openingMsMax: 20_000,
  conflictMsMax: 30_000,
  stallMsMax: 60_000,
  closingMsMax: 5_000,
};

/** While a predecessor's ghost may hold the domain, tries stay close together. */
const CONFLICT_BACKOFF_MS_MAX = 2_000;
const BUFFER_BYTES_MAX = 268_435_456;

/** Opens the stream and keeps it open until `close` or a failure that no retry can mend. */
export function openStream(options: StreamOptions, handlers: StreamHandlers): ComponentStream {
  const stream = new ReconnectingStream(options, handlers);
  stream.connect();
  return stream;
}

class ReconnectingStream implements ComponentStream {
  readonly #options: StreamOptions;
  readonly #handlers: StreamHandlers;
  readonly #timing: StreamTiming;
  readonly #outbox: Outbox;
  readonly #pauses = new Set<string>();
  #state: 'connecting' | 'up' | 'waiting' | 'closing' | 'stopped' = 'connecting';
  #link: Link | undefined;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  #upSinceMs = 0;
  #occupiedSinceMs: number | undefined;
  #loggedReason: string | undefined;
  #closed: Promise<boolean> | undefined;

  constructor(options: StreamOptions, handlers: StreamHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#timing = { ...TIMING, ...options.timing };
    this.#outbox = new Outbox(
      { lowBytes: BUFFER_LOW_BYTES, bytesMax: options.bufferBytesMax ?? BUFFER_BYTES_MAX },
      {
        drained: () => handlers.drained(),
        overflowed: () => this.#overflowed(),
      },
    );
  }

  get up(): boolean {
    return this.#state === 'up';
  }

  get trouble(): string | undefined {
    return this.#loggedReason;
  }

  get bufferedBytes(): number {
    return this.#outbox.bufferedBytes;
  }

  connect(): void {
    this.#state = 'connecting';
    const { service, domain, secret, stanzaSizeBytesMax } = this.#options;
    const { openingMsMax, stallMsMax, closingMsMax } = this.#timing;
    const limits = { ...STRUCTURE_LIMITS, stanzaSizeBytesMax };
    const link = new Link(
      { service, domain, secret, limits, openingMsMax, stallMsMax, closingMsMax },
      {
        up: () => this.#opened(link),
        stanza: (element) => this.#handlers.stanza(element),
        rejected: (element, refusal) => this.#handlers.rejected(element, refusal),
        end: (end) => this.#ended(end),
      },
    );
    this.#link = link;
    link.open();
  }

  send(text: string): void {
    if (this.#state === 'up') this.#outbox.send(text);
  }

  sendCopies(stanza: Spliced, to: readonly string[]): void {
    if (this.#state === 'up') this.#outbox.sendCopies(stanza, to);
  }

  sendEach(stanzas: readonly SplicedBytes[], to: string): void {
    if (this.#state === 'up') this.#outbox.sendEach(stanzas, to);
  }

  pause(reason: string): void {
    this.#pauses.add(reason);
    if (this.#state === 'up') this.#link?.setReading(false);
  }

  resume(reason: string): void {
    this.#pauses.delete(reason);
    if (this.#pauses.size === 0 && this.#state === 'up') this.#link?.setReading(true);
  }

  reconnect(reason: string): void {
    const link = this.#link;
    // The caller does not expect to hear `down` meanwhile.
    if (this.#state === 'up') queueMicrotask(() => link?.cut(reason));
  }

  flush(): Promise<void> {
    return this.#outbox.flush();
  }

  close(): Promise<boolean> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<boolean> {
    clearTimeout(this.#retry);
    this.#outbox.writeTurn();
    if (this.#state !== 'stopped') this.#state = 'closing';
    // The footer stands behind the last write; how long both may take is bounded by the link.
    const inOrder = (await this.#link?.close()) ?? false;
    this.#outbox.detach();
    this.#state = 'stopped';
    return inOrder;
  }

  #overflowed(): void {
    const link = this.#link;
    // Not within `send`: its caller does not expect to hear `down` there.
    queueMicrotask(() => link?.cut('the server takes data too slowly, too much is waiting'));
  }

  #opened(link: Link): void {
    this.#state = 'up';
    this.#upSinceMs = performance.now();
    this.#occupiedSinceMs = undefined;
    this.#loggedReason = undefined;
    this.#outbox.attach((bytes, taken) => link.write(bytes, taken));
    if (this.#pauses.size > 0) link.setReading(false);
    const { service, domain } = this.#options;
    this.#options.log?.info({ service, domain }, 'the component stream is up');
    this.#handlers.up();
  }

  #ended(end: LinkEnd): void {
    this.#link = undefined;
    if (this.#state === 'closing' || this.#state === 'stopped') return;
    const wasUp = this.#state === 'up';
    this.#state = 'waiting';
    this.#outbox.detach();
    if (wasUp && performance.now() - this.#upSinceMs >= this.#timing.stableMs) this.#failures = 0;
    const verdict = judge(end, { domain: this.#options.domain, wasUp });
    if (verdict.kind === 'fatal') {
      this.#stop(verdict.failure);
      return;
    }
    if (verdict.kind === 'retry') this.#occupiedSinceMs = undefined;
    else if (this.#hasWaitedForGhost()) {
      this.#stop(verdict.failure);
      return;
    }
    const reason = verdict.kind === 'retry' ? verdict.reason : 'another connection still holds the domain';
    this.#reconnect(reason, verdict.kind === 'occupied' ? CONFLICT_BACKOFF_MS_MAX : this.#timing.backoffMsMax);
    if (wasUp) this.#handlers.down(reason);
  }

  #hasWaitedForGhost(): boolean {
    const nowMs = performance.now();
    this.#occupiedSinceMs ??= nowMs;
    return nowMs - this.#occupiedSinceMs > this.#timing.conflictMsMax;
  }

  #reconnect(reason: string, backoffMsMax: number): void {
    this.#failures += 1;
    const { backoffBaseMs } = this.#timing;
    const ceilingMs = Math.min(backoffMsMax, this.#timing.backoffMsMax);
    const random = this.#options.random ?? Math.random;
    const delayMs = backoffMs({ backoffBaseMs, backoffMsMax: ceilingMs }, this.#failures, random());
    this.#retry = setTimeout(() => this.connect(), delayMs);
    if (reason === this.#loggedReason) return;
    this.#loggedReason = reason;
    const { service, domain } = this.#options;
    this.#options.log?.warn({ service, domain, reason }, 'no component stream: trying again until it is there');
  }

  #stop(failure: StreamFailure): void {
    this.#state = 'stopped';
    this.#handlers.fatal(failure);
  }
}
