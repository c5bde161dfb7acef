/** Events and commits as tests give them. */

import type { Commit } from '../../src/store/commit.ts';
import type { NewEvent } from '../../src/store/event.ts';

/** An event with nothing special about it; `text` becomes its payload. */
export function event(text: string, more: Partial<NewEvent> = {}): NewEvent {
  return { kind: 'posted', version: 1, at: 1_000, payload: JSON.stringify(text), ...more };
}

let commitId = 0;

/** A commit of its own id. */
export function commit(stream: string, first: number, events: readonly NewEvent[], more: Partial<Commit> = {}): Commit {
  commitId += 1;
  return { stream, first, id: commitId, events, ...more };
}
