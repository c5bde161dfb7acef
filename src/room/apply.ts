/** What each event does to a room. The only code that changes what is stored of one. */

import { isGroup } from '../principal-text.ts';
import { affiliationFrom } from './access.ts';
import { withoutPresenters } from './access-list.ts';
import { noApplications, withApplication, withDismissed, withoutApplication } from './applications.ts';
import type {
  Affiliated,
  Applied,
  Cleared,
  Configured,
  Created,
  Dismissed,
  Entered,
  Left,
  Posted,
  Purged,
  Renamed,
  RoleChanged,
  RoomEvent,
} from './events.ts';
import { isTalk } from './message-rate.ts';
import { withCleared, withRemoved } from './removals.ts';
import { applyExpired } from './retention.ts';
import { shared } from './shared-text.ts';
import { nickKey, occupantByNick, type Role, type Room, type Session } from './state.ts';
import { isProminent, isShown } from './traits/large-rooms.ts';
import { noteSlowed } from './traits/slow-mode.ts';
import { forget, noteRequest, noteRole } from './voice-notes.ts';

/** Applies the next event; its number is one more than the room's last. */
export function apply(room: Room, event: RoomEvent): void {
  room.number += 1;
  room.at = event.at;
  switch (event.kind) {
    case 'created':
      return begin(room, event);
    case 'configured':
      return configure(room, event);
    case 'affiliated':
      return affiliate(room, event);
    case 'moved':
      room.category = event.to;
      return;
    case 'disabled':
    case 'enabled':
      room.disabled = event.kind === 'disabled';
      return;
    case 'entered':
      return enter(room, event);
    case 'left':
      return leave(room, event);
    case 'renamed':
      return rename(room, event);
    case 'role':
      return changeRole(room, event);
    case 'voice-asked':
      return noteRequest(room, event.by.key, event.at);
    case 'resized':
      return resize(room, event.large);
    case 'posted':
      return post(room, event);
    case 'hat-created':
      return room.hats.create(event.hat);
    case 'hat-destroyed':
      return room.hats.destroy(event.uri);
    case 'hat-assigned':
      return room.hats.assign(event.whom, event.uri);
    case 'hat-unassigned':
      return room.hats.unassign(event.whom, event.uri);
    case 'applied':
      return takeApplication(room, event);
    case 'dismissed':
      return dismiss(room, event);
    case 'carded':
      room.card = event.card && { number: room.number, hashes: event.card.hashes };
      return;
    case 'purged':
      return purge(room, event);
    case 'cleared':
      return clear(room, event);
    case 'expired':
      return applyExpired(room, event);
    case 'content-removed':
    case 'set-aside':
    case 'let-go':
      return;
    case 'destroyed':
      return end(room);
  }
}

function begin(room: Room, { at, by, settings, open, category, forOthers }: Created): void {
  room.createdAt = at;
  room.settings = settings;
  room.open = open;
  if (category !== undefined) room.category = category;
  room.rate.begin(at);
  if (forOthers) return;
  room.entries.set({ person: by, facts: { manager: 'owner', member: true } });
  room.changes.add(by);
}

function configure(room: Room, { settings, open, keepsLonger }: Configured): void {
  room.settings = { ...room.settings, ...settings };
  room.open = open;
  if (settings.retentionDays !== undefined) room.keepsLonger = keepsLonger === true;
  if (settings.presenceOf !== undefined) announceShown(room);
  // Another duration begins with everybody's next message, as slow mode does when it is switched on.
  if (settings.slowModeSeconds !== undefined) room.lastPostAt = undefined;
  if (settings.auditorium !== undefined) changeKind(room, settings.auditorium);
}

/** Between a normal room and an auditorium: who is shown is another matter, and a normal room has no presenters. */
function changeKind(room: Room, auditorium: boolean): void {
  room.prominent = undefined;
  room.voiceNotes = undefined;
  announceShown(room);
  if (!auditorium) for (const person of withoutPresenters(room.entries)) room.changes.add(person);
}

function affiliate(room: Room, { by, whom, facts }: Affiliated): void {
  const before = room.entries.get(whom.jid)?.facts ?? {};
  // No client ever sees a group on a list.
  if (!isGroup(whom.jid)) room.changes.add(whom);
  if (Object.keys(facts).length === 0) room.entries.delete(whom.jid);
  else room.entries.set({ person: whom, facts });
  // What a moderator has made of somebody's voice is not undone by whom it is about, by registering.
  const another = affiliationFrom(facts) !== affiliationFrom(before) || facts.presenter !== before.presenter;
  if (by.key !== whom.key && another) forget(room, whom.key);
  room.applications = withoutApplication(room.applications, whom);
}

