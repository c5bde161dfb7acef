/** The categories that a store has, by what is in their records. */
import { nameKey } from '../category/name.ts';
import { silentLog } from '../ops/log.ts';
import { categoryCodec, categoryKeyOf, categoryStream } from '../service/category-codec.ts';
import { serviceCodec, serviceStream } from '../service/service-codec.ts';
import { StreamRecord, type StreamRecordEnvironment } from '../service/stream-record.ts';
import type { StreamId } from '../store/event.ts';
import type { Store } from '../store/port.ts';

export interface CategoryInBrief {
  readonly key: string;
  readonly name: string;
  readonly removed: boolean;
}

export function isCategoryStream(stream: StreamId): boolean {
  return categoryKeyOf(stream) !== undefined;
}

/** Only to read: nothing is changed by them. */
function reading(store: Store): StreamRecordEnvironment {
  return { store, log: silentLog, nextCommitId: () => 0 };
}

export async function categoryOf(store: Store, stream: StreamId): Promise<CategoryInBrief> {
  const key = categoryKeyOf(stream) ?? '';
  const { state } = await StreamRecord.load(reading(store), { stream, codec: categoryCodec(key) });
  return { key, name: state.name, removed: state.removed };
}

/** Those that there are now. */
export async function categoriesOf(store: Store): Promise<readonly CategoryInBrief[]> {
  const { state } = await StreamRecord.load(reading(store), { stream: serviceStream, codec: serviceCodec });
  const all: CategoryInBrief[] = [];
  for (const key of state.categories) all.push(await categoryOf(store, categoryStream(key)));
  return all.filter(({ removed }) => !removed);
}

export function categoryNamed(name: string, categories: readonly CategoryInBrief[]): CategoryInBrief | undefined {
  return categories.find((category) => nameKey(category.name) === nameKey(name));
}
