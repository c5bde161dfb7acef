/** The settings a room begins with: the usual ones, over which the service has a word. */
import type { Context } from './context.ts';
import { defaultSettings, type Settings } from './traits/index.ts';

export function newSettings({ historyInNewRooms }: Pick<Context, 'historyInNewRooms'>): Settings {
  return historyInNewRooms === undefined ? defaultSettings : { ...defaultSettings, historyOnEntry: historyInNewRooms };
}
