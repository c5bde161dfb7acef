/**
 * XEP-0500: MUC Slow Mode 0.1.1 (2024-12-03)
 *
 * How long everybody waits between two messages. One person is one, whatever nicknames and sessions it
 * has; owners and admins never wait, in whatever role. Where the text leaves it open: a correction has a body and so
 * counts; a body that only repeats what a retraction or a reaction says does not; a message that is refused does not
 * begin the wait anew; what was said before slow mode was switched on,
 * or given another duration, does not count; private messages are no part of it.
 */
import { may } from '../access.ts';
import type { Posted } from '../events.ts';
import type { Guards, SpeakQuestion } from '../guard.ts';
import { tooSoon } from '../refusals.ts';
import { numberSetting } from '../setting.ts';
import type { Room } from '../state.ts';

/** More than anybody waits for a chat, and small enough for whatever a client reads it into. */
const slowModeSecondsMax = 21_600;
/** People who wait, remembered in one room; the one who has waited longest is let go first. */
const waitingMax = 5_000;

export const settings = {
  slowModeSeconds: numberSetting({
    field: 'muc#roomconfig_slow_mode_duration',
    label: 'Slow mode: seconds everybody waits between two messages (0: off)',
    default: 0,
    range: { min: 0, max: slowModeSecondsMax },
    info: { field: 'muc#roominfo_slow_mode_duration', label: 'Seconds everybody waits between two messages (0: off)' },
    source: 'XEP-0500 §5',
  }),
};

export const guards: Guards = {
  post: (question) => {
    if (!isSlowed(question)) return undefined;
    const { room, occupant, now } = question;
    const last = room.lastPostAt?.get(occupant.person.key);
    if (last === undefined) return undefined;
    const { slowModeSeconds } = room.settings;
    // Events of a room never go back in time, so neither does the waiting.
    const left = last + slowModeSeconds * 1_000 - Math.max(now, room.at);
    return left > 0 ? tooSoon({ slowModeSeconds, secondsLeft: Math.ceil(left / 1_000) }) : undefined;
  },
};

/** Whether its sender waits before the next one. */
export function isSlowed({ room, occupant, said }: SpeakQuestion): boolean {
  if (room.settings.slowModeSeconds === 0 || said === undefined || said.fallback === true) return false;
  const { person, role } = occupant;
  return !may('post without waiting', { room, person, role }, { isServiceAdmin: () => false });
}

/** A message from whose sender the next one has to wait, as it is applied. */
export function noteSlowed(room: Room, { by, at }: Pick<Posted, 'by' | 'at'>): void {
  room.lastPostAt ??= new Map();
  const waiting = room.lastPostAt;
  // Put last again: the order is that of time.
  waiting.delete(by.key);
  waiting.set(by.key, at);
  const over = at - room.settings.slowModeSeconds * 1_000;
  for (const [key, since] of waiting) {
    if (since > over && waiting.size <= waitingMax) return;
    waiting.delete(key);
  }
}
