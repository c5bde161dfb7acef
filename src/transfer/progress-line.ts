/** How far something is, on a terminal as a line that is written over, elsewhere as a line now and then. */

export interface ProgressTerminal {
  err(text: string): void;
  /** Whether lines can be written over. */
  readonly isTerminal: boolean;
  /** Milliseconds. */
  now(): number;
}

export interface Reached {
  readonly rooms: number;
  /** 0 where it is not known. */
  readonly roomsInAll: number;
  readonly events: number;
}

const terminalEveryMs = 200;
const otherwiseEveryMs = 10_000;
const barCells = 24;

export class ProgressLine {
  readonly #terminal: ProgressTerminal | undefined;
  readonly #what: string;
  readonly #began: number;
  #shownAt: number;
  #width = 0;

  /** Says nothing where there is no terminal. */
  constructor(what: string, terminal: ProgressTerminal | undefined) {
    this.#what = what;
    this.#terminal = terminal;
    this.#began = terminal?.now() ?? 0;
    this.#shownAt = this.#began;
  }

  /** Called as often as one likes. */
  show(reached: Reached): void {
    const terminal = this.#terminal;
    if (terminal === undefined) return;
    const now = terminal.now();
    if (now - this.#shownAt < (terminal.isTerminal ? terminalEveryMs : otherwiseEveryMs)) return;
    this.#shownAt = now;
    const text = progressText(this.#what, reached, now - this.#began);
    if (!terminal.isTerminal) return terminal.err(`${text}\n`);
    terminal.err(`\r${text.padEnd(this.#width)}`);
    this.#width = text.length;
  }

  /** What is said next begins a line of its own. */
  end(): void {
    if (this.#width > 0) this.#terminal?.err(`\r${' '.repeat(this.#width)}\r`);
    this.#width = 0;
  }
}

export function progressText(what: string, { rooms, roomsInAll, events }: Reached, milliseconds: number): string {
  const rate = milliseconds > 0 ? Math.round((events / milliseconds) * 1000) : 0;
  const counted = `${grouped(rooms)}${roomsInAll > 0 ? ` of ${grouped(roomsInAll)}` : ''} rooms`;
  const bar = roomsInAll > 0 ? `${barOf(Math.min(rooms / roomsInAll, 1))} ` : '';
  return `${what} ${bar}${counted}, ${grouped(events)} events, ${grouped(rate)} a second`;
}

function barOf(part: number): string {
  const full = Math.floor(part * barCells);
  return `[${'#'.repeat(full)}${'.'.repeat(barCells - full)}]`;
}

export function grouped(number: number): string {
  return number.toLocaleString('en');
}
