/**
 * Events that were read, as one text and one list of numbers: rows of eight values each cost more to hand over to
 * another thread than to read.
 */

import type { EventRow } from './protocol.ts';

export interface PackedRows {
  /** Kinds, people, archive ids and payloads, one behind the other. */
  readonly text: string;
  readonly numbers: Float64Array<ArrayBuffer>;
}

const numbersPerRow = 8;
/** In the place of a number that is never negative. */
const none = -1;

export function packRows(rows: readonly EventRow[]): PackedRows {
  const numbers = new Float64Array(rows.length * numbersPerRow);
  const texts: string[] = [];
  const length = (text: string | null): number => {
    if (text === null) return none;
    texts.push(text);
    return text.length;
  };
  let at = 0;
  for (const [number, kind, traits, time, person, archiveId, ordinal, payload] of rows) {
    numbers[at++] = number;
    numbers[at++] = traits;
    numbers[at++] = time;
    numbers[at++] = ordinal ?? none;
    numbers[at++] = length(kind);
    numbers[at++] = length(person);
    numbers[at++] = length(archiveId);
    numbers[at++] = length(payload);
  }
  return { text: texts.join(''), numbers };
}

/** The rows as they were read. */
export function unpackRows({ text, numbers }: PackedRows): EventRow[] {
  const rows: EventRow[] = [];
  let at = 0;
  let read = 0;
  const number = (): number => numbers[at++] ?? 0;
  const next = (): string | null => {
    const length = number();
    if (length === none) return null;
    read += length;
    return text.slice(read - length, read);
  };
  while (at < numbers.length) {
    const [id, traits, time, ordinal] = [number(), number(), number(), number()];
    const kind = next() ?? '';
    rows.push([id, kind, traits, time, next(), next(), ordinal === none ? null : ordinal, next() ?? '']);
  }
  return rows;
}
