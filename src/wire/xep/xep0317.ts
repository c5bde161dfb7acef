/**
 * XEP-0317: Hats 0.3.1 (2025-08-18)
 */
import { NS } from '../namespaces.ts';
import { markup } from '../splice.ts';

export interface ShownHat {
  readonly uri: string;
  readonly title: string;
  readonly hue?: string;
}

/** What somebody wears, as text: it stands in presence, which a room sends most (§3.1). */
export function hatsText(hats: readonly ShownHat[]): string {
  let inner = '';
  for (const { uri, title, hue } of hats) inner += markup('hat', { title, uri, hue });
  return markup('hats', { xmlns: NS.hats }, inner);
}
