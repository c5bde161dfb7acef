/** A category as its rooms see it (`room/directory.ts`). Made once for each category: asking costs no memory. */
import { asAbove, forever } from '../kept-days.ts';
import type { CategoryTraits } from './events.ts';
import type { Principals } from './principal-set.ts';
import { covers, type GroupIndex, isInScope, isNamed, type ScopeLists } from './scope.ts';

/** A category as it is, or as it would be after a change. */
export type Scoped = CategoryTraits & ScopeLists & { readonly key: string; readonly creators: Principals };

export interface ScopeEnvironment extends GroupIndex {
  /** Whether the service is there for somebody at all. */
  mayUse(bare: string): boolean;
  /** Whether the service lets somebody make rooms at all. */
  mayMakeRooms(bare: string): boolean;
  /** Days for which messages are kept where the category does not say; for ever where it is left out. */
  readonly keptDays?: number | undefined;
  /** Whether the category is being removed; never where it is left out. */
  isClosing?(): boolean;
}

export class CategoryView {
  readonly #category: Scoped;
  readonly #env: ScopeEnvironment;

  constructor(category: Scoped, env: ScopeEnvironment) {
    this.#category = category;
    this.#env = env;
  }

  get key(): string {
    return this.#category.key;
  }

  get name(): string {
    return this.#category.name;
  }

  get invitations(): boolean {
    return this.#category.invitations;
  }

  get fileUpload(): boolean {
    return this.#category.fileUpload;
  }

  get history(): boolean {
    return this.#category.history;
  }

  get keptDays(): number {
    const { retentionDays } = this.#category;
    return retentionDays === asAbove ? (this.#env.keptDays ?? forever) : retentionDays;
  }

  get ownersDestroy(): boolean {
    return this.#category.ownersDestroy;
  }

  get closing(): boolean {
    return this.#env.isClosing?.() === true;
  }

  inScope(bare: string): boolean {
    return isInScope(this.#category, bare, this.#env) && this.#env.mayUse(bare);
  }

  covers(principal: string): boolean {
    return covers(this.#category, principal, this.#env);
  }

  mayCreate(bare: string): boolean {
    return (
      isNamed(this.#category.creators, bare, this.#env.groupsOf(bare)) &&
      this.inScope(bare) &&
      this.#env.mayMakeRooms(bare)
    );
  }
}
