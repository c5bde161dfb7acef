/** What the service waits for from somebody it talks with: the word that lets a command run, or that they want more. */
import { createHash } from 'node:crypto';
import type { ReadyCommand } from '../commands/typed-commands.ts';

export type Waiting =
  /** The command runs when this word comes. */
  | { readonly kind: 'word'; readonly word: string; readonly ready: ReadyCommand; readonly until: number }
  /** The result goes on behind this place. */
  | { readonly kind: 'more'; readonly after: string; readonly ready: ReadyCommand; readonly until: number };

const waitingMax = 5_000;

export class WaitingTalks {
  /** By who talks with whom; those that have waited longest come first. */
  readonly #talks = new Map<string, Waiting>();

  put(talk: string, waiting: Waiting): void {
    this.#talks.delete(talk);
    this.#talks.set(talk, waiting);
    if (this.#talks.size <= waitingMax) return;
    for (const oldest of this.#talks.keys()) {
      this.#talks.delete(oldest);
      return;
    }
  }

  /** It waits no longer: each word counts once, and whatever else is said ends the waiting. */
  take(talk: string): Waiting | undefined {
    const waiting = this.#talks.get(talk);
    this.#talks.delete(talk);
    return waiting;
  }
}

const consonants = 'bdfgklmnprstvz';
const vowels = 'aeiou';
const syllables = 3;

/** A word that is easily typed and not easily guessed, out of random text. */
export function wordFrom(random: string): string {
  const bytes = createHash('sha256').update(random).digest();
  let word = '';
  for (let at = 0; at < syllables; at++) {
    word += consonants.charAt((bytes[2 * at] ?? 0) % consonants.length);
    word += vowels.charAt((bytes[2 * at + 1] ?? 0) % vowels.length);
  }
  return word;
}
