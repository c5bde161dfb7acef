/** A store that takes everything and keeps nothing, for measuring what lies above it. */
import type { Store } from '../src/store/port.ts';

const nowhere = {};

export function forgetfulStore(): Store {
  let sequence = 0;
  let people = 0;
  return {
    epoch: 1,
    state: { kind: 'up' },
    pendingBytes: 0,
    commit: async () => ({ kind: 'committed', sequence: ++sequence }),
    read: async () => [],
    lastNumber: async () => 0,
    numberAt: async () => 1,
    findArchived: async () => undefined,
    audit: async () => ({ events: [] }),
    feed: async ({ after }) => ({ events: [], position: after }),
    feedEnd: async () => nowhere,
    checkpoint: async () => nowhere,
    saveCheckpoint: async () => {},
    snapshot: async () => undefined,
    saveSnapshot: async () => {},
    removeSnapshot: async () => {},
    snapshots: { list: async () => [] },
    compact: async () => 0,
    rooms: {
      claim: async ({ key }) => key,
      find: async () => undefined,
      findByKey: async () => undefined,
      release: async () => {},
      rekey: async ({ to }) => to,
      describe: async () => {},
      list: async () => [],
      listBefore: async () => [],
      count: async () => 0,
      search: async () => ({ rooms: [], count: 0 }),
    },
    sessions: { list: async () => [], streams: async () => [] },
    memberships: { list: async () => [] },
    people: {
      keys: async (jids) => new Map(jids.map((jid) => [jid, `k${String(++people).padStart(11, '0')}`])),
      known: async () => new Map(),
      jids: async () => new Map(),
    },
    transfer: {
      streams: async () => [],
      people: async () => [],
      memberships: async () => ({ memberships: [] }),
      restorePeople: async () => {},
      restoreEvents: async () => {},
      restoreMemberships: async () => {},
      restoreSessions: async () => {},
    },
    close: async () => {},
  };
}
