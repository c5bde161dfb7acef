/**
 * XEP-0437: Room Activity Indicators 0.2.0 (2020-05-05)
 */
import { NS } from '../namespaces.ts';
import { markup } from '../splice.ts';
import { child, type Element, serialize, xml } from '../xml.ts';

/** Whether a presence to the service asks to be told of activity (§3.1). */
export function asksForActivity(presence: Element): boolean {
  return child(presence, 'rai', NS.activity) !== undefined;
}

/** The rooms in which something was said. */
export function activityText(rooms: readonly string[]): string {
  const inner = rooms.map((jid) => serialize(xml('activity', {}, jid))).join('');
  return markup('rai', { xmlns: NS.activity }, inner);
}
