/**
 * One source of groups over time: read on its schedule and on demand, its last good groups kept while it is away. An
 * outage must not empty rooms, so a directory that suddenly names nobody at all is doubted for a while.
 */
import type { Clock } from '../ops/clock.ts';
import type { Log } from '../ops/log.ts';
import { backoffMs } from '../wire/backoff.ts';
import { keptText, readKeptText } from './kept-text.ts';
import type { GroupKeeper, GroupSource, MemberLists, SourceName } from './source.ts';
import { Turns } from './turns.ts';

export interface Watched {
  readonly source: GroupSource;
  /** Absent for a source that changes only when it says so itself. */
  readonly schedule?: { readonly refreshSeconds: number; readonly keeper: GroupKeeper };
}

export interface Around {
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** How a source is. */
export interface SourceState {
  readonly source: SourceName;
  readonly groups: number;
  /** Counted once for each group they are in. */
  readonly members: number;
  /** When its groups were last read in full, in milliseconds since 1970; undefined for never. */
  readonly lastGoodAt: number | undefined;
  /** Why the last try failed; undefined where it did not. */
  readonly problem: string | undefined;
}

const backoff = { backoffBaseMs: 5_000 };
const retryMillisecondsMin = 1_000;
/** So many readings in a row must say that nobody is in any group before it is believed. */
const emptyReadings = 3;

export class WatchedSource {
  readonly #watched: Watched;
  readonly #around: Around;
  readonly #changed: () => void;
  #groups: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  #members = 0;
  #lastGoodAt: number | undefined;
  #problem: string | undefined;
  #failures = 0;
  #empty = 0;
  #reading: Promise<SourceState> | undefined;
  #cancel: () => void = () => {};
  #stopped = false;
  #isKept = false;

  /** `changed` is called after the groups have. */
  constructor(watched: Watched, around: Around, changed: () => void) {
    this.#watched = watched;
    this.#around = around;
    this.#changed = changed;
  }

  get groups(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.#groups;
  }

  get state(): SourceState {
    return {
      source: this.#watched.source.name,
      groups: this.#groups.size,
      members: this.#members,
      lastGoodAt: this.#lastGoodAt,
      problem: this.#problem,
    };
  }

  /** Takes up what was good before the restart and begins to read; waits only for a source that is never away. */
  async start(): Promise<void> {
    const { schedule } = this.#watched;
    if (schedule !== undefined) await this.#restore(schedule.keeper);
    const reading = this.refresh();
    if (schedule === undefined) await reading;
  }

  /** Reads the source now; joins a reading that is under way. */
  refresh(): Promise<SourceState> {
    this.#reading ??= this.#refresh().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  async #restore(keeper: GroupKeeper): Promise<void> {
    const text = await keeper.kept();
    if (text === undefined) return;
    const kept = readKeptText(text);
    if (kept === undefined) {
      this.#around.log.warn(
        { source: this.state.source },
        'the groups kept from before cannot be used; they are read anew',
      );
      return;
    }
    this.#lastGoodAt = kept.readAt;
    this.#isKept = true;
    await this.#take(kept.groups);
  }

  async #refresh(): Promise<SourceState> {
    this.#cancel();
    try {
      const groups = await this.#watched.source.load();
      if (!this.#stopped) await this.#loaded(groups);
    } catch (error) {
      if (!this.#stopped) this.#failed(error instanceof Error ? error.message : String(error));
    }
    return this.state;
  }

  async #loaded(groups: MemberLists): Promise<void> {
    if (this.#isDoubtful(groups)) {
      this.#failures = 0;
      this.#say('the directory names nobody in any group any more; the last groups stay until it has said so 3 times');
      this.#next(this.#regularly());
      return;
    }
    this.#empty = 0;
    this.#failures = 0;
    this.#lastGoodAt = this.#around.clock.now();
    if (this.#problem !== undefined) this.#around.log.info(this.#facts(), 'groups can be read again');
    this.#problem = undefined;
    this.#next(this.#regularly());
    if (await this.#take(groups)) this.#isKept = false;
    if (!this.#isKept) await this.#keep(groups);
  }

  /** Only what comes over a network is doubted: what stands in the configuration is meant. */
  #isDoubtful(groups: MemberLists): boolean {
    if (this.#watched.schedule === undefined || this.#members === 0) return false;
    if ([...groups.values()].some((members) => members.length > 0)) return false;
    this.#empty += 1;
    return this.#empty < emptyReadings;
  }

  #failed(problem: string): void {
    this.#empty = 0;
    this.#failures += 1;
    this.#say(problem);
    const most = this.#regularly();
    const wait = backoffMs({ ...backoff, backoffMsMax: most }, this.#failures, this.#around.random());
    this.#next(Math.min(Math.max(wait, retryMillisecondsMin), most));
  }

  /** Once for each problem, however long it lasts. */
  #say(problem: string): void {
    const { log } = this.#around;
    const line = 'groups cannot be read; those read last stay as they are';
    if (problem === this.#problem) log.debug({ ...this.#facts(), problem }, line);
    else log.warn({ ...this.#facts(), problem }, line);
    this.#problem = problem;
  }

  #facts() {
    const { source, groups, members, lastGoodAt } = this.state;
    return { source, groups, members, ...(lastGoodAt !== undefined && { lastGoodAt: new Date(lastGoodAt) }) };
  }

  #regularly(): number {
    return (this.#watched.schedule?.refreshSeconds ?? 0) * 1000;
  }

  #next(milliseconds: number): void {
    if (this.#stopped || this.#watched.schedule === undefined) return;
    this.#cancel = this.#around.clock.after(milliseconds, () => void this.refresh());
  }

  /** Gives whether these are other groups. */
  async #take(lists: MemberLists): Promise<boolean> {
    const turns = new Turns();
    const groups = new Map<string, ReadonlySet<string>>();
    let [same, members] = [lists.size === this.#groups.size, 0];
    for (const [name, list] of lists) {
      const set = new Set(list);
      same &&= isSame(set, this.#groups.get(name));
      groups.set(name, set);
      members += set.size;
      if (turns.isOver(set.size)) await turns.next();
    }
    if (same || this.#stopped) return false;
    this.#groups = groups;
    this.#members = members;
    this.#around.log.info(this.#facts(), 'groups have changed');
    this.#changed();
    return true;
  }

  async #keep(groups: MemberLists): Promise<void> {
    const { schedule, source } = this.#watched;
    try {
      await schedule?.keeper.keep(await keptText({ groups, readAt: this.#lastGoodAt ?? 0 }));
      this.#isKept = true;
    } catch (error) {
      this.#around.log.warn({ err: error, source: source.name }, 'groups could not be kept for the next start');
    }
  }
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string> | undefined): boolean {
  if (one.size !== other?.size) return false;
  for (const member of one) if (!other.has(member)) return false;
  return true;
}
