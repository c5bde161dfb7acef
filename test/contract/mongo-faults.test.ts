/** What the store does when MongoDB, or the net before it, fails under load. */
import test, { type ExecutionContext } from 'ava';
import { openMongoStore } from '../../src/store/mongo/store.ts';
import { type Store, StoreError } from '../../src/store/port.ts';
import { freshDatabase, launchOwnMongo, noOwnMongo, type OwnMongoServer } from '../servers/mongo.ts';
import type { MongoCommand } from '../servers/mongo-message.ts';
import { answers, anyCommand, type Fault, insertOfEvents, MongoProxy } from '../servers/mongo-proxy.ts';
import { commit, event } from './given.ts';
import { lossesIn, StoreLoad } from './store-load.ts';

const reason = await noOwnMongo();
const declared = reason === undefined ? test.serial : test.serial.skip;
const note = reason === undefined ? '' : ` (${reason})`;
const streams = 10;
const patienceMilliseconds = 1_000;
const sooner = { timeout: 90_000 };

let launched: Promise<OwnMongoServer> | undefined;

test.after.always('MongoDB ends', async () => {
  await (await launched)?.stop();
});

interface Scene {
  readonly server: OwnMongoServer;
  readonly proxy: MongoProxy;
  readonly store: Store;
  readonly load: StoreLoad;
  readonly said: readonly string[];
}

/** A store behind the proxy with load on it; when the scene is over, nothing may be lost, doubled or out of order. */
function law(title: string, play: (t: ExecutionContext, scene: Scene) => Promise<void>): void {
  declared(`mongodb: ${title}${note}`, async (t) => {
    t.timeout(sooner.timeout);
    launched ??= launchOwnMongo();
    const server = await launched;
    const proxy = await MongoProxy.to(server);
    const database = freshDatabase();
    const said: string[] = [];
    const log = { warn: (text: string) => said.push(text), error: (text: string) => said.push(text) };
    const store = await openMongoStore({
      url: server.urlThrough(proxy.net.port, database),
      log,
      patienceMilliseconds,
      onFailed: (error) => t.fail(error.message),
    });
    const load = new StoreLoad(store, { streams });
    try {
      await load.committedMore(100);
      await play(t, { server, proxy, store, load, said });
    } finally {
      await proxy.heal();
      await load.committedMore(100);
      await load.stop();
      t.is(store.state.kind, 'up');
      t.is(store.pendingBytes, 0);
      await store.close();
      await proxy.close();
    }
    t.deepEqual(load.surprises, []);
    const after = await openMongoStore({ url: server.url(database) });
    t.deepEqual(await lossesIn(after, load.committed), []);
    await after.close();
    await server.drop(database);
  });
}

