/** Plays acts from the beginning: what went wrong first, and all that happened if somebody wants to know. */
import type { Act } from './acts.ts';
import { perform, recovers } from './perform.ts';
import { Town } from './town.ts';

export async function play(acts: readonly Act[], trace?: (line: string) => void): Promise<readonly string[]> {
  const town = new Town(trace);
  await town.begin();
  for (const act of acts) {
    await perform(town, act);
    if (town.breaches.length > 0) return town.breaches;
  }
  await recovers(town);
  return town.breaches;
}
