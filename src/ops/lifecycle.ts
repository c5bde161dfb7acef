/**
 * The life of the running program: started, told to stop by a signal or by a failure that makes going
 * on pointless, stopped with care within a bound. It does not know what it is that runs.
 */
import type { Log } from './log.ts';

export interface Running {
  /** Finishes what was promised and closes; not called twice. */
  stop(): Promise<void>;
}

/** Why going on makes no sense: one clear line, and the exit code that goes with it. */
export interface Fatality {
  readonly line: string;
  readonly exitCode: number;
}

export interface Life {
  /**
   * Brings everything up. A rejection is the end: its message is shown as the one line. `stopping` is aborted by the first
   * signal, so that a start that waits for something gives up.
   */
  start(fatal: (failure: Fatality) => void, stopping: AbortSignal): Promise<Running>;
  readonly log: Log;
  /** Where SIGTERM and SIGINT come from, `process` as a rule. */
  readonly signals: SignalSource;
  /** How long stopping may take before the program ends all the same. */
  readonly stopSecondsMax?: number;
}

export interface SignalSource {
  on(signal: StopSignal, listener: (signal: StopSignal) => void): unknown;
  off(signal: StopSignal, listener: (signal: StopSignal) => void): unknown;
}

type StopSignal = 'SIGTERM' | 'SIGINT';

type Ending =
  | { readonly kind: 'signal'; readonly signal: StopSignal }
  | { readonly kind: 'fatal'; readonly failure: Fatality };

const STOP_SIGNALS: readonly StopSignal[] = ['SIGTERM', 'SIGINT'];
const SIGNAL_NUMBERS = { SIGTERM: 15, SIGINT: 2 } as const;
const STOP_SECONDS_MAX = 30;
const EXIT_FAILED = 1;

/** Settles with the exit code: 0 after a graceful stop. A second signal settles it at once. */
export async function live(life: Life): Promise<number> {
  const first = Promise.withResolvers<Ending>();
  const second = Promise.withResolvers<number>();
  const stopping = new AbortController();
  const onSignal = (signal: StopSignal) => {
    if (stopping.signal.aborted) second.resolve(128 + SIGNAL_NUMBERS[signal]);
    stopping.abort();
    first.resolve({ kind: 'signal', signal });
  };
  for (const signal of STOP_SIGNALS) life.signals.on(signal, onSignal);
  try {
    return await Promise.race([second.promise, liveOnce(life, first, stopping.signal)]);
  } finally {
    for (const signal of STOP_SIGNALS) life.signals.off(signal, onSignal);
  }
}

async function liveOnce(life: Life, ending: PromiseWithResolvers<Ending>, stopping: AbortSignal): Promise<number> {
  const { log } = life;
  let running: Running;
  try {
    running = await life.start((failure) => ending.resolve({ kind: 'fatal', failure }), stopping);
  } catch (error) {
    log.debug({ err: error }, 'what failed at the start');
    const line = error instanceof Error ? error.message : String(error);
    if (stopping.aborted) log.info({}, `stopped before the start was done (${line})`);
    else log.error({}, line);
    return stopping.aborted ? 0 : EXIT_FAILED;
  }
  const end = await ending.promise;
  const stopped = end.kind === 'signal' ? 0 : end.failure.exitCode;
  if (end.kind === 'signal') log.info({ signal: end.signal }, 'stopping');
  else log.error({}, end.failure.line);
  return (await stopWithin(running, life)) ? stopped : EXIT_FAILED;
}

async function stopWithin(running: Running, life: Life): Promise<boolean> {
  const seconds = life.stopSecondsMax ?? STOP_SECONDS_MAX;
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => late.resolve('late'), seconds * 1000);
  try {
    if ((await Promise.race([running.stop(), late.promise])) !== 'late') {
      life.log.info({}, 'stopped');
      return true;
    }
    life.log.error({ seconds }, 'stopping took too long; ending without waiting any more');
  } catch (error) {
    life.log.error({ err: error }, 'stopping failed');
  } finally {
    clearTimeout(timer);
  }
  return false;
}
