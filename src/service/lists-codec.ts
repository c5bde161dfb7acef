/**
 * The lists of a room in its snapshot: people stand by their key. A list may have a million, so it is written in slices,
 * each on a line of its own: a room that is loaded takes one at a time, and others speak between. A list of before, on a
 * single line, is the same JSON.
 */
import type { AccessList } from '../room/access-list.ts';
import type { Facts } from '../room/state.ts';
import type { PersonKey } from '../store/event.ts';

export type ListedPart = readonly [PersonKey, Facts];

/** A few milliseconds' worth of reading. */
const entriesPerSlice = 1_000;

export function encodeLists(entries: AccessList): string {
  const lines: string[] = [];
  let slice: ListedPart[] = [];
  const end = (): void => {
    if (slice.length > 0) lines.push(JSON.stringify(slice).slice(1, -1));
    slice = [];
  };
  for (const { person, facts } of entries.values()) {
    slice.push([person.key, facts]);
    if (slice.length === entriesPerSlice) end();
  }
  end();
  return `[${lines.join(',\n')}]`;
}

export function* listSlices(text: string): Generator<readonly ListedPart[], void> {
  for (let from = 1; from < text.length - 1; ) {
    const line = text.indexOf(',\n', from);
    const until = line === -1 ? text.length - 1 : line;
    const entries = JSON.parse(`[${text.slice(from, until)}]`) as ListedPart[];
    for (let first = 0; first < entries.length; first += entriesPerSlice) {
      yield entries.slice(first, first + entriesPerSlice);
    }
    from = until + 2;
  }
}
