/**
 * XEP-0199: XMPP Ping 2.0.1 (2019-03-26)
 */
import { NS } from '../namespaces.ts';
import { type Element, is, xml } from '../xml.ts';

export function isPing(payload: Element): boolean {
  return is(payload, 'ping', NS.ping);
}

export function buildPing(ping: { readonly from: string; readonly to: string; readonly id: string }): Element {
  return xml('iq', { type: 'get', ...ping }, xml('ping', { xmlns: NS.ping }));
}
