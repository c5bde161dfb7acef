/**
 * XEP-0334: Message Processing Hints 1.0.0 (2024-04-17)
 */
import { NS } from '../namespaces.ts';
import { markup } from '../splice.ts';
import { child, type Element } from '../xml.ts';

/** Says that nobody is to keep the message for somebody who is away. */
export function noStoreText(): string {
  return markup('no-store', { xmlns: NS.hints });
}

/**
 * What the sender hints about keeping a message. Where hints contradict each other, not to store wins: what was kept
 * against somebody's wish cannot be made good. Hints in errors are ignored (§5).
 */
export function storageHint(message: Element): 'store' | 'no-store' | 'no-permanent-store' | undefined {
  if (message.attrs['type'] === 'error') return undefined;
  const hints = ['no-store', 'no-permanent-store', 'store'] as const;
  return hints.find((hint) => child(message, hint, NS.hints) !== undefined);
}