function end(room: Room): void {
  room.destroyed = true;
  room.applications = noApplications;
  room.occupants.clear();
  room.sessions.clear();
  room.voiceNotes = undefined;
  room.audience = undefined;
  room.moderators = undefined;
  room.prominent = undefined;
}

function takeApplication(room: Room, { by: person, nick, answers, at }: Applied): void {
  room.applications = withApplication(room.applications, { person, nick, answers, number: room.number, at });
}

function dismiss(room: Room, event: Dismissed): void {
  room.applications = withDismissed(room.applications, event);
}

function enter(room: Room, event: Entered): void {
  const jid = shared(`${event.by.jid}/${event.resource}`);
  if (room.sessions.has(jid)) return;
  let occupant = occupantByNick(room, event.nick);
  if (occupant === undefined) {
    const { by: person, role } = event;
    const nick = shared(event.nick);
    occupant = { nick, person, role, announced: isShown(room, role), sessions: [] };
    room.occupants.set(nickKey(nick), occupant);
    forgetRole(room, role);
  }
  const session: Session = { jid, occupant, presence: '' };
  occupant.sessions = occupant.sessions.concat(session);
  room.sessions.set(jid, session);
  room.audience = undefined;
}

function leave(room: Room, event: Left): void {
  const jid = `${event.by.jid}/${event.resource}`;
  const session = room.sessions.get(jid);
  if (session === undefined) return;
  const { occupant } = session;
  occupant.sessions = occupant.sessions.toSpliced(occupant.sessions.indexOf(session), 1);
  if (occupant.sessions.length === 0) {
    room.occupants.delete(nickKey(occupant.nick));
    forgetRole(room, occupant.role);
  }
  room.sessions.delete(jid);
  room.audience = undefined;
}

function rename(room: Room, event: Renamed): void {
  const occupant = occupantByNick(room, event.from);
  if (occupant === undefined) return;
  room.occupants.delete(nickKey(event.from));
  occupant.nick = shared(event.to);
  room.occupants.set(nickKey(occupant.nick), occupant);
}

/** The lists by role are out of date, if this one is in them. */
function forgetRole(room: Room, role: Role): void {
  if (role === 'moderator') room.moderators = undefined;
  if (isProminent(room, role)) room.prominent = undefined;
}

function changeRole(room: Room, event: RoleChanged): void {
  const occupant = occupantByNick(room, event.nick);
  if (occupant === undefined) return;
  occupant.role = event.role;
  if (event.appointed) occupant.appointed = true;
  else delete occupant.appointed;
  if (event.usual) forget(room, occupant.person.key);
  else noteRole(room, occupant.person.key, event.role);
  room.moderators = undefined;
  room.prominent = undefined;
  occupant.announced ||= isShown(room, event.role);
}

function resize(room: Room, large: boolean): void {
  room.large = large;
  if (!large) announceShown(room);
}

/** Everybody who is shown now has been told of to the others, or is with the next thing said of them. */
function announceShown(room: Room): void {
  for (const occupant of room.occupants.values()) occupant.announced ||= isShown(room, occupant.role);
}

function purge(room: Room, { ordinals, takesSubject }: Purged): void {
  room.removals = withRemoved(room.removals, ordinals);
  if (takesSubject === 'current') room.subject = undefined;
}

function clear(room: Room, { through, ordinal, takesSubject }: Cleared): void {
  room.removals = withCleared(room.removals, ordinal);
  room.clearedThrough = Math.max(room.clearedThrough, through);
  if (takesSubject === 'current') room.subject = undefined;
}

function post(room: Room, event: Posted): void {
  const { by, nick, originId, at, subject } = event;
  if (event.ordinal !== undefined) room.ordinal = event.ordinal;
  if (subject !== undefined) room.subject = { ...subject, nick, by: by.key, at, number: room.number };
  if (event.takesSubject === 'current') room.subject = undefined;
  if (isTalk(event)) room.rate.count(at);
  if (originId !== undefined) room.recent.add({ by: by.key, originId, number: room.number, at });
  if (event.slowed) noteSlowed(room, event);
}
