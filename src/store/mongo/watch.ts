/** Whether the database answers: what the driver sees of the servers, and what came of the last writings. */
import { type MongoClient, MongoNetworkError, type TopologyDescriptionChangedEvent } from 'mongodb';
import { StoreError, type StoreState } from '../port.ts';
import { away, describeServers } from './failure.ts';

const slow = 'MongoDB takes too long to answer: check how busy its server, its disk and the network are';

/**
 * The driver may never answer: where a connection is closed right before a command is written to it, it waits for ever
 * that there is room on it (mongodb 7.9). No reading takes as long as this; a writing is tried again.
 */
const readingMilliseconds = 30_000;
const writingMilliseconds = 10_000;
/** After the server was lost: what the driver knows of a command it says in this time. */
const lostMilliseconds = 500;

interface Pending {
  readonly reject: (error: Error) => void;
}

export class Watch {
  readonly #patienceMilliseconds: number;
  /** Since when there is no server to write to, and since when a batch waits for its answer. */
  #lostSince: number | undefined;
  #batchSince: number | undefined;
  #trouble: { readonly since: number; readonly text: string } | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #pending = new Set<Pending>();
  /** What the driver was asked for whose answer somebody waits, whatever it is. */
  readonly #asked = new Set<Pending>();
  readonly #paused = new Set<() => void>();
  #idle: (() => void)[] = [];
  #stopped = false;
  #toldAway = false;
  #reason = away;
  /** Called when patience is over: what waits is to be refused. */
  impatient: () => void = () => {};
  /** Called when it has gone away, and when it is back. */
  changed: (state: StoreState) => void = () => {};

  constructor(client: MongoClient, patienceMilliseconds: number) {
    this.#patienceMilliseconds = patienceMilliseconds;
    client.on('topologyDescriptionChanged', (event: TopologyDescriptionChangedEvent) => {
      if (this.#stopped) return;
      const servers = [...event.newDescription.servers.values()];
      if (servers.some(({ isWritable }) => isWritable)) this.#back();
      else this.#lose(describeServers(event.newDescription));
    });
  }

  /** There is no server, or it takes too long. */
  get away(): boolean {
    return this.#lostSince !== undefined || this.impatientNow;
  }

  /** It has been away for so long that nothing more is to wait. */
  get impatientNow(): boolean {
    const since = Math.min(this.#lostSince ?? Infinity, this.#batchSince ?? Infinity);
    return Date.now() - since >= this.#patienceMilliseconds;
  }

  get state(): StoreState {
    if (this.away) {
      return { kind: 'away', since: this.#since(), text: this.#text() };
    }
    return this.#trouble === undefined ? { kind: 'up' } : { kind: 'away', ...this.#trouble };
  }

  /** What is told to whom nothing more can be promised. */
  get refusal(): string {
    return this.away ? `${away} (${this.#text()})` : (this.#trouble?.text ?? away);
  }

  batchBegins(): void {
    this.#batchSince = Date.now();
    this.#arm();
  }

  /** It has an answer. */
  batchEnds(): void {
    this.#batchSince = undefined;
    this.#tell();
    this.#arm();
  }

  /** What the server said no to, although it answers; nothing where it has just written something. */
  wrote(refusal?: string): void {
    if (refusal === undefined) this.#trouble = undefined;
    else this.#trouble = { since: this.#trouble?.since ?? Date.now(), text: refusal };
    this.#tell();
  }

  /** The same, but it rejects as soon as the store is known to be away. */
  unlessAway<T>(run: () => Promise<T>): Promise<T> {
    if (this.away) return Promise.reject(new StoreError(this.refusal));
    return this.#ending(this.#pending, readingMilliseconds, run);
  }

  /**
   * The same answer, but none where the server is lost meanwhile, or silent.
   * @throws MongoNetworkError (by rejecting): what came of it is not known
   */
  answer<T>(run: () => Promise<T>): Promise<T> {
    return this.#ending(this.#asked, writingMilliseconds, run);
  }

  /** Settles when nothing more is asked. */
  idle(): Promise<void> {
    if (this.#pending.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** After a failure: a moment, or until a server is there, whatever comes first. */
  pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#paused.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      this.#paused.add(done);
    });
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const done of this.#paused) done();
  }

  #text(): string {
    return this.#lostSince === undefined ? (this.#trouble?.text ?? slow) : this.#reason;
  }

  #since(): number {
    return Math.min(this.#lostSince ?? Infinity, this.#batchSince ?? Infinity);
  }

  #lose(reason: string): void {
    this.#reason = reason;
    if (this.#lostSince !== undefined) return;
    this.#lostSince = Date.now();
    this.#rejectPending();
    const asked = [...this.#asked];
    setTimeout(() => {
      for (const pending of asked) if (this.#asked.has(pending)) this.#giveUp(this.#asked, pending);
    }, lostMilliseconds);
    this.#arm();
    this.#tell();
  }

  #back(): void {
    this.#lostSince = undefined;
    this.#tell();
    this.#arm();
    for (const done of this.#paused) done();
  }

  #ending<T>(among: Set<Pending>, milliseconds: number, run: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const pending: Pending = {
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      const timer = setTimeout(() => this.#giveUp(among, pending), milliseconds);
      among.add(pending);
      run().then(
        (value) => {
          clearTimeout(timer);
          this.#ended(among, pending);
          resolve(value);
        },
        (error: unknown) => {
          clearTimeout(timer);
          this.#ended(among, pending);
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  }

  #giveUp(among: Set<Pending>, pending: Pending): void {
    this.#ended(among, pending);
    pending.reject(new MongoNetworkError('no answer came'));
  }

  #ended(among: Set<Pending>, pending: Pending): void {
    among.delete(pending);
    if (among === this.#pending && among.size === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Says it once when it goes away, and once when it is back. */
  #tell(): void {
    const { state } = this;
    const isAway = state.kind === 'away';
    if (this.#toldAway === isAway) return;
    this.#toldAway = isAway;
    this.changed(state);
  }

  #rejectPending(): void {
    for (const { reject } of this.#pending) reject(new StoreError(this.refusal));
    this.#pending.clear();
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** One timer, for the moment in which patience is over. */
  #arm(): void {
    const since = this.#since();
    if (!Number.isFinite(since) || this.#timer !== undefined || this.#stopped) return;
    const left = since + this.#patienceMilliseconds - Date.now();
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        if (this.impatientNow) {
          this.#tell();
          this.#rejectPending();
          this.impatient();
        }
        // Also when it is over already: what came meanwhile waits in vain as well.
        this.#arm();
      },
      Math.max(left, 100),
    );
  }
}
