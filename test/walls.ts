/** A house of categories that a test builds, and changes while it runs. Where it says nothing, everything is allowed. */
import type { Addin, Directory, RoomCategory } from '../src/room/directory.ts';
import { defaultCategory } from '../src/room/state.ts';

type Wall = { -readonly [Switch in 'invitations' | 'fileUpload' | 'history' | 'ownersDestroy']: boolean } & {
  name: string;
  /** Principals as text; `*` for everyone. */
  allowed: string[];
  denied: string[];
  creators: string[];
};

export class Walls implements Directory {
  readonly #walls = new Map<string, Wall>();
  /** By the principal of the group, `group:NAME`: bare JIDs. */
  readonly groups = new Map<string, string[]>();
  readonly addins = new Map<string, Addin>();

  /** Makes or changes a category. */
  set(key: string, change: Partial<Wall> = {}): this {
    this.#walls.set(key, Object.assign(this.#wall(key), change));
    return this;
  }

  groupsOf(bare: string): readonly string[] {
    return [...this.groups].filter(([, members]) => members.includes(bare)).map(([group]) => group);
  }

  addin(name: string): Addin | undefined {
    return this.addins.get(name);
  }

  isCategoryName(name: string): boolean {
    return [...this.#walls.values()].some((wall) => wall.name.toLowerCase() === name.toLowerCase());
  }

  category(key: string): RoomCategory {
    const known = this.#walls.has(key) ? key : defaultCategory;
    const wall = this.#wall(known);
    const names = (bare: string): string[] => [bare, bare.slice(bare.indexOf('@') + 1), '*', ...this.groupsOf(bare)];
    const inScope = (bare: string): boolean =>
      names(bare).some((name) => wall.allowed.includes(name)) &&
      !names(bare).some((name) => wall.denied.includes(name));
    const isListed = (principal: string): boolean =>
      (wall.allowed.includes(principal) || wall.allowed.includes('*')) && !wall.denied.includes(principal);
    return {
      ...wall,
      key: known,
      inScope,
      covers: (principal) =>
        principal.includes('@') && !principal.startsWith('group:') ? inScope(principal) : isListed(principal),
      mayCreate: (bare) => inScope(bare) && names(bare).some((name) => wall.creators.includes(name)),
    };
  }

  #wall(key: string): Wall {
    const free = { invitations: true, fileUpload: true, history: true, ownersDestroy: true };
    return this.#walls.get(key) ?? { name: key, ...free, allowed: ['*'], denied: [], creators: ['*'] };
  }
}
