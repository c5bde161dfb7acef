/** What is wrong with a text that another server wrote, and where. */

export interface Malformed {
  readonly kind: 'malformed';
  /** One line, without the place. */
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

export function isMalformed(value: unknown): value is Malformed {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'malformed';
}

/** Thrown by the readers of data within a document; whoever reads the document makes a `Malformed` of it. */
export class Unreadable extends Error {
  readonly at: number;

  constructor(text: string, at: number) {
    super(text);
    this.at = at;
  }
}

/** What `read` gives; where it finds the text unreadable, that and the line. */
export function orMalformed<T>(written: string, read: () => T): T | Malformed {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { kind: 'malformed', text: error.message, line: lineAt(written, error.at) };
  }
}

function lineAt(written: string, place: number): number {
  let line = 1;
  for (let at = written.indexOf('\n'); at !== -1 && at < place; at = written.indexOf('\n', at + 1)) line += 1;
  return line;
}
