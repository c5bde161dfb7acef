/**
 * XEP-0421: Occupant identifiers for semi-anonymous MUCs 1.0.1 (2025-04-09)
 */
import { NS } from '../namespaces.ts';
import { markup } from '../splice.ts';
import { type Element, is } from '../xml.ts';

/** As text, since it is part of all that occupants hear of each other. `id` says who, and not which address that is. */
export function occupantIdText(id: string): string {
  return markup('occupant-id', { xmlns: NS.occupantId, id });
}

/** Only the room may say who somebody is (§4). */
export function isOccupantId(element: Element): boolean {
  return is(element, 'occupant-id', NS.occupantId);
}
