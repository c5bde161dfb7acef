/** Lines over a socket: whole ones, one at a time. What nobody has read yet is bounded: more is the end of it. */
import type { Socket } from 'node:net';

export class Lines {
  readonly #socket: Socket;
  readonly #charactersMax: number;
  #text = '';
  readonly #read: string[] = [];
  /** Characters that nobody has read yet. */
  #waiting = 0;
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
    this.#waiting += text.length;
    if (this.#waiting > this.#charactersMax) this.#socket.destroy();
    this.#wake();
  }

  /** The next line; `undefined` when there comes no more. One reader at a time. */
  async next(): Promise<string | undefined> {
    while (this.#read.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const line = this.#read.shift();
    this.#waiting -= line === undefined ? 0 : line.length + 1;
    return line;
  }

  say(what: object): void {
    if (!this.#socket.destroyed) this.#socket.write(`${JSON.stringify(what)}\n`);
  }
}
