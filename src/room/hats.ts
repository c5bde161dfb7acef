/**
 * The hats of a room (XEP-0317): which there are, and who wears them, in the room or away. What is shown of somebody is
 * ready, since it is asked for at every presence; most rooms have none, and most people wear none.
 */
import type { Person } from './state.ts';

export interface Hat {
  /** What it is known by; never two of the same in a room. */
  readonly uri: string;
  readonly title: string;
  /** The angle of its colour in degrees (XEP-0392), as it was written. */
  readonly hue?: string;
}

interface Wearer {
  readonly person: Person;
  /** Another array whenever one of them changes. */
  readonly hats: readonly Hat[];
}

/** Everybody gets all hats of somebody with each of its presences, so there may not be many. */
export const hatsMax = 100;
export const hatsPerPersonMax = 10;
export const wearersMax = 5_000;

export class Hats {
  // Made with the first, as most rooms never have one.
  #defined: Map<string, Hat> | undefined;
  /** By bare JID. */
  #wearers: Map<string, Wearer> | undefined;

  get(uri: string): Hat | undefined {
    return this.#defined?.get(uri);
  }

  /** In the order in which they were made. */
  get defined(): readonly Hat[] {
    return this.#defined === undefined ? [] : [...this.#defined.values()];
  }

  get wearers(): readonly Wearer[] {
    return this.#wearers === undefined ? [] : [...this.#wearers.values()];
  }

  /** How many there are, and how many people wear one. */
  get size(): { readonly defined: number; readonly wearers: number } {
    return { defined: this.#defined?.size ?? 0, wearers: this.#wearers?.size ?? 0 };
  }

  /** What somebody wears: the same array as long as it is the same; undefined for nothing. */
  wornBy(jid: string): readonly Hat[] | undefined {
    return this.#wearers?.get(jid)?.hats;
  }

  /** Makes a hat, or changes the one with this URI. */
  create(hat: Hat): void {
    this.#defined ??= new Map();
    this.#defined.set(hat.uri, hat);
    this.#each((hats) => (wears(hats, hat.uri) ? exchanged(hats, hat) : hats));
  }

  /** Nobody wears it any more. */
  destroy(uri: string): void {
    this.#defined?.delete(uri);
    this.#each((hats) => without(hats, uri));
  }

  assign(person: Person, uri: string): void {
    const hat = this.get(uri);
    if (hat !== undefined) this.#put({ person, hats: [...without(this.wornBy(person.jid) ?? [], uri), hat] });
  }

  unassign(person: Person, uri: string): void {
    this.#put({ person, hats: without(this.wornBy(person.jid) ?? [], uri) });
  }

  #each(change: (hats: readonly Hat[]) => readonly Hat[]): void {
    for (const { person, hats } of this.wearers) {
      const changed = change(hats);
      if (changed !== hats) this.#put({ person, hats: changed });
    }
  }

  #put(wearer: Wearer): void {
    this.#wearers ??= new Map();
    if (wearer.hats.length > 0) this.#wearers.set(wearer.person.jid, wearer);
    else this.#wearers.delete(wearer.person.jid);
    if (this.#wearers.size === 0) this.#wearers = undefined;
  }
}

export function wears(hats: readonly Hat[], uri: string): boolean {
  return hats.some((worn) => worn.uri === uri);
}

/** The same array where it is not worn. */
export function without(hats: readonly Hat[], uri: string): readonly Hat[] {
  return wears(hats, uri) ? hats.filter((worn) => worn.uri !== uri) : hats;
}

/** With this hat instead of the one with its URI. */
export function exchanged(hats: readonly Hat[], hat: Hat): readonly Hat[] {
  return hats.map((worn) => (worn.uri === hat.uri ? hat : worn));
}
