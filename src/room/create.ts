/** Creating a room by entering one that is not there (XEP-0045 §10.1). */
import { AffiliationChanges } from './affiliation-changes.ts';
import type { Context } from './context.ts';
import { welcome } from './enter.ts';
import { newSettings } from './new-settings.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Enter } from './presence-request.ts';
import { creationNotAllowed } from './refusals.ts';
import { defaultCategory, type Room, resourceOf } from './state.ts';

/** The creator is owner and member, and alone until the room is configured. */
export function create(room: Room, request: Enter, context: Context): Outcome {
  const { person, session } = request.from;
  const category = context.newRoomCategory(person);
  if (category === undefined) return outcome({ answer: creationNotAllowed() });
  const stamp = { at: context.now, by: person };
  const settings = newSettings(context);
  const furnished: Room = { ...room, category, settings, entries: room.entries.draft() };
  furnished.createdAt = context.now;
  furnished.changes = AffiliationChanges.from({ count: 1, people: [person] });
  furnished.entries.set({ person, facts: { manager: 'owner', member: true } });
  return outcome({
    events: [
      {
        kind: 'created',
        ...stamp,
        settings,
        open: false,
        ...(category !== defaultCategory && { category }),
      },
      {
        kind: 'entered',
        ...stamp,
        nick: request.nick,
        resource: resourceOf(session, person),
        role: 'moderator',
      },
    ],
    details: [{ session, presence: request.presence }],
    deliveries: welcome(furnished, request, { sharing: undefined, role: 'moderator', statuses: [201] }, context),
  });
}
