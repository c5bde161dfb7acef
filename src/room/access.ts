/**
 * Who may what. Affiliation and role are computed here, from the facts and the room (DESIGN: Facts, not
 * ranks); every use case asks `may`, and none compares affiliations itself.
 */
import type { Context } from './context.ts';
import { affiliationFrom, categoryOf, factsOf, isInScope } from './facts.ts';
import { privacyOf } from './privacy.ts';
import type { Party } from './request.ts';
import type { Affiliation, Occupant, Person, Role, Room } from './state.ts';

export { affiliationFrom, affiliationOf, belongs, categoryOf, factsOf, isInScope, isMember } from './facts.ts';

type Fact = 'manager' | 'member' | 'presenter';

interface Privilege {
  /** Any of these affiliations, any of these roles, or any of these facts, is enough. */
  readonly affiliations?: readonly Affiliation[];
  readonly roles?: readonly Role[];
  readonly facts?: readonly Fact[];
  readonly serviceAdmin?: true;
  /** For nobody out of scope, whatever their role: it is a ceiling. Only administrators of the service may be exempt. */
  readonly inScope?: true;
  /** In rooms like this these count, and nothing else. */
  readonly instead?: Pick<Privilege, 'affiliations' | 'roles' | 'facts' | 'inScope'> & {
    readonly settings: (room: Room) => boolean;
  };
  /** Enough, too, where the room is like this. */
  readonly where?: {
    readonly settings: (room: Room) => boolean;
    readonly affiliations?: readonly Affiliation[];
    readonly roles?: readonly Role[];
    /** Everybody. */
    readonly anybody?: true;
    readonly standing?: (standing: Standing, affiliation: Affiliation) => boolean;
  };
}

const everyRole: readonly Role[] = ['moderator', 'participant', 'visitor'];

/** A secret room is there for those who belong to it, and for those who are in it. */
const seen = {
  inScope: true,
  facts: ['manager', 'member', 'presenter'],
  roles: everyRole,
  where: { settings: (room) => privacyOf(room.settings) !== 'secret', anybody: true },
} as const satisfies Privilege;

/** To manage a room is not to be a member of it: who only manages a room for members stays outside. */
const admitted = {
  inScope: true,
  facts: ['member', 'presenter'],
  where: {
    settings: (room) => !room.settings.membersOnly,
    standing: (_: Standing, affiliation: Affiliation) => affiliation !== 'outcast',
  },
} as const satisfies Privilege;

/** XEP-0045 §5.1.1, §5.2.1 and §6 to §10, and the roles of categories and auditoriums: one row per action. */
const privileges = {
  /** As somebody who might belong to it; administrators look after rooms that are not for them. */
  'take part': seen,
  'see the room': { ...seen, serviceAdmin: true },
  enter: admitted,
  read: admitted,
  /** Neither managers nor administrators speak in an auditorium, unless they are presenters, too. */
  post: {
    inScope: true,
    roles: ['moderator', 'participant'],
    where: { settings: (room) => !room.settings.moderated, roles: ['visitor'] },
    instead: { settings: (room) => room.settings.auditorium, inScope: true, facts: ['presenter'] },
  },
  'configure the room': { affiliations: ['owner'], serviceAdmin: true },
  /** Whether owners may is a matter of the category. */
  'destroy the room': {
    serviceAdmin: true,
    where: { settings: (room) => categoryOf(room).ownersDestroy, affiliations: ['owner'] },
  },
  /** As with destroying it: all that was said goes. */
  'limit the history': {
    serviceAdmin: true,
    where: { settings: (room) => categoryOf(room).ownersDestroy, affiliations: ['owner'] },
  },
  'disable the room': { affiliations: ['owner'], serviceAdmin: true },
  /** Who was told to close a room does not open it again. */
  'enable the room': { serviceAdmin: true },
  /** An owner, to where they may make rooms; that is asked of the category. */
  'move the room': { affiliations: ['owner'], serviceAdmin: true },
  'change presenters': { affiliations: ['owner', 'admin'], serviceAdmin: true },
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
    inScope: true,
    affiliations: ['owner', 'admin', 'member'],
    where: {
      settings: ({ settings: { registration } }) => registration === 'approval' || registration === 'open',
      affiliations: ['none'],
    },
  },
  'give up registration': {
    affiliations: ['owner', 'admin', 'member'],
    where: { settings: () => true, standing: ({ room, person }) => room.applications.pending.has(person.jid) },
  },
  'decide on registrations': { affiliations: ['owner', 'admin'], serviceAdmin: true },
  'change roles': { roles: ['moderator'] },
  'list roles': { roles: ['moderator'] },
  /** XEP-0425 §3. Who is moderator by affiliation need not enter for it. */
  'moderate messages': { roles: ['moderator'], affiliations: ['owner', 'admin'], serviceAdmin: true },
  'speak for the service': { serviceAdmin: true },
  /** For all and for good, unlike what a moderator takes back; nobody undoes it. */
  'take away what was said': { serviceAdmin: true },
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
  const { room, person } = standing;
  const counts = row.instead?.settings(room) ? row.instead : row;
  return allows(counts, standing) || (row.serviceAdmin === true && context.isServiceAdmin(person));
}

function allows(row: Privilege, standing: Standing): boolean {
  const { room, person, role } = standing;
  if (row.inScope && !isInScope(room, person)) return false;
  const where = row.where?.settings(room) ? row.where : undefined;
  if (where?.anybody || row.roles?.includes(role) || where?.roles?.includes(role)) return true;
  const facts = factsOf(room, person);
  const affiliation = affiliationFrom(facts);
  return (
    (row.affiliations?.includes(affiliation) ?? false) ||
    (!facts.outcast && (row.facts?.some((fact) => facts[fact] !== undefined) ?? false)) ||
    (where?.affiliations?.includes(affiliation) ?? false) ||
    (where?.standing?.(standing, affiliation) ?? false)
  );
}

/**
 * Whether the row for taking part lets somebody do so for their scope alone, or for being in the room: true of nearly
 * everybody. Asked for every message, so without a table lookup; where it says no, the row has still to be asked.
 */
export function plainlyTakesPart(room: Room, { session, person }: Party): boolean {
  return isInScope(room, person) && (privacyOf(room.settings) !== 'secret' || room.sessions.has(session));
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
