/** Who is in the demo, and where: the domains of the throw-away server. */

export const USERS_DOMAIN = 'localhost';
export const ROOMS_DOMAIN = 'rooms.localhost';

/** Those a visitor can be. */
export const PLAYABLE = ['alice', 'bob', 'carol'] as const;

/** Everybody who has an account; the others are known from the conversations. */
export const ACCOUNTS = [...PLAYABLE, 'dmitri', 'esther', 'finn'] as const;

export type Playable = (typeof PLAYABLE)[number];

export function isPlayable(name: string): name is Playable {
  return (PLAYABLE as readonly string[]).includes(name);
}
