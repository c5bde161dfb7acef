/** What each kind of audited event is called by people. */
import type { CategoryEvent } from '../../category/events.ts';
import type { RoomEvent } from '../../room/events.ts';
import type { ServiceEvent } from '../service-events.ts';

type OfRooms = Pick<
  Record<RoomEvent['kind'], string>,
  | 'created'
  | 'configured'
  | 'affiliated'
  | 'moved'
  | 'disabled'
  | 'enabled'
  | 'hat-created'
  | 'hat-destroyed'
  | 'hat-assigned'
  | 'hat-unassigned'
  | 'carded'
  | 'posted'
  | 'content-removed'
  | 'set-aside'
  | 'destroyed'
>;

const titles: OfRooms & Readonly<Record<CategoryEvent['kind'] | ServiceEvent['kind'], string>> = {
  created: 'room created',
  configured: 'room changed',
  affiliated: 'lists of the room changed',
  moved: 'room moved',
  disabled: 'room disabled',
  enabled: 'room enabled',
  'hat-created': 'hat made',
  'hat-destroyed': 'hat deleted',
  'hat-assigned': 'hat given',
  'hat-unassigned': 'hat taken',
  carded: 'picture or card of the room changed',
  posted: 'message moderated',
  'content-removed': 'messages removed',
  'set-aside': 'message on hold taken back',
  destroyed: 'room deleted',
  'category-created': 'category created',
  'category-changed': 'category changed',
  'category-removed': 'category deleted',
  'category-reviewed': 'rooms of the category followed',
  blocked: 'blocked',
  unblocked: 'block lifted',
  'group-created': 'group created',
  'group-changed': 'group changed',
  'group-removed': 'group deleted',
  'policy-changed': 'policy changed',
  'federation-changed': 'other domains changed',
  'addin-changed': 'add-in changed',
  'settings-changed': 'settings of the service changed',
  'admins-changed': 'administrators changed',
  announced: 'announced in rooms',
  'category-listed': 'category created',
  'category-unlisted': 'category deleted',
  'rooms-reviewed': 'rooms followed',
  'hold-created': 'legal hold created',
  'hold-released': 'legal hold released',
  'holds-followed': 'what was on hold let go',
};

export function titleOf(kind: string): string {
  return Object.hasOwn(titles, kind) ? titles[kind as keyof typeof titles] : kind;
}
