/** The owner's form: asked for, submitted, cancelled (XEP-0045 §10.1, §10.2). */
import { affiliationOf, may, standingOf } from './access.ts';
import type { RoomEvent } from './events.ts';
import { type Removal, remove } from './leave.ts';
import { type Context, type Delivery, done, type Outcome, outcome } from './outcome.ts';
import { ownersOnly } from './refusals.ts';
import type { AskForm, CancelForm, Configure } from './request.ts';
import { audience, type Occupant, type Room, timeOf } from './state.ts';
import { objectionToSettings, type SettingKey, type Settings, settingRows } from './traits/index.ts';

export function askForm(room: Room, request: AskForm, context: Context): Outcome {
  if (!mayConfigure(room, request, context)) return outcome({ answer: ownersOnly() });
  return outcome({ answer: { kind: 'form', settings: room.settings } });
}

export function configure(room: Room, request: Configure, context: Context): Outcome {
  if (!mayConfigure(room, request, context)) return outcome({ answer: ownersOnly() });
  const settings: Settings = { ...room.settings, ...request.settings };
  const refused = objectionToSettings(settings);
  if (refused !== undefined) return outcome({ answer: refused });
  const changed = (Object.keys(settingRows) as SettingKey[]).filter((key) => settings[key] !== room.settings[key]);
  if (changed.length === 0 && room.open) return outcome({ answer: done });
  const configured: RoomEvent = {
    kind: 'configured',
    at: timeOf(room, context),
    by: request.from.person,
    settings: Object.fromEntries(changed.map((key) => [key, settings[key]])),
    open: true,
  };
  const removed = settings.membersOnly && !room.settings.membersOnly ? removeStrangers(room, context) : noneRemoved;
  return outcome({
    events: [configured, ...removed.events],
    deliveries: [...notice(room, settings, changed), ...removed.deliveries],
    answer: done,
  });
}

/** Cancelling the first form takes the room back (§10.1.3); later it just leaves things as they are. */
export function cancelForm(room: Room, request: CancelForm, context: Context): Outcome {
  if (!mayConfigure(room, request, context)) return outcome({ answer: ownersOnly() });
  if (room.open) return outcome({ answer: done });
  const { events, deliveries } = remove(room, everybody(room), context);
  const ends = events.some((event) => event.kind === 'destroyed');
  const at = timeOf(room, context);
  const destroyed: RoomEvent = { kind: 'destroyed', at, by: request.from.person, room: room.jid };
  return outcome({ events: ends ? events : [...events, destroyed], deliveries, answer: done });
}

function mayConfigure(room: Room, request: AskForm | Configure | CancelForm, context: Context): boolean {
  return may('configure the room', standingOf(room, request.from), context);
}

/** 104, and the codes of what touches privacy (§10.2.1). A room that just opens has nobody to tell. */
function notice(room: Room, settings: Settings, changed: readonly SettingKey[]): Delivery[] {
  if (!room.open || changed.length === 0) return [];
  const statuses = new Set<number>();
  for (const key of changed) statuses.add(statusOf(key, settings));
  return [{ kind: 'notice', statuses: [...statuses].sort((a, b) => a - b), to: audience(room) }];
}

function statusOf(key: SettingKey, settings: Settings): number {
  const row = settingRows[key] as { readonly status?: (value: unknown) => number };
  return row.status?.(settings[key]) ?? 104;
}

const noneRemoved = { events: [], deliveries: [] };

/** Switched to members only, the room removes those who are not, with status 322 (§10.2.1 and §9.4). */
function removeStrangers(room: Room, context: Context): ReturnType<typeof remove> {
  const removals = new Map<Occupant, Removal>();
  for (const occupant of room.occupants.values()) {
    if (affiliationOf(room, occupant.person) === 'none') {
      removals.set(occupant, { cause: 'members-only', item: { affiliation: 'none' } });
    }
  }
  return removals.size === 0 ? noneRemoved : remove(room, removals, context);
}

function everybody(room: Room): Map<Occupant, Removal> {
  const removal: Removal = { cause: 'destroyed', item: { affiliation: 'none' } };
  return new Map([...room.occupants.values()].map((occupant) => [occupant, removal]));
}
