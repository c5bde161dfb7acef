/** The address changes hands, and what was said under the key it had is left in no other place. */
import type { Person, Room } from '../room/state.ts';
import { listingOf } from '../service/listing.ts';
import { found } from '../service/retracted.ts';
import { roomStream } from '../service/room-loader.ts';
import { listParts } from '../service/snapshot-parts.ts';
import { nothingLeft } from '../service/tombstone.ts';
import type { Commit, Replacement } from '../store/commit.ts';
import type { NewEvent, RoomKey, StoredEvent } from '../store/event.ts';
import { type Store, StoreError } from '../store/port.ts';
import type { Writing } from './room-being-made.ts';

const eventsAtATime = 500;

interface Ending {
  readonly by: Person;
  /** Milliseconds since 1970. */
  now(): number;
}

/** From now on the room is there. */
export async function takeAddress(room: Room, replaces: RoomKey | undefined, store: Store): Promise<void> {
  const { jid, key } = room;
  const holder =
    replaces === undefined
      ? await store.rooms.claim({ jid, key })
      : await store.rooms.rekey({ jid, from: replaces, to: key });
  if (holder !== key) throw new StoreError(`the address ${jid} was taken meanwhile: begin again`);
  await store.rooms.describe({ jid, listing: listingOf(room) });
}

/** Ends the record under the key that had the address: all that it held stands in the room's own. May be done again. */
export async function endFormer(room: Room, former: RoomKey, env: Writing & Ending): Promise<void> {
  const { store } = env;
  const stream = roomStream(former);
  const through = await store.lastNumber(stream);
  const end: NewEvent = {
    ...{ kind: 'destroyed', version: 1, at: Math.max(room.at, env.now()), person: env.by.key },
    payload: JSON.stringify({ room: room.jid }),
  };
  const commit = async (more: Pick<Commit, 'replace' | 'left' | 'unaffiliated'>): Promise<void> => {
    const first = (await store.lastNumber(stream)) + 1;
    const outcome = await store.commit({ stream, first, id: env.nextCommitId(), events: [end], ...more });
    if (outcome.kind !== 'committed') throw new StoreError(outcome.text);
  };
  for (let after = 0; after < through; ) {
    const events = await store.read({ stream, after, before: through + 1, order: 'ascending', limit: eventsAtATime });
    const replace = events.flatMap(emptied);
    if (replace.length > 0) await commit({ replace });
    after = events.at(-1)?.number ?? through;
  }
  const people = [...room.entries.values()].map(({ person }) => person.key);
  await commit({ left: [...room.sessions.keys()], unaffiliated: people });
  const number = await store.lastNumber(stream);
  const parts = Object.fromEntries(['room', ...listParts].map((part) => [part, null]));
  await store.saveSnapshot({ stream, number, parts });
  await store.compact({ stream, through: number });
}

function emptied(event: StoredEvent): readonly Replacement[] {
  if (event.kind === 'carded' || event.kind === 'set-aside')
    return event.replaced ? [] : [{ number: event.number, payload: '{}' }];
  const message = found(event);
  return message === undefined ? [] : [nothingLeft(message)];
}
