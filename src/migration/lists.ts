/** Settings and lists from elsewhere, for a room that is there already or has just been made. */
import type { RoomEvent } from '../room/events.ts';
import { isSameValue } from '../room/setting.ts';
import type { Person, Room } from '../room/state.ts';
import { defaultSettings, objectionToSettings, type SettingKey, type Settings } from '../room/traits/index.ts';
import { inParts } from '../store/in-parts.ts';
import type { Store } from '../store/port.ts';
import type { ForeignEntry } from './foreign.ts';
import type { RoomBeingMade } from './room-being-made.ts';

const entriesPerCommit = 500;

interface Stamping {
  readonly store: Store;
  readonly by: Person;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Who is not on the lists of the room comes onto them; whoever is stays as they are. */
export async function writeEntries(
  made: RoomBeingMade,
  entries: readonly ForeignEntry[],
  env: Stamping,
): Promise<void> {
  const missing = missingEntries(made.room, entries);
  for (const some of inParts(missing, entriesPerCommit)) {
    const keys = await env.store.people.keys(some.map(({ jid }) => jid));
    const at = Math.max(env.now(), made.room.at);
    await made.write(
      some.map(({ jid, facts }): RoomEvent => {
        const whom = { jid, key: keys.get(jid) ?? '' };
        return { kind: 'affiliated', at, by: env.by, whom, facts, before: {} };
      }),
    );
  }
}

export function missingEntries({ entries: there }: Room, entries: readonly ForeignEntry[]): readonly ForeignEntry[] {
  return entries.filter(({ jid }) => there.get(jid) === undefined);
}

/** What nobody has changed here becomes what it was there. */
export async function writeSettings(made: RoomBeingMade, wanted: Partial<Settings>, env: Stamping): Promise<void> {
  const { room } = made;
  const settings = changedSettings(room, wanted);
  const keys = Object.keys(settings) as SettingKey[];
  if (keys.length === 0) return;
  const before = Object.fromEntries(keys.map((key) => [key, room.settings[key]]));
  const at = Math.max(env.now(), room.at);
  await made.write([{ kind: 'configured', at, by: env.by, settings, before, open: true }]);
}

export function changedSettings({ settings: there }: Room, wanted: Partial<Settings>): Partial<Settings> {
  const changed = Object.entries(wanted).filter(([name, value]) => {
    const key = name as SettingKey;
    return isSameValue(there[key], defaultSettings[key]) && !isSameValue(there[key], value);
  });
  const settings = Object.fromEntries(changed) as Partial<Settings>;
  return objectionToSettings({ ...there, ...settings }, there) === undefined ? settings : {};
}
