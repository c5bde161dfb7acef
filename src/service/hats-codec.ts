/** The hats of a room in its snapshot: people stand by their key, and what they wear by its place among all hats. */
import { type Hat, Hats } from '../room/hats.ts';
import type { Person } from '../room/state.ts';
import type { PersonKey } from '../store/event.ts';

export interface HatsPart {
  readonly defined: readonly Hat[];
  /** URIs are long, and thousands may wear the same. */
  readonly worn: readonly (readonly [PersonKey, readonly number[]])[];
}

/** Of rooms whose snapshot is older than hats. */
export const noHats: HatsPart = { defined: [], worn: [] };

export function encodeHats({ defined, wearers }: Hats): HatsPart {
  const places = new Map(defined.map(({ uri }, place) => [uri, place]));
  return {
    defined,
    worn: wearers.map(({ person, hats }) => [person.key, hats.flatMap(({ uri }) => places.get(uri) ?? [])]),
  };
}

export function decodeHats({ defined, worn }: HatsPart, resolve: (key: PersonKey) => Person): Hats {
  const hats = new Hats();
  for (const hat of defined) hats.create(hat);
  for (const [key, places] of worn) {
    const person = resolve(key);
    for (const place of places) hats.assign(person, defined[place]?.uri ?? '');
  }
  return hats;
}
