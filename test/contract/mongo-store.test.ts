import test from 'ava';
import { arriveAtMongo, missing } from './mongo-place.ts';
import { storeContract } from './store.ts';

if (missing === undefined) storeContract({ name: 'mongodb', arrive: arriveAtMongo });
else test.skip(`mongodb: the contract of the store (${missing})`, (t) => t.pass());
