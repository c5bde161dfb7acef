/** What was done by whom, read from the records of rooms, of categories and of the service. */
import type { CategoryEvent } from '../../category/events.ts';
import type { Audit, AuditEntry, AuditQuery } from '../../commands/house.ts';
import type { RoomEvent } from '../../room/events.ts';
import { noAuditPlace, readAuditPlace } from '../../store/audit.ts';
import type { StoredEvent, StreamId } from '../../store/event.ts';
import type { Store } from '../../store/port.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import { prepareJid } from '../../wire/jid.ts';
import { categoryCodec, categoryKeyOf, categoryStream } from '../category-codec.ts';
import { decodeEvent, peopleIn } from '../event-codec.ts';
import type { PeopleIndex } from '../people-index.ts';
import { isRoomStream, roomKeyOf, roomStream } from '../room-loader.ts';
import { serviceCodec, serviceStream } from '../service-codec.ts';
import type { ServiceEvent } from '../service-events.ts';
import { sideBySide } from '../side-by-side.ts';
import { peopleOf } from '../stream-record.ts';
import { titleOf } from './audit-titles.ts';
import { valuesOfCategoryEvent, valuesOfRoomEvent, valuesOfServiceEvent } from './audit-values.ts';
import { badPlace, nothingCalledSo } from './refusals.ts';

const entriesMax = 500;
const streamsAtATime = 20;

export interface HouseAuditEnvironment {
  readonly store: Store;
  /** Of the service: where a room is named by what stands before it. */
  readonly domain: string;
  /** Of a category, by key. */
  nameOf(key: string): string | undefined;
  /** The key of a category, by name. */
  keyOf(name: string): string | undefined;
}

export class HouseAudit implements Audit {
  readonly #env: HouseAuditEnvironment;

  constructor(env: HouseAuditEnvironment) {
    this.#env = env;
  }

  async read(query: AuditQuery): ReturnType<Audit['read']> {
    const { from, since, until } = query;
    if (from !== undefined && readAuditPlace(from) === undefined) return badPlace(noAuditPlace);
    const stream = query.where === undefined ? undefined : await this.#streamOf(query.where);
    if (isRefusal(stream)) return stream;
    const by = query.by === undefined ? undefined : prepareJid(query.by);
    if (isRefusal(by)) return by;
    const { store } = this.#env;
    const person = by === undefined ? undefined : (await store.people.keys([by.bare])).get(by.bare);
    const { events, place } = await store.audit({
      limit: Math.max(1, Math.min(query.limit, entriesMax)),
      ...(from !== undefined && { before: from }),
      ...(stream !== undefined && { stream }),
      ...(person !== undefined && { person }),
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
    });
    const [people, places] = await Promise.all([peopleOf(store, events.flatMap(peopleInEvent)), this.#places(events)]);
    const entries = events.map((event) => this.#entry(event, people, places));
    return { entries, ...(place !== undefined && { next: place }) };
  }

  #entry(stored: StoredEvent, people: PeopleIndex, places: ReadonlyMap<StreamId, string>): AuditEntry {
    const event = decode(stored, people);
    const values = valuesOf(stored, event, (key) => this.#env.nameOf(key) ?? key);
    const where = places.get(stored.stream) ?? stored.stream;
    return { at: event.at, by: event.by.jid, where, what: event.kind, title: titleOf(event.kind), ...values };
  }

  async #streamOf(where: string): Promise<StreamId | Refusal> {
    const text = where.trim();
    if (text === serviceStream) return serviceStream;
    const key = this.#env.keyOf(text.replace(/^category:/, ''));
    if (key !== undefined) return categoryStream(key);
    const jid = prepareJid(text.includes('@') ? text : `${text}@${this.#env.domain}`);
    const room = isRefusal(jid) ? undefined : await this.#env.store.rooms.find(jid.bare);
    return room === undefined ? nothingCalledSo() : roomStream(room.key);
  }

  /** Streams as people know them. */
  async #places(events: readonly StoredEvent[]): Promise<ReadonlyMap<StreamId, string>> {
    const places = new Map<StreamId, string>();
    await sideBySide(new Set(events.map(({ stream }) => stream)), streamsAtATime, async (stream) => {
      const category = categoryKeyOf(stream);
      if (category !== undefined) places.set(stream, `category:${this.#env.nameOf(category) ?? category}`);
      const jid = isRoomStream(stream) ? await this.#addressOf(stream) : undefined;
      if (jid !== undefined) places.set(stream, jid);
    });
    return places;
  }

  /** A room that is no more has none; what its record ends with says which it had. */
  async #addressOf(stream: StreamId): Promise<string | undefined> {
    const { store } = this.#env;
    const room = await store.rooms.findByKey(roomKeyOf(stream));
    if (room !== undefined) return room.jid;
    const [last] = await store.read({ stream, after: 0, order: 'descending', limit: 1 });
    if (last === undefined) return undefined;
    const event = decodeEvent(last, await peopleOf(store, peopleIn(last)));
    return event.kind === 'destroyed' ? event.room : undefined;
  }
}

function peopleInEvent(event: StoredEvent): readonly string[] {
  if (event.stream === serviceStream) return serviceCodec.keys(event);
  const category = categoryKeyOf(event.stream);
  return category === undefined ? peopleIn(event) : categoryCodec(category).keys(event);
}

function decode(event: StoredEvent, people: PeopleIndex): RoomEvent | CategoryEvent | ServiceEvent {
  if (event.stream === serviceStream) return serviceCodec.decode(event, people);
  const category = categoryKeyOf(event.stream);
  return category === undefined ? decodeEvent(event, people) : categoryCodec(category).decode(event, people);
}

function valuesOf(
  { stream }: StoredEvent,
  event: RoomEvent | CategoryEvent | ServiceEvent,
  nameOf: (key: string) => string,
): Pick<AuditEntry, 'before' | 'after'> {
  if (stream === serviceStream) return valuesOfServiceEvent(event as ServiceEvent, nameOf);
  if (categoryKeyOf(stream) !== undefined) return valuesOfCategoryEvent(event as CategoryEvent);
  return valuesOfRoomEvent(event as RoomEvent, nameOf);
}
