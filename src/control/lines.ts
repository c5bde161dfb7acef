/** Lines over a socket: whole ones, one at a time, of bounded length. */
import type { Socket } from 'node:net';

export class Lines {
  readonly #socket: Socket;
  readonly #charactersMax: number;
  #text = '';
  readonly #read: string[] = [];
  #ended = false;
  #wake: () => void = () => {};

  constructor(socket: Socket, options: { readonly charactersMax: number }) {
    this.#socket = socket;
    this.#charactersMax = options.charactersMax;
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => this.#take(text));
    // What went wrong is the end of it for the reader; 'close' follows.
    socket.on('error', () => {});
    for (const event of ['end', 'close']) {
      socket.on(event, () => {
        this.#ended = true;
        this.#wake();
      });
    }
  }

  #take(text: string): void {
    const lines = (this.#text + text).split('\n');
    this.#text = lines.pop() ?? '';
    this.#read.push(...lines);
    if (this.#text.length > this.#charactersMax || this.#read.length > linesWaitingMax) this.#socket.destroy();
    this.#wake();
  }

  /** The next line; `undefined` when there comes no more. One reader at a time. */
  async next(): Promise<string | undefined> {
    while (this.#read.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#read.shift();
  }

  say(what: object): void {
    if (!this.#socket.destroyed) this.#socket.write(`${JSON.stringify(what)}\n`);
  }
}

const linesWaitingMax = 10_000;
