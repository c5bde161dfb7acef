/**
 * What is written of the service itself, in the stream `service`: for now, who is blocked. Each event says what was
 * before and what is after, who did it and when, so that it can be read without any other.
 */
import type { Person } from '../room/state.ts';
import type { NewEvent, PersonKey, StoredEvent } from '../store/event.ts';
import type { Block, BlockedList } from './blocked-list.ts';
import { type PeopleIndex, personOf } from './people-index.ts';

const eventVersion = 1;

interface Stamp {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: Person;
}

export interface Blocked extends Stamp {
  readonly kind: 'blocked';
  /** Where only the reason is another one. */
  readonly before?: Block;
  readonly after: Block;
}

export interface Unblocked extends Stamp {
  readonly kind: 'unblocked';
  readonly before: Block;
}

export type ServiceEvent = Blocked | Unblocked;

/** All that is known of the service: what its events come to. */
export interface ServiceState {
  /** Of the last event, as in a room. */
  number: number;
  at: number;
  readonly blocked: BlockedList;
}

export function applyServiceEvent(state: ServiceState, event: ServiceEvent): void {
  state.number += 1;
  state.at = event.at;
  switch (event.kind) {
    case 'blocked':
      return state.blocked.set(event.after);
    case 'unblocked':
      return state.blocked.delete(event.before.whom.jid);
  }
}

/** A block as it is stored: people stand by their key. */
interface BlockPart {
  readonly whom: PersonKey;
  readonly by: PersonKey;
  readonly at: number;
  readonly reason?: string;
}

interface Body {
  readonly before?: BlockPart;
  readonly after?: BlockPart;
}

export function encodeServiceEvent(event: ServiceEvent): NewEvent {
  const body: Body = {
    ...(event.before && { before: encodeBlock(event.before) }),
    ...(event.kind === 'blocked' && { after: encodeBlock(event.after) }),
  };
  const { kind, at, by } = event;
  return { kind, version: eventVersion, at, person: by.key, payload: JSON.stringify(body) };
}

export function peopleInServiceEvent(stored: StoredEvent): PersonKey[] {
  const { before, after } = JSON.parse(stored.payload) as Body;
  return [stored.person ?? '', ...[before, after].flatMap((part) => (part ? peopleInBlock(part) : []))];
}

export function decodeServiceEvent(stored: StoredEvent, people: PeopleIndex): ServiceEvent {
  const { before, after } = JSON.parse(stored.payload) as Body;
  const stamp = { at: stored.at, by: personOf(people, stored.person ?? '') };
  if (stored.kind === 'blocked' && after !== undefined) {
    const was = before && { before: decodeBlock(before, people) };
    return { kind: 'blocked', ...stamp, ...was, after: decodeBlock(after, people) };
  }
  if (stored.kind === 'unblocked' && before !== undefined) {
    return { kind: 'unblocked', ...stamp, before: decodeBlock(before, people) };
  }
  throw new Error(`event of an unknown kind ${stored.kind} in ${stored.stream} at ${stored.number}`);
}

export function encodeBlock({ whom, by, at, reason }: Block): BlockPart {
  return { whom: whom.key, by: by.key, at, ...(reason !== undefined && { reason }) };
}

export function decodeBlock({ whom, by, ...rest }: BlockPart, people: PeopleIndex): Block {
  return { whom: personOf(people, whom), by: personOf(people, by), ...rest };
}

export function peopleInBlock({ whom, by }: BlockPart): PersonKey[] {
  return [whom, by];
}

export type { BlockPart };
