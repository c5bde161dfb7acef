/**
 * How the events of a record are written: one row per kind. Each carries who and when; all but housekeeping are marked for
 * the audit.
 */
import type { Person } from '../room/state.ts';
import type { NewEvent, PersonKey, StoredEvent } from '../store/event.ts';
import { type PeopleIndex, personOf } from './people-index.ts';
import type { KeyOf, RecordCodec, RecordState } from './stream-record.ts';

const eventVersion = 1;

interface Stamped {
  readonly kind: string;
  readonly at: number;
  readonly by: Person;
}

/** What an event says beside its stamp. */
export type Told<Event> = Omit<Event, 'kind' | 'at' | 'by'>;

export interface Body {
  readonly [field: string]: unknown;
}

/** Whoever stands in a body by key. */
export type NameOf = (key: PersonKey) => string;

export interface EventRow<Event> {
  /** Nobody answers for it: it only says how far something has got. */
  readonly housekeeping?: true;
  /** Whom it names without their key; nobody where it is left out. */
  names?(event: Event): readonly string[];
  encode(event: Event, keyOf: KeyOf): object;
  keys?(body: Body): readonly PersonKey[];
  decode(body: Body, people: PeopleIndex): Told<Event>;
}

export type EventRows<Event extends Stamped> = {
  readonly [Kind in Event['kind']]: EventRow<OfKind<Event, Kind>>;
};

/** Several kinds may be of one form. */
type OfKind<Event extends Stamped, Kind> = Event extends unknown ? (Kind extends Event['kind'] ? Event : never) : never;

/** An event that names nobody is written as it is. */
// biome-ignore lint/suspicious/noExplicitAny: whatever its fields are
export const asItIs: EventRow<any> = {
  encode: ({ kind: _kind, at: _at, by: _by, ...told }: Stamped) => told,
  decode: (body) => body,
};

export function nameIn(people: PeopleIndex): NameOf {
  return (key) => personOf(people, key).jid;
}

export function recordEvents<Event extends Stamped>(
  rows: EventRows<Event>,
): Pick<RecordCodec<RecordState, Event>, 'names' | 'encode' | 'keys' | 'decode'> {
  const table = rows as Readonly<Record<string, EventRow<Event>>>;
  const rowOf = (kind: string): EventRow<Event> => {
    const row = Object.hasOwn(table, kind) ? table[kind] : undefined;
    if (row === undefined) throw new Error(`an event of an unknown kind ${kind}`);
    return row;
  };
  return {
    names: (event) => rowOf(event.kind).names?.(event) ?? [],
    encode(event, keyOf): NewEvent {
      const { kind, at, by } = event;
      const row = rowOf(kind);
      const payload = JSON.stringify(row.encode(event, keyOf));
      const marked = row.housekeeping ? {} : ({ audited: true } as const);
      return { kind, version: eventVersion, at, person: by.key, ...marked, payload };
    },
    keys({ kind, person, payload }: StoredEvent) {
      return [person ?? '', ...(rowOf(kind).keys?.(JSON.parse(payload) as Body) ?? [])];
    },
    decode({ kind, at, person, payload }, people) {
      const told = rowOf(kind).decode(JSON.parse(payload) as Body, people);
      return { kind, at, by: personOf(people, person ?? ''), ...told } as unknown as Event;
    },
  };
}
