/** A service with categories, and who changes them, for tests. */
import type { CategoryWish } from '../../../src/category/change.ts';
import type { CategoryFacts } from '../../../src/commands/house.ts';
import type { Person } from '../../../src/room/state.ts';
import { isRefusal, type Refusal } from '../../../src/wire/error.ts';
import type { Element } from '../../../src/wire/xml.ts';
import { type MemoryStore, memoryStore } from '../../memory-store.ts';
import { World, type WorldOptions } from '../../world.ts';

export const admin = 'root@localhost';

export async function housing(
  store: MemoryStore = memoryStore(),
  options: Omit<Partial<WorldOptions>, 'store'> = {},
): Promise<{ readonly on: World; readonly store: MemoryStore; readonly actor: Person }> {
  const on = (await new World({ store, admins: [admin], rates: undefined, ...options }).start()).connect();
  await on.settle();
  const key = (await store.people.keys([admin])).get(admin) ?? '';
  return { on, store, actor: { key, jid: admin } };
}

export const somebody = (jid: string): Person => ({ key: '', jid });

/** What was asked for is there; a refusal fails the test. */
export function granted<T>(answer: T | Refusal): T {
  if (isRefusal(answer)) throw new Error(answer.text);
  return answer;
}

export function conditionOf(answer: unknown): string | undefined {
  return isRefusal(answer) ? answer.condition : undefined;
}

export async function makeCategory(
  { on, actor }: { readonly on: World; readonly actor: Person },
  wish: CategoryWish & { readonly name: string },
): Promise<CategoryFacts> {
  return granted(await on.house.categories.create({ actor, wish }));
}

/** Presences that say somebody is gone, by who. */
export function farewells(heard: readonly Element[]): string[] {
  return heard
    .filter(({ name, attrs }) => name === 'presence' && attrs['type'] === 'unavailable')
    .map(({ attrs }) => attrs['from'] ?? '');
}
