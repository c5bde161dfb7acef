/** How the record stands in MongoDB: what the contract of the port does not reach. */
import test, { type ExecutionContext } from 'ava';
import { type Db, MongoClient } from 'mongodb';
import { eventsIn, isSeal, writersIn } from '../../src/store/mongo/event-documents.ts';
import { openMongoStore } from '../../src/store/mongo/store.ts';
import type { Store } from '../../src/store/port.ts';
import { freshDatabase, launchMongo, type MongoServer, noMongo } from '../servers/mongo.ts';
import { commit, event, everything, numbers, payloads } from './place.ts';

const missing = await noMongo();
const mebibyte = 1_048_576;

let launched: Promise<MongoServer> | undefined;

test.after.always('MongoDB ends', async () => {
  await (await launched)?.stop();
});

interface Scene {
  readonly database: Db;
  open(): Promise<Store>;
}

function law(title: string, play: (t: ExecutionContext, scene: Scene) => Promise<void>): void {
  const declared = missing === undefined ? test.serial : test.serial.skip;
  declared(`mongodb: ${title}${missing === undefined ? '' : ` (${missing})`}`, async (t) => {
    launched ??= launchMongo();
    const server = await launched;
    const name = freshDatabase();
    const url = server.url(name);
    const client = await MongoClient.connect(url);
    const stores: Store[] = [];
    const open = async () => {
      const store = await openMongoStore({ url });
      stores.push(store);
      return store;
    };
    try {
      await play(t, { database: client.db(), open });
    } finally {
      await Promise.all(stores.map((store) => store.close()));
      await client.close();
      await server.drop(name);
    }
  });
}

const documentsOf = (database: Db, stream: string) => eventsIn(database).find({ stream }).sort({ first: 1 }).toArray();

law('commits of one stream that wait together share documents, within bounds', async (t, { database, open }) => {
  const store = await open();
  const many = Array.from({ length: 1_500 }, (_, i) => store.commit(commit('room:a', i + 1, [event('x')])));
  t.true((await Promise.all(many)).every(({ kind }) => kind === 'committed'));
  const counts = (await documentsOf(database, 'room:a')).map(({ commits }) => commits.length);
  t.deepEqual(counts, [1_024, 476]);
  const large = Array.from({ length: 3 }, (_, i) =>
    store.commit(commit('room:b', i + 1, [event('x'.repeat(0.4 * mebibyte))])),
  );
  await Promise.all(large);
  t.deepEqual(
    (await documentsOf(database, 'room:b')).map(({ first, last }) => [first, last]),
    [
      [1, 2],
      [3, 3],
    ],
  );
});

law('each commit in a shared document keeps its place in the feed', async (t, { open }) => {
  const store = await open();
  const outcomes = await Promise.all([1, 2, 3].map((n) => store.commit(commit('room:a', n, [event(`${n}`)]))));
  const sequences = outcomes.map((one) => (one.kind === 'committed' ? one.sequence : 0));
  t.deepEqual(sequences, [1, 2, 3]);
  const second = await store.feed({ after: { [store.epoch]: 1 }, limit: 1 });
  t.deepEqual(payloads(second.events), ['2']);
  t.deepEqual(payloads((await store.feed({ after: second.position, limit: 5 })).events), ['3']);
});

law('what is too large for a document is refused, and what is just not is written', async (t, { open }) => {
  const store = await open();
  const tooLarge = await store.commit(commit('room:a', 1, [event('x'.repeat(16 * mebibyte))]));
  t.is(tooLarge.kind, 'refused');
  t.regex(tooLarge.kind === 'refused' ? tooLarge.text : '', /too large/);
  const wide = await store.commit(commit('room:a', 1, [event('ä'.repeat(8 * mebibyte))]));
  t.is(wide.kind, 'refused');
  const fits = await store.commit(commit('room:a', 1, [event('x'.repeat(15.9 * mebibyte))]));
  t.is(fits.kind, 'committed');
  t.is((await store.commit(commit('room:a', 2, [event('next')]))).kind, 'committed');
});

law('a part of a snapshot may be larger than a document, and is never cut within a character', async (t, scene) => {
  const store = await scene.open();
  const content = `-${'🙂'.repeat(9 * mebibyte)}`;
  await store.saveSnapshot({ stream: 'job:a', number: 0, parts: { large: content, small: 's', empty: '' } });
  const again = await scene.open();
  t.true((await again.snapshot('job:a'))?.parts['large'] === content);
  await again.saveSnapshot({ stream: 'job:a', number: 0, parts: { large: null } });
  t.deepEqual(await again.snapshot('job:a'), { number: 0, parts: { small: 's', empty: '' } });
  t.is(await scene.database.collection('snapshot_parts').countDocuments(), 2);
});

