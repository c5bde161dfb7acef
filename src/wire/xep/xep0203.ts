/**
 * XEP-0203: Delayed Delivery 2.0 (2009-09-15)
 */
import { NS } from '../namespaces.ts';
import { markup } from '../splice.ts';
import { type Element, is, xml } from '../xml.ts';
import { formatDateTime } from './xep0082.ts';
import { isSameAddress } from './xep0359.ts';

/** When a stanza was first received, in milliseconds since 1970, and by whom. */
export interface Delay {
  readonly stamp: number;
  readonly from?: string;
}

export function buildDelay(delay: Delay): Element {
  return xml('delay', attributesOf(delay));
}

/** The same as text, for what is sent by the page. */
export function delayText(delay: Delay): string {
  return markup('delay', attributesOf(delay));
}

function attributesOf({ stamp, from }: Delay): Record<string, string | undefined> {
  return { xmlns: NS.delay, from, stamp: formatDateTime(stamp) };
}

/** Whether a child of a stanza claims a delay in the name of `by`, which only `by` itself may do. */
export function isDelayBy(element: Element, by: string): boolean {
  return is(element, 'delay', NS.delay) && isSameAddress(element.attrs['from'], by);
}
