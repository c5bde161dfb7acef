/**
 * How far the import of a room has come: kept in the store before anything else of it is, so that the next run goes on, or
 * knows that it is done.
 */
import type { Subject } from '../room/state.ts';
import type { RoomKey, StreamId } from '../store/event.ts';
import type { Store } from '../store/port.ts';

export interface Mark {
  /** Of the room that is made. */
  readonly key: RoomKey;
  /** Of the one that has the address, where there is one already. */
  readonly replaces?: RoomKey;
  /** Number of the last event that it had. */
  readonly own?: number;
  /** `history`: what was said there is written. `own`: what was said here follows it. `done`: it has the address, and nothing is left to do. */
  readonly phase: 'history' | 'own' | 'done';
  /** Number and ordinal of the last event of what was said there; from `own` on. */
  readonly number?: number;
  readonly ordinal?: number;
  readonly subject?: Subject;
  /** Messages that it had there. */
  readonly messages: number;
  /** Archive ids of the first and the last. */
  readonly first?: string;
  readonly last?: string;
}

const part = 'mark';

function streamOf(jid: string): StreamId {
  return `migration:${jid}`;
}

export async function readMark(store: Store, jid: string): Promise<Mark | undefined> {
  const written = (await store.snapshot(streamOf(jid)))?.parts[part];
  return written === undefined ? undefined : (JSON.parse(written) as Mark);
}

export async function saveMark(store: Store, jid: string, mark: Mark): Promise<void> {
  await store.saveSnapshot({ stream: streamOf(jid), number: 0, parts: { [part]: JSON.stringify(mark) } });
}