law('what a writer that was killed had still to do is done by the next', async (t, { database, open }) => {
  const store = await open();
  await store.commit(commit('room:a', 1, [event('secret', { archiveId: 'foreign', ordinal: 1 })]));
  await store.commit(
    commit('room:a', 2, [event('gone', { audited: true })], {
      replace: [{ number: 1, payload: '"gone"', unarchived: true }],
      entered: ['ann@x/1'],
      affiliated: ['ann'],
    }),
  );
  await store.sessions.list({ limit: 1 });
  // As if it had been killed after the commit was durable, and before anything else was.
  await Promise.all(['sessions', 'memberships', 'audit'].map((name) => database.collection(name).deleteMany({})));
  await database.collection('events').updateOne(
    { stream: 'room:a', first: 1 },
    {
      $set: { 'events.0.payload': '"secret"', 'events.0.a': 'foreign', 'events.0.o': 1 },
      $unset: { 'events.0.r': '' },
    },
  );
  const heir = await open();
  t.deepEqual(payloads(await heir.read({ stream: 'room:a', ...everything })), ['gone', 'gone']);
  t.is(await heir.findArchived({ stream: 'room:a', archiveId: 'foreign' }), undefined);
  t.deepEqual(await heir.sessions.streams('ann@x/1'), ['room:a']);
  t.deepEqual(await heir.memberships.list({ person: 'ann', limit: 9 }), [{ stream: 'room:a', seen: 2 }]);
  t.deepEqual(numbers((await heir.audit({ limit: 9 })).events), [2]);
  t.is((await store.commit(commit('room:a', 3, [event('late')]))).kind, 'stale');
});

law('the place behind the last commit of a writer that did not end is taken', async (t, { database, open }) => {
  const store = await open();
  await store.commit(commit('room:a', 1, [event('x')]));
  const heir = await open();
  const seals = (await eventsIn(database).find().toArray()).filter(isSeal);
  t.is(seals.length, 1);
  t.deepEqual(await heir.transfer.streams({ limit: 9 }), ['room:a']);
  t.is((await heir.feed({ after: {}, limit: 9 })).events.length, 1);
  await heir.close();
  const third = await open();
  t.is((await eventsIn(database).find().toArray()).filter(isSeal).length, 1);
  await third.commit(commit('room:b', 1, [event('y')]));
  t.is((await third.feed({ after: {}, limit: 9 })).events.length, 2);
});

law('a program that has to be alone is turned away while another is alive', async (t, { database, open }) => {
  const store = await open();
  const url = `${(await launched)?.url(database.databaseName)}`;
  await t.throwsAsync(openMongoStore({ url, alone: true }), { message: /in use/ });
  t.is((await store.commit(commit('room:a', 1, [event('x')]))).kind, 'committed');
  await store.close();
  const alone = await openMongoStore({ url, alone: true });
  t.is((await alone.commit(commit('room:a', 2, [event('y')]))).kind, 'committed');
  await alone.close();
  // Nobody is left who has not ended, and whoever was read by everybody is forgotten.
  t.is(await writersIn(database).countDocuments({ ended: { $ne: true } }), 0);
});

law('a stream is gone on with where another process has written since', async (t, { database, open }) => {
  const store = await open();
  await store.commit(commit('room:a', 1, [event('x')]));
  // Nobody writes so: it stands for a writer that the database let in by mistake.
  const [own] = await documentsOf(database, 'room:a');
  await eventsIn(database).insertOne({ ...own, _id: 'strange', stream: 'room:a', first: 2, last: 2 } as never);
  const outcomes = await Promise.all([2, 3].map((n) => store.commit(commit('room:a', n, [event('mine')]))));
  t.deepEqual(
    outcomes.map(({ kind }) => kind),
    ['stale', 'stale'],
  );
  t.is((await store.commit(commit('room:b', 1, [event('y')]))).kind, 'committed');
  await eventsIn(database).deleteOne({ _id: 'strange' });
});

law('events are replaced and compacted in one document at the same time, and both is done', async (t, { open }) => {
  const store = await open();
  const streams = Array.from({ length: 40 }, (_, i) => `room:${i}`);
  const events = Array.from({ length: 20 }, (_, i) => event(`said ${i + 1}`, { compactable: i % 2 === 0 }));
  for (const stream of streams) {
    await store.commit(commit(stream, 1, events));
    await store.saveSnapshot({ stream, number: 19, parts: { state: '{}' } });
  }
  const retract = (stream: string, number: number, i: number) =>
    store.commit(commit(stream, 21 + i, [event('retraction')], { replace: [{ number, payload: 'retracted' }] }));
  // Compaction lets what was committed before it go first.
  const compacting = streams.map((stream) => store.compact({ stream, through: 20 }));
  for (const [i, number] of [4, 8, 12].entries()) {
    await Promise.all(streams.map((stream) => retract(stream, number, i)));
  }
  await Promise.all(compacting);
  for (const stream of streams) {
    await store.compact({ stream, through: 20 });
    const found = await store.read({ stream, ...everything });
    const kept = found.filter(({ number }) => number <= 20);
    t.deepEqual(numbers(kept), [2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
    const retracted = kept.filter(({ payload }) => payload === 'retracted');
    t.deepEqual(numbers(retracted), [4, 8, 12]);
  }
});
