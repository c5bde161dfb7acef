import { type MemoryStore, memoryStore } from '../memory-store.ts';
import { storeContract } from './store.ts';

storeContract({
  name: 'memory',
  async arrive() {
    let current: MemoryStore = memoryStore();
    return {
      store: current,
      async reopen() {
        await current.close();
        current = current.reopen();
        return current;
      },
      async takeOver() {
        current = current.fork();
        return current;
      },
      async leave() {},
    };
  },
});
