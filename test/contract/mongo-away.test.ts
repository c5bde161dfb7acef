/** What happens to a single commit, with nothing else on its way, when MongoDB is away. */
import test from 'ava';
import { untilReached } from '../../src/store/mongo/reach.ts';
import { openMongoStore } from '../../src/store/mongo/store.ts';
import { freshDatabase, launchOwnMongo, noOwnMongo } from '../servers/mongo.ts';
import { answers, anyCommand, MongoProxy } from '../servers/mongo-proxy.ts';
import { commit, event } from './given.ts';

const reason = await noOwnMongo();
const law = reason === undefined ? test : test.skip;

law(`mongodb: what could not even be sent is refused, and then written${reason ? ` (${reason})` : ''}`, async (t) => {
  t.timeout(60_000);
  const server = await launchOwnMongo();
  t.teardown(() => server.stop());
  const proxy = await MongoProxy.to(server);
  t.teardown(() => proxy.close());
  const said: string[] = [];
  const store = await openMongoStore({
    url: server.urlThrough(proxy.net.port, freshDatabase()),
    patienceMilliseconds: 500,
    log: { warn: (text) => said.push(text), error: (text) => said.push(text) },
  });
  t.is((await store.commit(commit('room:a', 1, [event('one')]))).kind, 'committed');
  proxy.net.refuse();
  proxy.net.cut();
  // Until it is noticed a commit may go out on a connection that is cut, and is in doubt.
  await until(() => store.state.kind === 'away');
  const refused = await store.commit(commit('room:a', 2, [event('two')]));
  t.is(refused.kind, 'refused');
  t.is(store.pendingBytes, 0);
  await proxy.heal();
  await until(() => store.state.kind === 'up');
  t.is((await store.commit(commit('room:a', 2, [event('two')]))).kind, 'committed');
  await store.close();
  t.is(said.length, 2, said.join('\n'));
  t.regex(said[1] ?? '', /answers again/);
});

law(`mongodb: a start waits for a server that is not the primary yet${reason ? ` (${reason})` : ''}`, async (t) => {
  t.timeout(60_000);
  const server = await launchOwnMongo();
  t.teardown(() => server.stop());
  const proxy = await MongoProxy.to(server);
  t.teardown(() => proxy.close());
  proxy.always(anyCommand, { kind: 'instead', answer: answers.notPrimary });
  const said: string[] = [];
  const told = Promise.withResolvers<void>();
  const log = {
    info: (text: string) => void said.push(text),
    warn: (text: string) => {
      said.push(text);
      told.resolve();
    },
  };
  const reached = untilReached(server.urlThrough(proxy.net.port, freshDatabase()), { log });
  await Promise.race([told.promise, reached]);
  await proxy.heal();
  await reached;
  t.is(said.length, 2, said.join('\n'));
  t.regex(said[0] ?? '', /^the MongoDB server is not the primary: .*; waiting for it$/);
  t.is(said[1], 'the store answers');
});

law(`mongodb: who hears of a commit, however late, may read at once${reason ? ` (${reason})` : ''}`, async (t) => {
  t.timeout(60_000);
  const server = await launchOwnMongo();
  t.teardown(() => server.stop());
  const proxy = await MongoProxy.to(server);
  t.teardown(() => proxy.close());
  const url = server.urlThrough(proxy.net.port, freshDatabase());
  const store = await openMongoStore({ url, patienceMilliseconds: 1_500 });
  proxy.net.slow({ latencyMilliseconds: 850, bytesPerSecond: 1_000_000 });
  for (const first of [1, 2]) {
    t.is((await store.commit(commit('room:a', first, [event('late')]))).kind, 'committed');
    t.is((await store.read({ stream: 'room:a', order: 'ascending', limit: 9 })).length, first);
  }
  await proxy.heal();
  await store.close();
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
