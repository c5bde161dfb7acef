/**
 * Who may what. Affiliation and role are computed here, from the facts and the room (DESIGN: Facts, not
 * ranks); every use case asks `may`, and none compares affiliations itself.
 */
import type { Context } from './context.ts';
import type { Party } from './request.ts';
import type { Affiliation, Facts, Occupant, Person, Role, Room } from './state.ts';

const noFacts: Facts = {};

/** Facts on the person, else on their domain (XEP-0045 §9.1: domains may be banned or made members). */
export function factsOf(room: Room, person: Person): Facts {
  const own = room.entries.get(person.jid);
  if (own !== undefined) return own.facts;
  const domain = person.jid.slice(person.jid.indexOf('@') + 1);
  return room.entries.get(domain)?.facts ?? noFacts;
}

export function affiliationOf(room: Room, person: Person): Affiliation {
  return affiliationFrom(factsOf(room, person));
}

export function affiliationFrom(facts: Facts): Affiliation {
  if (facts.outcast) return 'outcast';
  if (facts.manager) return facts.manager;
  return facts.member || facts.presenter ? 'member' : 'none';
}

/** Whether somebody of whom these facts hold belongs to the room: owner, admin or member. */
export function belongs(facts: Facts): boolean {
  const affiliation = affiliationFrom(facts);
  return affiliation !== 'none' && affiliation !== 'outcast';
}

interface Privilege {
  /** Any of these affiliations, or any of these roles, is enough. */
  readonly affiliations?: readonly Affiliation[];
  readonly roles?: readonly Role[];
  readonly serviceAdmin?: true;
  /** Enough, too, where the room is like this. */
  readonly where?: {
    readonly settings: (room: Room) => boolean;
    readonly affiliations?: readonly Affiliation[];
    readonly roles?: readonly Role[];
    readonly standing?: (standing: Standing, affiliation: Affiliation) => boolean;
  };
}

/** XEP-0045 §5.1.1, §5.2.1 and §6 to §10: one row per action. */
const privileges = {
  'configure the room': { affiliations: ['owner'], serviceAdmin: true },
  'destroy the room': { affiliations: ['owner'], serviceAdmin: true },
  'see real JIDs': {
    roles: ['moderator'],
    affiliations: ['owner', 'admin'],
    where: { settings: (room) => room.settings.whois === 'anyone', affiliations: ['member', 'none'] },
  },
  'see the member lists': {
    affiliations: ['owner', 'admin'],
    serviceAdmin: true,
    where: {
      settings: (room) => room.settings.whois === 'anyone',
      // A member who is not in the room now would have voice in it.
      standing: ({ room, role }, affiliation) =>
        affiliation === 'member' && room.settings.memberListFor.includes(role === 'none' ? 'participant' : role),
    },
  },
  'see the ban list': { affiliations: ['owner', 'admin'], serviceAdmin: true },
  'change members and bans': { affiliations: ['owner', 'admin'], serviceAdmin: true },
  'change owners and admins': { affiliations: ['owner'], serviceAdmin: true },
  invite: {
    roles: ['moderator'],
    affiliations: ['owner', 'admin'],
    where: {
      settings: (room) => room.settings.occupantsInvite || !room.settings.membersOnly,
      roles: ['participant', 'visitor'],
    },
  },
  'change the card': { affiliations: ['owner'], serviceAdmin: true },
  'change hats': { affiliations: ['owner', 'admin'], serviceAdmin: true },
  'see the hats': {
    affiliations: ['owner', 'admin', 'member'],
    roles: ['moderator', 'participant', 'visitor'],
    serviceAdmin: true,
  },
  'see who wears hats': {
    affiliations: ['owner', 'admin'],
    serviceAdmin: true,
    where: {
      settings: (room) => room.settings.whois === 'anyone',
      affiliations: ['member'],
      roles: ['participant', 'visitor'],
    },
  },
  /** By affiliation, in whatever role (XEP-0500 §6): nobody is slowed down in a room that is theirs. */
  'post without waiting': { affiliations: ['owner', 'admin'] },
  'register with the room': {
    affiliations: ['owner', 'admin', 'member'],
    where: {
      settings: ({ settings: { registration } }) => registration === 'approval' || registration === 'open',
      affiliations: ['none'],
    },
  },
  'decide on registrations': { affiliations: ['owner', 'admin'], serviceAdmin: true },
  'change roles': { roles: ['moderator'] },
  'list roles': { roles: ['moderator'] },
  /** XEP-0425 §3. Who is moderator by affiliation need not enter for it. */
  'moderate messages': { roles: ['moderator'], affiliations: ['owner', 'admin'], serviceAdmin: true },
  'make and unmake moderators': { affiliations: ['owner', 'admin'] },
  'list moderators': { affiliations: ['owner', 'admin'] },
  'ask for voice': { roles: ['visitor'] },
  'give voice to who asked for it': { roles: ['moderator'] },
} satisfies Record<string, Privilege>;

export type Action = keyof typeof privileges;

/** The row of an action, for those who write about it; who asks whether somebody may, asks `may`. */
export function privilegeOf(action: Action): Privilege {
  return privileges[action];
}

export interface Standing {
  readonly room: Room;
  readonly person: Person;
  /** `none` for somebody who is not in the room. */
  readonly role: Role;
}

/** Where somebody who asks stands, in the room or not. */
export function standingOf(room: Room, from: Party): Standing {
  return { room, person: from.person, role: room.sessions.get(from.session)?.occupant.role ?? 'none' };
}

/** As a moderator, it is enough that another session of the same person is in the room (XEP-0045 §8). */
export function standingWithAnySession(room: Room, from: Party): Standing {
  return { room, person: from.person, role: occupantOf(room, from)?.role ?? 'none' };
}

/** Who somebody is in the room: by the session that asks, else by another one of the same person. */
export function occupantOf(room: Room, from: Party): Occupant | undefined {
  const own = room.sessions.get(from.session)?.occupant;
  if (own !== undefined) return own;
  const others = [...room.occupants.values()].filter(({ person }) => person.jid === from.person.jid);
  return others.find(({ role }) => role === 'moderator') ?? others[0];
}

export function may(action: Action, standing: Standing, context: Pick<Context, 'isServiceAdmin'>): boolean {
  const row: Privilege = privileges[action];
  const affiliation = affiliationOf(standing.room, standing.person);
  if (row.affiliations?.includes(affiliation) || row.roles?.includes(standing.role)) return true;
  if (row.serviceAdmin && context.isServiceAdmin(standing.person)) return true;
  if (row.where?.settings(standing.room) !== true) return false;
  return (
    (row.where.affiliations?.includes(affiliation) ?? false) ||
    (row.where.roles?.includes(standing.role) ?? false) ||
    (row.where.standing?.(standing, affiliation) ?? false)
  );
}

/** Whether an occupant sees who is behind a nickname; asked for every presence, so without a table lookup. */
export function seesRealJids(room: Pick<Room, 'settings'>, role: Role): boolean {
  return room.settings.whois === 'anyone' || role === 'moderator';
}

/** Whether a nickname is reserved, and for others only. */
export function isReservedForOthers(room: Room, nick: string, person: Person): boolean {
  const holders = room.entries.holdersOf(nick);
  return holders.length > 0 && !holders.some(({ jid }) => jid === person.jid);
}
