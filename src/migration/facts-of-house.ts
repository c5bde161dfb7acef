/** What an import has to know of the house: its categories, as the store has them while no service runs. */
import { nameKey } from '../category/name.ts';
import type { Log } from '../ops/log.ts';
import { HoldBook } from '../room/holds.ts';
import { defaultCategory } from '../room/state.ts';
import { categoryCodec, categoryStream } from '../service/category-codec.ts';
import { serviceCodec, serviceStream } from '../service/service-codec.ts';
import { StreamRecord } from '../service/stream-record.ts';
import type { Store } from '../store/port.ts';

export interface House {
  /** By name, in whatever case; undefined where there is none. */
  categoryCalled(name: string): string | undefined;
  /** Whether a category is called so: no room is then, nor has an address that begins so. */
  isCategoryName(name: string): boolean;
  readonly categories: readonly string[];
  /** As rooms ask for them. */
  readonly holds: HoldBook;
}

/** `first`: what the configuration calls the category that is there before anybody has made one. */
export async function readHouse(store: Store, log: Log, first: string): Promise<House> {
  const env = { store, log, nextCommitId: () => 0 };
  const service = await StreamRecord.load(env, { stream: serviceStream, codec: serviceCodec });
  const names = new Map([[nameKey(first), { key: defaultCategory, name: first }]]);
  for (const key of service.state.categories) {
    const { state } = await StreamRecord.load(env, { stream: categoryStream(key), codec: categoryCodec(key) });
    if (key === defaultCategory) names.delete(nameKey(first));
    if (!state.removed) names.set(nameKey(state.name), { key, name: state.name });
  }
  return {
    categoryCalled: (name) => names.get(nameKey(name))?.key,
    isCategoryName: (name) => name !== '' && names.has(nameKey(name)),
    categories: [...names.values()].map(({ name }) => name),
    holds: new HoldBook(service.state.holds.values()),
  };
}
