import { arriveAtSqlite } from './sqlite-place.ts';
import { storeContract } from './store.ts';

storeContract({ name: 'sqlite', arrive: arriveAtSqlite });
