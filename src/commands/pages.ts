/** Pages of lists whose place is a number of rows. */
import type { Page } from './command.ts';

export interface PageOf<T> {
  readonly items: readonly T[];
  /** As a result of a command has it. */
  readonly more: { readonly next?: string };
}

/** These rows of what may be a very long list; what comes behind them is not looked at. */
export function pageOf<T>(all: Iterable<T>, { after, limit }: Page): PageOf<T> {
  const from = placeIn(after);
  const items: T[] = [];
  let at = 0;
  for (const item of all) {
    if (items.length === limit) return { items, more: { next: String(from + limit) } };
    if (at >= from) items.push(item);
    at += 1;
  }
  return { items, more: {} };
}

/** Whoever makes a place up gets some page. */
function placeIn(after: string | undefined): number {
  const at = Number(after ?? 0);
  return Number.isSafeInteger(at) && at > 0 ? at : 0;
}

/** The first of many, and how many are left out. */
export function someOf(all: Iterable<string> & { readonly size: number }, max: number): string {
  if (all.size === 0) return 'nobody';
  const shown: string[] = [];
  for (const one of all) {
    if (shown.length === max) break;
    shown.push(one);
  }
  const left = all.size - shown.length;
  return left === 0 ? shown.join('\n') : `${shown.join('\n')}\nand ${left} more`;
}

export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
