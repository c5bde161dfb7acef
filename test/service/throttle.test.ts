/** Whatever arrives, memory stays bounded: when reading stops, and when it goes on. */
import test from 'ava';
import { FewAtATime } from '../../src/service/few-at-a-time.ts';
import { Throttle } from '../../src/service/throttle.ts';

const megabyte = 1024 * 1024;

function scene(): {
  readonly throttle: Throttle;
  readonly reasons: Set<string>;
  readonly stream: { up: boolean; bufferedBytes: number };
  readonly store: { pendingBytes: number };
  readonly lanes: { waiting: number };
} {
  const reasons = new Set<string>();
  const stream = {
    up: true,
    bufferedBytes: 0,
    send: () => {},
    sendCopies: () => {},
    sendEach: () => {},
    pause: (reason: string) => void reasons.add(reason),
    resume: (reason: string) => void reasons.delete(reason),
    reconnect: () => {},
    flush: () => Promise.resolve(),
    close: () => Promise.resolve(true),
  };
  const store = { pendingBytes: 0 };
  const lanes = { waiting: 0 };
  return { throttle: new Throttle({ store, lanes, stream: () => stream }), reasons, stream, store, lanes };
}

test('reading stops while too much of large messages waits for its turn', (t) => {
  const { throttle, reasons, lanes } = scene();
  lanes.waiting = 65 * megabyte;
  throttle.check();
  t.deepEqual([...reasons], ['slices']);
  lanes.waiting = 33 * megabyte;
  throttle.check();
  t.deepEqual([...reasons], ['slices']);
  lanes.waiting = 31 * megabyte;
  throttle.check();
  t.deepEqual([...reasons], []);
});

test('reading stops while the store is behind, and goes on when it has caught up by half', (t) => {
  const { throttle, reasons, store } = scene();
  store.pendingBytes = 9 * megabyte;
  throttle.check();
  t.deepEqual([...reasons], ['store']);
  store.pendingBytes = 5 * megabyte;
  throttle.check();
  t.deepEqual([...reasons], ['store']);
  store.pendingBytes = 3 * megabyte;
  throttle.check();
  t.deepEqual([...reasons], []);
});

test('reading stops while the server does not take what is sent, and whoever sends much waits', async (t) => {
  const { throttle, reasons, stream } = scene();
  stream.bufferedBytes = 17 * megabyte;
  throttle.check();
  t.deepEqual([...reasons], ['outbound']);
  let sent = false;
  const waiting = throttle.breathe().then(() => {
    sent = true;
  });
  await Promise.resolve();
  t.false(sent);
  stream.bufferedBytes = 0;
  throttle.drained();
  await waiting;
  t.deepEqual([...reasons], []);
});

test('a stream that was cut holds nobody up', async (t) => {
  const { throttle, stream } = scene();
  stream.bufferedBytes = 17 * megabyte;
  stream.up = false;
  await throttle.breathe();
  t.pass();
});

test('reading stops while too many stanzas are under way, and goes on when half of them are done with', (t) => {
  const { throttle, reasons } = scene();
  const ends = Array.from({ length: 2_001 }, () => throttle.begin());
  t.deepEqual([...reasons], ['work']);
  for (const end of ends.splice(0, 1_001)) end();
  t.deepEqual([...reasons], ['work']);
  ends.pop()?.();
  t.deepEqual([...reasons], []);
});

test('tasks run a few at a time, in their order, and one too many is turned away', async (t) => {
  const few = new FewAtATime({ atATime: 2, waitingMax: 1 });
  const begun: number[] = [];
  const gates = [0, 1, 2].map(() => Promise.withResolvers<void>());
  const runs = gates.map(({ promise }, index) =>
    few.run(async () => {
      begun.push(index);
      await promise;
      return index;
    }),
  );
  t.is(await few.run(async () => 3), undefined);
  t.deepEqual(begun, [0, 1]);
  for (const { resolve } of gates) resolve();
  t.deepEqual(await Promise.all(runs), [{ result: 0 }, { result: 1 }, { result: 2 }]);
  t.deepEqual(begun, [0, 1, 2]);
});

test('a task that fails makes room for the next', async (t) => {
  const few = new FewAtATime({ atATime: 1, waitingMax: 1 });
  await t.throwsAsync(
    few.run(async () => {
      throw new Error('broken');
    }),
  );
  t.deepEqual(await few.run(async () => 1), { result: 1 });
});
