/** Messages to the service itself that are no talk with it. */
import type { Refusal } from '../wire/error.ts';
import { child, type Element } from '../wire/xml.ts';
import { nothingThere } from './refusals.ts';

/** The service is no room; `undefined` for what needs no answer. */
export function readServiceMessage(message: Element, type: string): Refusal | undefined {
  return type === 'groupchat' && child(message, 'body') !== undefined ? nothingThere() : undefined;
}
