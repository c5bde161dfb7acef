/** What was met on the way and has no place here: grouped by what it is and counted, with the first places of each. */

export interface Finding {
  readonly what: string;
  readonly count: number;
  /** Where, of the first few: a file and a line, say. */
  readonly places: readonly string[];
}

const kindsMax = 200;
const placesMax = 5;
const others = 'other things of more kinds than are listed here';

export class Findings {
  readonly #found = new Map<string, { count: number; readonly places: string[] }>();

  note(what: string, place?: string): void {
    this.#add(what, 1, place === undefined ? [] : [place]);
  }

  /** Something that was counted already; nothing where there was none of it. */
  noteCounted(what: string, count: number): void {
    if (count > 0) this.#add(what, count, []);
  }

  add(findings: Findings): void {
    for (const { what, count, places } of findings.all) this.#add(what, count, places);
  }

  get all(): readonly Finding[] {
    return [...this.#found].map(([what, { count, places }]) => ({ what, count, places }));
  }

  #add(what: string, count: number, places: readonly string[]): void {
    const kind = this.#found.has(what) || this.#found.size < kindsMax ? what : others;
    const known = this.#found.get(kind) ?? { count: 0, places: [] };
    known.count += count;
    known.places.push(...places.slice(0, placesMax - known.places.length));
    this.#found.set(kind, known);
  }
}
