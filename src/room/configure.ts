/** The owner's form: asked for, submitted, cancelled (XEP-0045 §10.1, §10.2). */
import type { Refusal } from '../wire/error.ts';
import { affiliationOf, may, standingOf } from './access.ts';
import { begin, carryOut } from './administer.ts';
import type { AskForm, CancelForm, Configure } from './administration-request.ts';
import { done } from './answer.ts';
import type { Context } from './context.ts';
import type { Delivery } from './delivery.ts';
import { endRoom } from './destroy.ts';
import type { RoomEvent } from './events.ts';
import { calledAsCategory, moveBeforeLeaving, noSuchAddin } from './house-refusals.ts';
import { asOtherKind, rolesByKind } from './kind.ts';
import { type Removal, remove } from './leave.ts';
import { changesTo, managersOf } from './manager-lists.ts';
import { objectionToMove } from './move.ts';
import { type Outcome, outcome } from './outcome.ts';
import { ownersOnly } from './refusals.ts';
import { isBeyondCategory, objectionToKeeping } from './retention.ts';
import { isSameValue } from './setting.ts';
import { audience, type Occupant, type Room, timeOf } from './state.ts';
import { impliedBy, objectionToSettings, type SettingKey, type Settings, settingRows } from './traits/index.ts';
import { isShown } from './traits/large-rooms.ts';
import { unveil } from './unveil.ts';

export function askForm(room: Room, request: AskForm, context: Context): Outcome {
  if (!mayConfigure(room, request, context)) return outcome({ answer: ownersOnly() });
  return outcome({
    answer: { kind: 'form', settings: room.settings, managers: managersOf(room), category: room.category },
  });
}

export function configure(room: Room, request: Configure, context: Context): Outcome {
  if (!mayConfigure(room, request, context)) return outcome({ answer: ownersOnly() });
  const settings: Settings = { ...room.settings, ...impliedBy(request.settings, room.settings) };
  const refused = objectionToSettings(settings, room.settings);
  if (refused !== undefined) return outcome({ answer: refused });
  const { category: to = room.category } = request;
  const { retentionDays } = settings;
  const unknown =
    objectionOfTheHouse(room, settings) ??
    objectionToMove(room, { from: request.from, to }, context) ??
    objectionToKeeping({ ...room, category: to }, retentionDays, request.from, context);
  if (unknown !== undefined) return outcome({ answer: unknown });
  const changed = (Object.keys(settingRows) as SettingKey[]).filter(
    (key) => !isSameValue(settings[key], room.settings[key]),
  );
  const items = changesTo(room, request.managers ?? {});
  if (changed.length === 0 && items.length === 0 && room.open) return outcome({ answer: done });
  const configured: RoomEvent = {
    kind: 'configured',
    at: timeOf(room, context),
    by: request.from.person,
    settings: Object.fromEntries(changed.map((key) => [key, settings[key]])),
    before: Object.fromEntries(changed.map((key) => [key, room.settings[key]])),
    open: true,
    ...(changed.includes('retentionDays') &&
      isBeyondCategory({ ...room, category: to }, retentionDays) && { keepsLonger: true }),
  };
  // Who is removed or announced now came while real addresses were as hidden as they were.
  const after: Room = { ...room, settings: { ...settings, whois: room.settings.whois } };
  const otherKind = changed.includes('auditorium');
  const lists = begin(otherKind ? asOtherKind(after) : after, request, context);
  const objection = carryOut(lists, items);
  if (objection !== undefined) return outcome({ answer: objection });
  const { draft } = lists;
  // The move comes after it, and must not be refused then.
  if (to !== room.category && objectionToMove(draft, { from: request.from, to }, context) !== undefined)
    return outcome({ answer: moveBeforeLeaving() });
  const strangers = settings.membersOnly && !room.settings.membersOnly ? strangersIn(draft, context) : [];
  const removals = new Map([...lists.removals, ...strangers]);
  const roles = otherKind ? rolesByKind(draft, removals, lists) : undefined;
  const removed = remove(draft, removals, context);
  return outcome({
    events: [configured, ...lists.events, ...(roles?.events ?? []), ...removed.events],
    deliveries: [
      ...notice(room, settings, changed),
      ...lists.deliveries,
      ...(roles?.deliveries ?? []),
      ...(changed.includes('presenceOf') ? unveil(draft, heldBack(room)) : []),
      ...removed.deliveries,
    ],
    answer: done,
  });
}

/** Also those who were shown earlier: newcomers since then have not heard of them. */
function heldBack(room: Room): Occupant[] {
  return [...room.occupants.values()].filter(({ role }) => !isShown(room, role));
}

/** Cancelling the first form takes the room back (§10.1.3); later it just leaves things as they are. */
export function cancelForm(room: Room, request: CancelForm, context: Context): Outcome {
  if (!mayConfigure(room, request, context)) return outcome({ answer: ownersOnly() });
  return room.open ? outcome({ answer: done }) : endRoom(room, { from: request.from }, context);
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

/** Switched to members only, the room removes those who are not, with status 322 (§10.2.1 and §9.4). */
function strangersIn(room: Room, context: Context): [Occupant, Removal][] {
  const removal = { cause: 'members-only' } as const;
  return [...room.occupants.values()]
    .filter(({ person }) => !may('enter', { room, person, role: 'none' }, context))
    .map((occupant) => [occupant, { ...removal, item: { affiliation: affiliationOf(room, occupant.person) } }]);
}

/** What is as it was stays, whatever has become of it outside the room. */
function objectionOfTheHouse({ directory, settings: before }: Room, { name, addin }: Settings): Refusal | undefined {
  if (addin !== before.addin && addin !== '' && directory.addin(addin) === undefined) return noSuchAddin();
  return name !== before.name && directory.isCategoryName(name) ? calledAsCategory(name) : undefined;
}
