/** What the driver never answers holds nobody for ever. */
import { EventEmitter } from 'node:events';
import test from 'ava';
import { MongoNetworkError } from 'mongodb';
import { Watch } from '../../src/store/mongo/watch.ts';
import { StoreError } from '../../src/store/port.ts';

type Client = ConstructorParameters<typeof Watch>[0];

/** A driver whose servers are there or not, as told. */
function watched(): { readonly watch: Watch; servers(writable: boolean): void } {
  const client = new EventEmitter();
  const watch = new Watch(client as unknown as Client, 60_000);
  return {
    watch,
    servers(writable) {
      const newDescription = { servers: new Map([['one', { isWritable: writable, error: null }]]) };
      client.emit('topologyDescriptionChanged', { newDescription });
    },
  };
}

const never = (): Promise<never> => new Promise(() => undefined);

test('a command without an answer is given up when its server is lost, and its outcome is unknown', async (t) => {
  const { watch, servers } = watched();
  servers(true);
  const writing = watch.answer(never);
  const reading = watch.unlessAway(never);
  servers(false);
  await t.throwsAsync(writing, { instanceOf: MongoNetworkError });
  await t.throwsAsync(reading, { instanceOf: StoreError });
  t.is(watch.state.kind, 'away');
  servers(true);
  t.is(watch.state.kind, 'up');
  watch.stop();
});

test('what the driver says itself soon after its server was lost counts', async (t) => {
  const { watch, servers } = watched();
  servers(true);
  const { promise, resolve } = Promise.withResolvers<string>();
  const answered = watch.answer(() => promise);
  servers(false);
  resolve('it was done');
  t.is(await answered, 'it was done');
  watch.stop();
});
