/** All groups that are made outside of this service: from the configuration and from a directory, as one. */
import type { OutsideGroup, OutsideGroupMap } from '../category/group-members.ts';
import { type Around, type SourceState, type Watched, WatchedSource } from './watched-source.ts';

export interface OutsideGroupsOptions extends Around {
  /** A group that several of them have is that of the first. */
  readonly sources: readonly Watched[];
  /** Told after a change, and only then, with all groups. */
  readonly changed: (groups: OutsideGroupMap) => void;
}

export class OutsideGroups {
  readonly #options: OutsideGroupsOptions;
  readonly #sources: readonly WatchedSource[];
  #groups: OutsideGroupMap = new Map();
  #doubled = '';

  constructor(options: OutsideGroupsOptions) {
    this.#options = options;
    this.#sources = options.sources.map((watched) => new WatchedSource(watched, options, () => this.#merge()));
  }

  get groups(): OutsideGroupMap {
    return this.#groups;
  }

  get states(): readonly SourceState[] {
    return this.#sources.map(({ state }) => state);
  }

  /** Takes up what was kept and begins to read; does not wait for sources that are away. */
  async start(): Promise<void> {
    for (const source of this.#sources) await source.start();
  }

  /** Reads every source now and says how each is. */
  async refresh(): Promise<readonly SourceState[]> {
    return Promise.all(this.#sources.map((source) => source.refresh()));
  }

  stop(): void {
    for (const source of this.#sources) source.stop();
  }

  #merge(): void {
    const groups = new Map<string, OutsideGroup>();
    const doubled: string[] = [];
    for (const { groups: found, state } of this.#sources) {
      for (const [name, members] of found) {
        if (groups.has(name)) doubled.push(name);
        else groups.set(name, { members, source: state.source });
      }
    }
    this.#groups = groups;
    this.#tellDoubled(doubled);
    this.#options.changed(groups);
  }

  #tellDoubled(names: readonly string[]): void {
    const text = names.toSorted().slice(0, namesTold).join(', ');
    if (text !== this.#doubled && text !== '') {
      this.#options.log.warn({ groups: text }, 'groups of the directory are hidden by those of the configuration');
    }
    this.#doubled = text;
  }
}

const namesTold = 20;
