/**
 * XEP-0045: Multi-User Chat 1.35.5 (2026-05-03)
 *
 * A name for a new room (`muc#unique`), which this version has no more and older clients ask for.
 */
import { NS } from '../namespaces.ts';
import { type Element, is, xml } from '../xml.ts';

export function isUniqueNameRequest(payload: Element): boolean {
  return is(payload, 'unique', NS.mucUnique);
}

export function buildUniqueName(name: string): Element {
  return xml('unique', { xmlns: NS.mucUnique }, name);
}
