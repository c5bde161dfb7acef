/** The parts of a service: which there are, and who is made with what. Their life is in `service.ts`. */
import type { RoomEvent } from '../room/events.ts';
import type { Person, Room } from '../room/state.ts';
import type { ComponentStream, Sending } from '../wire/stream.ts';
import { Activity } from './activity.ts';
import { Blocking, isBlockedPerson } from './blocking.ts';
import { CatchUp } from './catch-up.ts';
import { contextFactory } from './context.ts';
import type { DeliveredMark } from './delivered.ts';
import { Ghosts } from './ghosts.ts';
import { House } from './house/house.ts';
import { Lanes } from './lanes.ts';
import { ServiceHealth } from './operations/health.ts';
import { operations } from './operations/operations.ts';
import { People } from './people.ts';
import { Rooms } from './rooms.ts';
import { Router, type RouterEnvironment } from './router.ts';
import { ServerCopies } from './server-copies.ts';
import type { ServiceRecord } from './service-codec.ts';
import type { ServiceOptions } from './service-options.ts';
import { Throttle } from './throttle.ts';

export interface ServicePartsEnvironment {
  readonly options: ServiceOptions;
  readonly mark: DeliveredMark;
  readonly record: ServiceRecord;
  /** What leaves goes through it to the stream. */
  readonly sending: Sending;
  /** Undefined until it is opened. */
  stream(): ComponentStream | undefined;
  /** A commit of this sequence is durable and its deliveries have been handed to the stream. */
  delivered(sequence: number, room: Room, events: readonly RoomEvent[]): void;
}

export interface ServiceParts {
  readonly lanes: Lanes;
  readonly throttle: Throttle;
  readonly activity: Activity;
  readonly rooms: Rooms;
  readonly ghosts: Ghosts;
  readonly blocking: Blocking;
  readonly house: House;
  readonly router: Router;
  readonly copies: ServerCopies;
  readonly catchUp: CatchUp;
  readonly health: ServiceHealth;
}

export function serviceParts(env: ServicePartsEnvironment): ServiceParts {
  const { options, mark, record, sending } = env;
  const { store, log, domain, clock } = options;
  const send = (text: string): void => sending.send(text);
  const lanes = new Lanes({ stream: sending, bufferedBytes: () => env.stream()?.bufferedBytes ?? 0 });
  const throttle = new Throttle({ store, lanes, stream: () => env.stream() });
  const house: House = new House({ options, record, rooms: () => rooms, nextCommitId: () => rooms.nextCommitId() });
  const isServiceAdmin = (person: Pick<Person, 'jid'>): boolean => house.isServiceAdmin(person);
  const isBlocked = isBlockedPerson({ isBlocked: (jid) => blocking.isBlocked(jid) });
  const context = contextFactory({ house, now: clock.now, random: options.random, isServiceAdmin, isBlocked });
  const people = new People({ store, log });
  const activity = new Activity({ store, log, clock, domain, isBlocked, house, lane: lanes.open() });
  const rooms = new Rooms({
    store,
    log,
    directory: options.directory ?? house.directory,
    scope: house.following,
    context,
    newRoomKey: options.random,
    senders: (keys) => people.jids(keys),
    lanes,
    delivered: (sequence, room, events) => env.delivered(sequence, room, events),
    now: clock.now,
  });
  const ghosts = new Ghosts({ store, log, clock, rooms, people, send });
  const blocking = new Blocking({ store, log, clock, record, rooms, people, domain, isServiceAdmin });
  const health = new ServiceHealth({ store, log, clock, stream: () => env.stream() });
  const router = newRouter({
    health,
    options,
    mark,
    throttle,
    activity,
    rooms,
    ghosts,
    blocking,
    house,
    people,
    isServiceAdmin,
    send,
  });
  const copies = serverCopies(env);
  const catchUp = new CatchUp({
    store,
    log,
    clock,
    rooms,
    mark,
    ghosts,
    context,
    setReading: (on) => (on ? env.stream()?.resume('resending') : env.stream()?.pause('resending')),
  });
  return { lanes, throttle, activity, rooms, ghosts, blocking, house, router, copies, catchUp, health };
}

type RouterParts = Pick<ServicePartsEnvironment, 'options' | 'mark'> &
  Pick<ServiceParts, 'throttle' | 'activity' | 'rooms' | 'ghosts' | 'blocking' | 'house' | 'health'> &
  Pick<RouterEnvironment, 'people' | 'isServiceAdmin' | 'send'>;

function newRouter(parts: RouterParts): Router {
  const running = operations({
    ...parts.options,
    send: parts.send,
    jobs: parts.house.jobs,
    nextCommitId: () => parts.rooms.nextCommitId(),
  });
  const { options, mark, throttle, activity, rooms, ghosts, blocking, house, people, isServiceAdmin, send } = parts;
  const { store, log, domain, version, contacts, stanzaSizeBytesMax, rates, clock, random } = options;
  const { categories, groups, policies, addins, settings, jobs, audit, administrators, roomDirectory, roomContent } =
    house;
  const { holds, retention } = house;
  return new Router({
    store,
    log,
    domain,
    version,
    contacts,
    stanzaSizeBytesMax,
    rates,
    rooms,
    people,
    now: clock.now,
    send,
    mayCreateRooms: (person) => house.directory.newRoomCategory(person) !== undefined,
    mayUse: (bare) => house.policies.isPermitted('use', bare),
    isServiceAdmin,
    random,
    activity,
    house: {
      ...{ categories, groups, policies, addins, settings, jobs, audit, administrators, blocks: blocking },
      ...{ ...running, health: () => parts.health.now() },
      ...{ roomDirectory, roomContent, holds, retention },
    },
    roomManagementUrl: () => settings.values().roomManagementUrl,
    searches: house.searches,
    visible: house.visibleRooms,
    isBlocked: (jid) => blocking.isBlocked(jid),
    roomInMemory: (jid) => rooms.peek(jid)?.room,
    answered(id) {
      running.probe.answered(id);
      mark.answered(id);
    },
    gone: (bounce) => (bounce.roomJid === domain ? activity.end(bounce.session) : ghosts.gone(bounce)),
    begin: () => throttle.begin(),
    breathe: () => throttle.breathe(),
    occupantsIn: (jid) => rooms.peek(jid)?.room?.occupants.size,
  });
}

function serverCopies({ options, stream }: Pick<ServicePartsEnvironment, 'options' | 'stream'>): ServerCopies {
  const { domain, users, log, clock, random } = options;
  return new ServerCopies({
    domain,
    host: options.serverCopies ? users.find((home) => home !== '*') : undefined,
    log,
    clock,
    random,
    send: (text) => stream()?.send(text),
    reconnect: (reason) => stream()?.reconnect(reason),
  });
}
