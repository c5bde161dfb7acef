/**
 * Long work: it is durable before it begins, goes in bounded steps, keeps how far it is after each, and goes on after a
 * kill. What there is to do, a table of kinds says.
 */
import type { Jobs } from '../../commands/house.ts';
import type { Clock } from '../../ops/clock.ts';
import type { Log } from '../../ops/log.ts';
import type { Person } from '../../room/state.ts';
import { type Store, StoreError } from '../../store/port.ts';
import type { Refusal } from '../../wire/error.ts';
import { FewAtATime } from '../few-at-a-time.ts';
import { notUnderWay, storeAway } from '../refusals.ts';
import type { Job, JobKind, JobStep } from './job.ts';
import { JobRecord } from './job-record.ts';

const retryMilliseconds = 1_000;
/** Jobs that do a step at the same time, and jobs there may be that have not ended. */
const atATime = 4;
const runningMax = 10_000;
/** Ended ones that are remembered. */
const endedMax = 100;

export interface RunningJobsEnvironment {
  readonly store: Store;
  readonly log: Log;
  readonly clock: Clock;
  random(): string;
  readonly kinds: Readonly<Record<string, JobKind>>;
}

export interface JobWish extends Pick<Job, 'kind' | 'args' | 'title' | 'topic'> {
  readonly by: Person;
  /** It is done over and over: of those with its topic only the last is remembered. */
  readonly onlyTheLast?: true;
}

export class RunningJobs implements Jobs {
  readonly #env: RunningJobsEnvironment;
  readonly #record: JobRecord;
  readonly #steps = new FewAtATime({ atATime, waitingMax: runningMax });
  /** In the order in which they were started. */
  readonly #jobs = new Map<string, Job>();
  readonly #waiting = new Map<string, ((job: Job | undefined) => void)[]>();
  readonly #under = new Set<Promise<void>>();
  #endWaiting = new Set<() => void>();
  #stopped = false;

  constructor(env: RunningJobsEnvironment) {
    this.#env = env;
    this.#record = new JobRecord(env.store);
  }

  /** Reads what there is; nothing goes on until `resume`. */
  async load(): Promise<void> {
    const jobs = await this.#record.all();
    for (const job of jobs.sort((a, b) => a.startedAt - b.startedAt)) this.#jobs.set(job.key, job);
    this.#prune();
  }

