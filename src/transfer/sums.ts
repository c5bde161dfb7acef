/** The checksums of an export, for whoever writes one and for whoever reads one. */
import { createHash, type Hash } from 'node:crypto';

/** Of one section. */
export class SectionSum {
  readonly #hash: Hash = createHash('sha256');
  #lines = 0;

  add(line: string): void {
    this.#hash.update(`${line}\n`);
    this.#lines += 1;
  }

  end(): { readonly lines: number; readonly sha256: string } {
    return { lines: this.#lines, sha256: this.#hash.digest('hex') };
  }
}

/** Of the whole file: of its first line, and of those that close sections. */
export class WholeSum {
  readonly #hash: Hash = createHash('sha256');
  #sections = 0;
  rooms = 0;
  events = 0;

  head(line: string): void {
    this.#hash.update(`${line}\n`);
  }

  end(line: string): void {
    this.#hash.update(`${line}\n`);
    this.#sections += 1;
  }

  closing(): { readonly rooms: number; readonly events: number; readonly sections: number; readonly sha256: string } {
    const { rooms, events } = this;
    return { rooms, events, sections: this.#sections, sha256: this.#hash.copy().digest('hex') };
  }
}
