/** Writes down that the service has these categories now. */

import { silentLog } from '../ops/log.ts';
import { serviceCodec, serviceStream } from '../service/service-codec.ts';
import { StreamRecord } from '../service/stream-record.ts';
import { type Store, StoreError } from '../store/port.ts';

export async function listCategories(
  env: { readonly store: Store; readonly service: string; now(): number },
  keys: Iterable<string>,
): Promise<void> {
  const { store, service } = env;
  let commits = 0;
  const nextCommitId = () => ++commits;
  const of = { stream: serviceStream, codec: serviceCodec };
  const record = await StreamRecord.load({ store, log: silentLog, nextCommitId }, of);
  const unlisted = [...keys].filter((key) => !record.state.categories.has(key));
  if (unlisted.length === 0) return;
  const by = { key: (await store.people.keys([service])).get(service) ?? '', jid: service };
  for (const key of unlisted) {
    const at = Math.max(env.now(), record.state.at);
    const refused = await record.change(() => ({ kind: 'category-listed', at, by, key }));
    if (refused !== undefined) throw new StoreError('a category could not be written down: import the file again');
  }
}