/** What a failure that lasts looks like from above, and that it is over soon after it is over. */
async function goesAwayAndComesBack(
  t: ExecutionContext,
  { store, load, said }: Scene,
  { text = /\w+ \w+/, end }: { readonly text?: RegExp; end(): Promise<void> },
): Promise<void> {
  await load.refusedAgain();
  await until(() => store.state.kind === 'away');
  const { state } = store;
  t.regex(state.kind === 'away' ? state.text : '', text);
  await t.throwsAsync(store.lastNumber('room:0'), { instanceOf: StoreError });
  t.is((await store.commit(commit('other', 1, [event('while it is away')]))).kind, 'refused');
  const before = performance.now();
  await end();
  await load.committedMore(streams);
  t.log(
    `it works again after ${(performance.now() - before).toFixed(0)} ms; refused: ${[...load.refusals.keys()].join(' | ')}`,
  );
  t.is(await store.lastNumber('other'), 0);
  t.true(said.length > 0 && said.length < 20, said.join('\n'));
  t.false(said.join('\n').includes('mongodb://'));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

law('a slow net refuses nothing', async (t, { proxy, load }) => {
  proxy.net.slow({ latencyMilliseconds: 60, bytesPerSecond: 300_000 });
  await load.committedMore(300);
  t.deepEqual([...load.refusals], []);
});

for (const kind of ['cut before', 'cut halfway', 'cut after'] as const) {
  law(
    `a commit whose connection is ${kind} its arrival is found out, and nobody is told anything wrong`,
    async (t, scene) => {
      for (let round = 0; round < 8; round += 1) {
        await scene.proxy.next(insertOfEvents, { kind });
        await scene.load.committedMore(20);
      }
      t.deepEqual([...scene.load.refusals], []);
    },
  );
}

law('all connections are cut again and again', async (t, { proxy, load }) => {
  for (let round = 0; round < 15; round += 1) {
    proxy.net.cut();
    await load.committedMore(10);
  }
  t.deepEqual([...load.refusals], []);
});

const followers = ({ name, collection }: MongoCommand): boolean => name === 'update' && collection === 'sessions';

law('what follows a commit is done, also when its connection is cut', async (t, { proxy, load }) => {
  for (const kind of ['cut before', 'cut halfway', 'cut after'] as const) {
    for (let round = 0; round < 3; round += 1) {
      await proxy.next(followers, { kind });
      await load.committedMore(20);
    }
  }
  proxy.always(followers, { kind: 'instead', answer: answers.notPrimary });
  await load.committedMore(20);
  t.deepEqual([...load.refusals], []);
});

law('an answer that says it was not replicated in time is no answer: it is found out', async (t, { proxy, load }) => {
  for (let round = 0; round < 5; round += 1) {
    await proxy.next(insertOfEvents, { kind: 'afterwards', answer: answers.notReplicated });
    await load.committedMore(20);
  }
  t.deepEqual([...load.refusals], []);
});

law('an answer that blames a document that is written, or leaves out what failed, is found out', async (t, scene) => {
  const { proxy, load } = scene;
  for (let round = 0; round < 4; round += 1) {
    await proxy.next(insertOfEvents, { kind: 'afterwards', answer: answers.documentFailed });
    await load.committedMore(20);
    await proxy.next(insertOfEvents, { kind: 'instead', answer: answers.noneWritten });
    await load.committedMore(20);
  }
  t.deepEqual([...load.refusals], []);
});

law('what was lost on its way may still arrive: nobody is refused for what is said of it later', async (t, scene) => {
  const { proxy, load } = scene;
  for (let round = 0; round < 4; round += 1) {
    await Promise.all([
      proxy.next(insertOfEvents, { kind: 'cut before' }),
      proxy.next(insertOfEvents, { kind: 'instead', answer: answers.documentFailed }),
    ]);
    await load.committedMore(20);
  }
  t.deepEqual([...load.refusals], []);
});

law('a document that certainly failed is refused, with the reason, and the store says so', async (t, scene) => {
  const { proxy, load, store } = scene;
  proxy.always(insertOfEvents, { kind: 'instead', answer: answers.documentFailed });
  await load.refusedAgain();
  t.regex([...load.refusals.keys()].join(), /disk/);
  t.is(store.state.kind, 'away');
});

law('where what follows commits cannot be done, nobody waits for ever, and the log stays short', async (t, scene) => {
  const { proxy, load, said } = scene;
  proxy.always(followers, { kind: 'instead', answer: answers.diskFull });
  await load.refusedAgain();
  t.true(said.length > 0 && said.length < 10, said.join('\n'));
});

law('while MongoDB cannot be reached everything is refused, and it goes on by itself', async (t, scene) => {
  scene.proxy.net.refuse();
  scene.proxy.net.cut();
  await goesAwayAndComesBack(t, scene, { end: () => scene.proxy.heal() });
});

law('a black hole is noticed; what it held back and gives back late does no harm', async (t, scene) => {
  scene.proxy.net.swallow();
  await goesAwayAndComesBack(t, scene, { end: () => scene.proxy.heal() });
});

const errors: readonly (readonly [string, Fault, RegExp])[] = [
  ['no primary', { kind: 'instead', answer: answers.notPrimary }, /primary|answer/],
  ['authentication lost', { kind: 'instead', answer: answers.unauthorized }, /right|role/],
];

for (const [title, fault, text] of errors) {
  law(`${title}: everything is refused with a text, and it goes on by itself`, async (t, scene) => {
    scene.proxy.always(anyCommand, fault);
    await goesAwayAndComesBack(t, scene, { text, end: () => scene.proxy.heal() });
  });
}

law(
  'on a full disk commits are refused, what is there can be read, and it goes on when there is room',
  async (t, scene) => {
    const { proxy, load, store } = scene;
    proxy.always(insertOfEvents, { kind: 'instead', answer: answers.diskFull });
    await load.refusedAgain();
    t.regex([...load.refusals.keys()].join(), /disk/);
    t.true((await store.read({ stream: 'room:0', order: 'descending', limit: 1 })).length === 1);
    const before = performance.now();
    await proxy.heal();
    await load.committedMore(streams);
    t.log(`it works again after ${(performance.now() - before).toFixed(0)} ms`);
  },
);

law('while it is away what waits is bounded', async (t, { proxy, store }) => {
  proxy.net.refuse();
  proxy.net.cut();
  const given: Promise<string>[] = [];
  for (let i = 0; i < 2_000; i += 1) {
    given.push(store.commit(commit(`many:${i}`, 1, [event('x'.repeat(5_000))])).then(({ kind }) => kind));
  }
  const kinds = new Set(await Promise.race([Promise.all(given.slice(1_000)), Promise.all(given.slice(0, 1_000))]));
  t.deepEqual([...kinds], ['refused']);
  await until(() => store.state.kind === 'away');
  const before = store.pendingBytes;
  for (let i = 0; i < 500; i += 1) await store.commit(commit(`more:${i}`, 1, [event('x'.repeat(5_000))]));
  t.true(store.pendingBytes <= before);
});

law('MongoDB is killed and started again, twice', async (t, { server, load }) => {
  for (let round = 0; round < 2; round += 1) {
    await server.kill();
    const before = performance.now();
    await server.start();
    const started = performance.now();
    await load.committedMore(streams);
    t.log(
      `started in ${(started - before).toFixed(0)} ms, works again ${(performance.now() - started).toFixed(0)} ms later`,
    );
  }
});

law('MongoDB is killed and stays away for a while', async (t, scene) => {
  await scene.server.kill();
  await goesAwayAndComesBack(t, scene, { end: () => scene.server.start() });
});
