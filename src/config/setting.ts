/** What a row of the table of settings is made of: what it is for, how it is read, and what counts where it is not set. */
import type { Kind } from './value.ts';

export interface Described<T> {
  readonly kind: Kind<T>;
  /** For the person who runs the service: what it is for, and its unit. Whole sentences. */
  readonly help: string;
  /** A plausible value for the annotated example. */
  readonly example?: string;
  /** Never shown, and may come from a file (`..._FILE`). */
  readonly secret?: true;
  /** What is wrong with a value because of others, if something is. */
  conflict?(value: T, from: Given): string | undefined;
}

type Fallback<T> =
  | { readonly presence: 'required' }
  | { readonly presence: 'optional' }
  /** Required where another setting is given, else optional. */
  | { readonly presence: 'with'; readonly key: string }
  | { readonly presence: 'default'; readonly value: T }
  /** Computed from other settings; `words` describe how. `undefined` when it cannot be. */
  | { readonly presence: 'derived'; readonly words: string; readonly derive: (from: Given) => T | undefined };

/** Values that are already known when a derived default is computed. */
export type Given = ReadonlyMap<string, unknown>;

export type Setting<T = unknown> = Described<T> & { readonly fallback: Fallback<T> };

export function required<T>(described: Described<T>) {
  return { ...described, fallback: { presence: 'required' } as const };
}

export function optional<T>(described: Described<T>) {
  return { ...described, fallback: { presence: 'optional' } as const };
}

export function requiredWith<T>(key: string, described: Described<T>) {
  return { ...described, fallback: { presence: 'with', key } as const };
}

export function withDefault<T>(value: NoInfer<T>, described: Described<T>) {
  return { ...described, fallback: { presence: 'default', value } as const };
}

export function derived<T>(
  row: Described<T> & { readonly words: string; readonly derive: (from: Given) => NoInfer<T> | undefined },
) {
  const { words, derive, ...described } = row;
  return { ...described, fallback: { presence: 'derived', words, derive } as const };
}
