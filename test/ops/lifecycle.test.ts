import { EventEmitter } from 'node:events';
import test from 'ava';
import { type Fatality, live } from '../../src/ops/lifecycle.ts';
import { openLog } from '../../src/ops/log.ts';

function world(stop: () => Promise<void> = async () => {}) {
  const signals = new EventEmitter();
  const lines: { level: string; msg: string }[] = [];
  const log = openLog({
    level: 'info',
    destination: {
      write: (line) => {
        lines.push(JSON.parse(line));
      },
    },
  });
  const started = Promise.withResolvers<(failure: Fatality) => void>();
  const start = async (fatal: (failure: Fatality) => void) => {
    started.resolve(fatal);
    return { stop };
  };
  return { signals, lines, log, started: started.promise, start };
}

test('SIGTERM and SIGINT stop the service with care and end with 0', async (t) => {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    let stops = 0;
    const { started, signals, lines, ...life } = world(async () => {
      stops += 1;
    });
    const ended = live({ ...life, signals });
    await started;
    signals.emit(signal, signal);
    t.is(await ended, 0);
    t.is(stops, 1);
    t.deepEqual(
      lines.map(({ msg }) => msg),
      ['stopping', 'stopped'],
    );
    t.is(signals.listenerCount(signal), 0);
  }
});

test('a second signal ends at once, whatever stopping waits for', async (t) => {
  const { started, signals, ...life } = world(() => new Promise(() => {}));
  const ended = live({ ...life, signals });
  await started;
  signals.emit('SIGTERM', 'SIGTERM');
  signals.emit('SIGINT', 'SIGINT');
  t.is(await ended, 130);
});

test('a start that waits for something gives up at a signal, and that is no failure', async (t) => {
  const { signals, lines, log } = world();
  const start = async (_: unknown, stopping: AbortSignal) => {
    await new Promise((resolve) => stopping.addEventListener('abort', resolve));
    throw new Error('stopped while waiting');
  };
  const ended = live({ start, log, signals });
  signals.emit('SIGTERM', 'SIGTERM');
  t.is(await ended, 0);
  t.deepEqual(
    lines.map(({ level, msg }) => [level, msg]),
    [['info', 'stopped before the start was done (stopped while waiting)']],
  );
});

test('a signal during the start is obeyed once the start is done', async (t) => {
  let stops = 0;
  const gate = Promise.withResolvers<void>();
  const { signals, log } = world();
  const start = async () => {
    await gate.promise;
    return {
      stop: async () => {
        stops += 1;
      },
    };
  };
  const ended = live({ start, log, signals });
  signals.emit('SIGTERM', 'SIGTERM');
  gate.resolve();
  t.is(await ended, 0);
  t.is(stops, 1);
});

test('a failure that makes going on pointless is one line, and its exit code', async (t) => {
  let stops = 0;
  const { started, lines, ...life } = world(async () => {
    stops += 1;
  });
  const ended: Promise<number> = live(life);
  (await started)({ line: 'the server refused the secret', exitCode: 77 });
  t.is(await ended, 77);
  t.is(stops, 1);
  t.deepEqual(
    lines.filter(({ level }) => level === 'error').map(({ msg }) => msg),
    ['the server refused the secret'],
  );
});

test('a start that fails is one line and exit code 1', async (t) => {
  const { signals, log, lines } = world();
  const start = () => Promise.reject(new Error('the folder /nowhere does not exist'));
  t.is(await live({ start, log, signals }), 1);
  t.deepEqual(
    lines.map(({ msg }) => msg),
    ['the folder /nowhere does not exist'],
  );
});

test('stopping that takes too long, or fails, is told and does not end with 0', async (t) => {
  for (const stop of [() => new Promise<void>(() => {}), () => Promise.reject(new Error('disk'))]) {
    const { started, signals, lines, ...life } = world(stop);
    const ended = live({ ...life, signals, stopSecondsMax: 0 });
    await started;
    signals.emit('SIGTERM', 'SIGTERM');
    t.is(await ended, 1);
    t.is(lines.at(-1)?.level, 'error');
  }
});
