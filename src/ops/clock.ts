/** Time as a port: the shell gets it handed in, so that tests can let it jump. The core gets `now` as data. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls once, later. The returned function takes it back. */
  after(milliseconds: number, call: () => void): () => void;
  /** Calls again and again. The returned function ends it. */
  every(milliseconds: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  now: Date.now,
  after(milliseconds, call) {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
  every(milliseconds, call) {
    const timer = setInterval(call, milliseconds);
    return () => clearInterval(timer);
  },
};
