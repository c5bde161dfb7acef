/** Messages to the service itself. The first reader that has something to say to one says it. */
import type { Refusal } from '../wire/error.ts';
import { child, type Element } from '../wire/xml.ts';
import { nothingThere } from './refusals.ts';

type Reader = (message: Element) => Refusal | undefined;

const readers: readonly Reader[] = [refuseTalk];

function refuseTalk(message: Element): Refusal | undefined {
  return child(message, 'body') === undefined ? undefined : nothingThere();
}

/** `undefined` for what needs no answer. */
export function readServiceMessage(message: Element): Refusal | undefined {
  for (const read of readers) {
    const refusal = read(message);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
