/** One direction of a connection through a proxy: what is sent waits for the weather, in order. */
import type { Socket } from 'node:net';

export interface Weather {
  latencyMilliseconds: number;
  bytesPerSecond: number;
  /** Nothing moves. */
  swallows: boolean;
}

/** Beyond this the sender is not read from, as where a real net takes no more. */
const waitingBytesMax = 1_048_576;

export class Pump {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #weather: Weather;
  #waiting: { readonly bytes: Buffer; readonly since: number }[] = [];
  #waitingBytes = 0;
  /** When the line is free again after what was sent last. */
  #freeAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #ending = false;
  #ended = false;
  readonly #hasEnded: () => void;

  /** `hasEnded` hears when nothing more will go this way. */
  constructor(from: Socket, to: Socket, weather: Weather, hasEnded: () => void) {
    this.#from = from;
    this.#to = to;
    this.#weather = weather;
    this.#hasEnded = hasEnded;
  }

  send(bytes: Buffer): void {
    this.#waiting.push({ bytes, since: performance.now() });
    this.#waitingBytes += bytes.length;
    this.look();
    if (this.#waitingBytes > waitingBytesMax) this.#from.pause();
  }

  /** No more comes from there; what waits is still sent. */
  end(): void {
    this.#ending = true;
    this.look();
  }

  /** Nothing more goes this way, not even what waits. */
  stop(): void {
    this.#waiting = [];
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  /** Sends what may be sent by now. */
  look(): void {
    clearTimeout(this.#timer);
    if (this.#weather.swallows || this.#ended) return;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const wait = Math.max(next.since + this.#weather.latencyMilliseconds, this.#freeAt) - performance.now();
      if (wait > 0) {
        this.#timer = setTimeout(() => this.look(), wait);
        return;
      }
      this.#waiting.shift();
      this.#waitingBytes -= next.bytes.length;
      this.#freeAt = performance.now() + (next.bytes.length / this.#weather.bytesPerSecond) * 1000;
      if (!this.#to.destroyed) this.#to.write(next.bytes);
    }
    if (this.#waitingBytes <= waitingBytesMax) this.#from.resume();
    if (this.#ending) {
      if (!this.#to.destroyed) this.#to.end();
      this.#ended = true;
      this.#hasEnded();
    }
  }
}
