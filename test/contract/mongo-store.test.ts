import test from 'ava';
import { noMongo } from '../servers/mongo.ts';
import { arriveAtMongo } from './mongo-place.ts';
import { storeContract } from './store.ts';

const missing = await noMongo();
if (missing === undefined) storeContract({ name: 'mongodb', arrive: arriveAtMongo });
else test.skip(`mongodb: the contract of the store (${missing})`, (t) => t.pass());
