/** Where the groups of the directory stay over a restart: in the store, as a snapshot of a stream without events. */
import type { GroupKeeper } from './groups/source.ts';
import type { Store } from './store/port.ts';

const stream = 'groups:ldap';
const part = 'groups';

export function keptInStore(store: Store): GroupKeeper {
  return {
    keep: (text) => store.saveSnapshot({ stream, number: 0, parts: { [part]: text } }),
    kept: async () => (await store.snapshot(stream))?.parts[part],
  };
}
