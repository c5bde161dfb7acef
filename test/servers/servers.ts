/**
 * The servers that every scenario runs on. A server that is not installed makes its scenarios fail; only
 * `LONGROOM_TEST_WITHOUT=ejabberd` (or `prosody`, or both with a comma) turns that into a skip that shows.
 */
import { ejabberd } from './ejabberd.ts';
import { prosody } from './prosody.ts';
import type { ServerRecipe } from './server.ts';

const without = (process.env['LONGROOM_TEST_WITHOUT'] ?? '').split(',').map((name) => name.trim());

export interface ServerChoice {
  readonly recipe: ServerRecipe;
  /** Why its scenarios are left out, if they are. */
  readonly skipped: string | undefined;
}

export const servers: readonly ServerChoice[] = [prosody, ejabberd].map((recipe) => ({
  recipe,
  skipped: without.includes(recipe.name) ? `LONGROOM_TEST_WITHOUT names ${recipe.name}` : undefined,
}));
