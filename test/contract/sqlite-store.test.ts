import { arriveAtRestlessSqlite, arriveAtSqlite } from './sqlite-place.ts';
import { storeContract } from './store.ts';

storeContract({ name: 'sqlite', arrive: arriveAtSqlite });
storeContract({ name: 'sqlite, putting events in their places all the time', arrive: arriveAtRestlessSqlite });