  resume(): void {
    for (const job of [...this.#jobs.values()]) if (job.state === 'running') this.#run(job.key);
  }

  /** Settles with its key when it is sure that it will be done. */
  async start({ kind, args, title, topic, by, onlyTheLast }: JobWish): Promise<string | Refusal> {
    const { clock, log, random } = this.#env;
    const running = [...this.#jobs.values()].filter(({ state }) => state === 'running');
    if (running.length >= runningMax) return storeAway();
    const job: Job = {
      ...{ key: random(), kind, args, title, by, startedAt: clock.now(), state: 'running', done: 0 },
      ...(topic !== undefined && { topic }),
    };
    try {
      await this.#record.save(job);
    } catch (error) {
      log.warn({ error, job: title }, 'long work could not be begun');
      return storeAway();
    }
    this.#jobs.set(job.key, job);
    if (onlyTheLast)
      this.#forget([...this.#jobs.values()].filter((one) => one.topic === topic && one.state !== 'running'));
    for (const other of running) if (topic !== undefined && other.topic === topic) this.#supersede(other.key);
    this.#run(job.key);
    return job.key;
  }

  /** Whether there is one with this topic under way, and what it is to do is enough. */
  isRunning(topic: string, isEnough: (args: unknown) => boolean): boolean {
    for (const { topic: of, state, args } of this.#jobs.values()) {
      if (of === topic && state === 'running' && isEnough(args)) return true;
    }
    return false;
  }

  list(): readonly Job[] {
    return [...this.#jobs.values()].reverse();
  }

  find(key: string): Job | undefined {
    return this.#jobs.get(key);
  }

  ended(key: string): Promise<Job | undefined> {
    const job = this.#jobs.get(key);
    if (job?.state !== 'running') return Promise.resolve(job);
    return new Promise((resolve) => this.#waiting.set(key, [...(this.#waiting.get(key) ?? []), resolve]));
  }

  /** Nothing new is begun; settles when the steps under way are over. What is not done goes on with the next process. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const go of this.#endWaiting) go();
    await Promise.all(this.#under);
  }

  #run(key: string): void {
    const run = this.#steps
      .run(() => this.#toTheEnd(key))
      .then(() => {})
      .catch((error: unknown) => this.#env.log.error({ error, job: key }, 'long work ended in a mistake of ours'))
      .finally(() => this.#under.delete(run));
    this.#under.add(run);
  }

  async #toTheEnd(key: string): Promise<void> {
    for (;;) {
      const job = this.#jobs.get(key);
      if (this.#stopped || job?.state !== 'running') return;
      try {
        const { restMilliseconds = 0, ...further } = await this.#step(job);
        await this.#keep(further);
        if (restMilliseconds > 0 && further.state === 'running') await this.#pause(restMilliseconds);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        this.#env.log.warn({ error, job: job.title }, 'long work cannot go on; it is tried again');
        await this.#pause(retryMilliseconds);
      }
    }
  }

  async #step(job: Job): Promise<Job & Pick<JobStep, 'restMilliseconds'>> {
    const kind = this.#env.kinds[job.kind];
    try {
      if (kind === undefined) return this.#over(job, 'failed', 'This version does not know how to do it.');
      const { ended, ...step }: JobStep = await kind.step(job);
      const further = { ...job, ...step };
      return ended === undefined ? further : this.#over(further, 'done', ended);
    } catch (error) {
      if (error instanceof StoreError) throw error;
      this.#env.log.error({ error, job: job.title }, 'long work failed');
      return this.#over(job, 'failed', 'Something went wrong here; it has been logged.');
    }
  }

  async #keep(job: Job): Promise<void> {
    // Another one may have taken over meanwhile.
    if (this.#jobs.get(job.key)?.state !== 'running') return;
    await this.#record.save(job);
    if (this.#jobs.get(job.key)?.state !== 'running') return;
    this.#jobs.set(job.key, job);
    if (job.state !== 'running') this.#tell(job);
  }

  #over(job: Job, state: 'done' | 'failed', result: string): Job {
    return { ...job, state, result, endedAt: this.#env.clock.now() };
  }

  /** Settles when it is sure that it does not go on. A step under way is done to its end. */
  async cancel({ actor, key }: { readonly actor: Person; readonly key: string }): Promise<Refusal | undefined> {
    const job = this.#jobs.get(key);
    if (job?.state !== 'running') return notUnderWay();
    const over = this.#over(job, 'failed', `${actor.jid} stopped it.`);
    // From now on no step is kept behind it.
    this.#jobs.set(key, over);
    try {
      await this.#record.save(over);
    } catch (error) {
      this.#env.log.warn({ error, job: job.title }, 'long work could not be stopped');
      this.#jobs.set(key, job);
      this.#run(key);
      return storeAway();
    }
    this.#tell(over);
    return undefined;
  }

  #supersede(key: string): void {
    const job = this.#jobs.get(key);
    if (job === undefined) return;
    const over = this.#over(job, 'done', 'Another one has taken over.');
    this.#jobs.set(key, over);
    this.#tell(over);
    // A start that finds it running does the same work once more, and no harm.
    this.#record.save(over).catch((error: unknown) => this.#env.log.warn({ error }, 'the end of a job is not kept'));
  }

  #tell(job: Job): void {
    for (const resolve of this.#waiting.get(job.key) ?? []) resolve(job);
    this.#waiting.delete(job.key);
    this.#prune();
  }

  #prune(): void {
    const ended = [...this.#jobs.values()].filter(({ state }) => state !== 'running');
    this.#forget(ended.slice(0, Math.max(ended.length - endedMax, 0)));
  }

  #forget(ended: readonly Job[]): void {
    for (const { key } of ended) {
      this.#jobs.delete(key);
      this.#record.forget(key).catch((error: unknown) => this.#env.log.warn({ error }, 'an old job is still kept'));
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        cancel();
        this.#endWaiting.delete(go);
        resolve();
      };
      const cancel = this.#env.clock.after(milliseconds, go);
      this.#endWaiting.add(go);
    });
  }
}
