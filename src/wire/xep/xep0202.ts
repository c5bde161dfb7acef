/**
 * XEP-0202: Entity Time 2.0 (2009-09-11)
 */
import { NS } from '../namespaces.ts';
import { type Element, is, xml } from '../xml.ts';
import { formatDateTime } from './xep0082.ts';

export function isTimeRequest(payload: Element): boolean {
  return is(payload, 'time', NS.time);
}

/** `at`: milliseconds since 1970. A service has no place, and so no other time zone than UTC. */
export function buildTime(at: number): Element {
  return xml('time', { xmlns: NS.time }, xml('tzo', {}, '+00:00'), xml('utc', {}, formatDateTime(at)));
}
