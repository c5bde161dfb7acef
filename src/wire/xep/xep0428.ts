/**
 * XEP-0428: Fallback Indication 0.2.1 (2024-03-20)
 */
import { NS } from '../namespaces.ts';
import { child, children, type Element, elements, text } from '../xml.ts';
import { carriesRetraction } from './xep0424.ts';
import { carriesReaction } from './xep0444.ts';

/** Characters of the longest `<body/>`; undefined without one. */
export function longestBody(message: Element): number | undefined {
  const first = child(message, 'body');
  if (first === undefined) return undefined;
  const one = text(first).length;
  // Every message comes by here, and most have nothing else.
  if (message.children.length === 1) return one;
  return children(message, 'body').reduce((longest, body) => Math.max(longest, text(body).length), one);
}

/**
 * Whether all of the body only repeats the retraction or reaction that the message carries: the indication names it, and
 * no part of the body. Without what it stands in for, an indication says nothing.
 */
export function isMereFallback(message: Element): boolean {
  if (child(message, 'fallback', NS.fallback) === undefined) return false;
  return children(message, 'fallback', NS.fallback).some((fallback) => {
    const parts = elements(fallback);
    const whole = ({ attrs }: Element) => attrs['start'] === undefined && attrs['end'] === undefined;
    if (parts.length > 0 && !children(fallback, 'body', NS.fallback).some(whole)) return false;
    switch (fallback.attrs['for']) {
      case NS.retract:
      case NS.retractFastened:
        return carriesRetraction(message);
      case NS.reactions:
        return carriesReaction(message);
      default:
        return false;
    }
  });
}
