/** The calls about rooms, of the store in memory. */
import { type Store, StoreError } from '../src/store/port.ts';
import { type Shown, unboundedShown } from '../src/store/shown.ts';
import type { MemoryDirectory } from './memory-directory.ts';
import type { Ask } from './memory-store.ts';

export function roomsOf(disk: MemoryDirectory, ask: Ask): Store['rooms'] {
  return {
    claim: (room) => ask.write('rooms.claim', () => disk.roomClaim(room)),
    find: (jid) => ask.read('rooms.find', () => disk.roomFind(jid)),
    findByKey: (key) => ask.read('rooms.findByKey', () => disk.roomFindByKey(key)),
    release: (room) => ask.write('rooms.release', () => disk.roomRelease(room)),
    rekey: (room) => ask.write('rooms.rekey', () => disk.roomRekey(room)),
    describe: (room) => ask.write('rooms.describe', () => disk.roomDescribe(room)),
    list: (query) => ask.read('rooms.list', () => bounded(query, () => disk.roomList(query))),
    listBefore: (query) => ask.read('rooms.listBefore', () => bounded(query, () => disk.roomListBefore(query))),
    count: (query) => ask.read('rooms.count', () => bounded(query, () => disk.roomCount(query))),
    search: (query) => ask.read('rooms.search', () => bounded(query, () => disk.roomSearch(query))),
  };
}

function bounded<T>({ shown }: { readonly shown: Shown }, run: () => T): T {
  const wrong = unboundedShown(shown);
  if (wrong !== undefined) throw new StoreError(wrong);
  return run();
}
