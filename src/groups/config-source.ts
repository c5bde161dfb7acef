/** Groups that stand in the configuration. */
import type { GroupSource, MemberLists } from './source.ts';

export class ConfigGroups implements GroupSource {
  readonly name = 'config';
  #groups: MemberLists;

  constructor(groups: MemberLists) {
    this.#groups = groups;
  }

  /** The configuration was read again. */
  replace(groups: MemberLists): void {
    this.#groups = groups;
  }

  async load(): Promise<MemberLists> {
    return this.#groups;
  }
}
