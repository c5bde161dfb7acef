/** Long work as data: what it does in one step, and what is kept of it between steps and processes. */
import type { Person } from '../../room/state.ts';

/** What is kept; all of it survives JSON. */
export interface Job {
  readonly key: string;
  /** A name in the table of kinds. */
  readonly kind: string;
  readonly args: unknown;
  /** What it does, and to what, in words. */
  readonly title: string;
  /** Of two with one topic the later one takes over. */
  readonly topic?: string;
  readonly by: Person;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly state: 'running' | 'done' | 'failed';
  /** How far it is, as its kind knows it; absent before the first step. */
  readonly cursor?: unknown;
  readonly done: number;
  readonly total?: number;
  readonly endedAt?: number;
  /** What came of it, or why nothing did. */
  readonly result?: string;
}

export interface JobStep {
  readonly cursor: unknown;
  readonly done: number;
  readonly total?: number;
  /** The next step is not in a hurry. */
  readonly restMilliseconds?: number;
  /** The work is over, and this came of it. */
  readonly ended?: string;
}

/**
 * A kind of long work. A step is bounded, and may be done again from its beginning after a kill: what it does has to be
 * harmless the second time. A StoreError lets it be tried again; any other error ends the job.
 */
export interface JobKind {
  step(job: Job): Promise<JobStep>;
}
