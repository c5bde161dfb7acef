/**
 * XEP-0203: Delayed Delivery 2.0 (2009-09-15)
 */
import { NS } from '../namespaces.ts';
import { type Element, is, xml } from '../xml.ts';
import { formatDateTime } from './xep0082.ts';
import { isSameAddress } from './xep0359.ts';

/** When a stanza was first received, in milliseconds since 1970, and by whom. */
export interface Delay {
  readonly stamp: number;
  readonly from?: string;
}

export function buildDelay({ stamp, from }: Delay): Element {
  return xml('delay', { xmlns: NS.delay, from, stamp: formatDateTime(stamp) });
}

/** Whether a child of a stanza claims a delay in the name of `by`, which only `by` itself may do. */
export function isDelayBy(element: Element, by: string): boolean {
  return is(element, 'delay', NS.delay) && isSameAddress(element.attrs['from'], by);
}
