/** What the commands for the settings of the service ask for, and how they are shown. */
import { managementUrlCharactersMax, webAddress } from '../../category/web-address.ts';
import { defaultSettings } from '../../room/traits/index.ts';
import type { Fact } from '../command.ts';
import { clearable, integer, text } from '../fields.ts';
import type { ServiceSettingValues } from '../house.ts';
import { historyRange, largeRoomsRange } from './bounds.ts';

export const settingCommands = 'longroom:settings';

export const settingFields = {
  defaultHistory: clearable(
    integer({
      name: 'default-history',
      label: 'History on entering',
      description: `Messages that newcomers get at most in rooms made from now on: 1 to ${historyRange.max}. Rooms that are there keep what they have, and owners may set another number.`,
      example: '50',
      ...historyRange,
    }),
  ),
  largeRoomsAbove: clearable(
    integer({
      name: 'large-rooms-above',
      label: 'Large rooms',
      description: 'With more sessions than these, a room tells only of its moderators and presenters; 0 for never.',
      ...largeRoomsRange,
    }),
  ),
  roomManagementUrl: clearable(
    text({
      name: 'room-management-url',
      label: 'Page for managing rooms',
      description: 'A web page where rooms are made and run, for clients to show. It begins with http:// or https://.',
      example: 'https://example.org/rooms',
      charactersMax: managementUrlCharactersMax,
      form: webAddress(managementUrlCharactersMax),
    }),
  ),
};

const asConfigured = 'as the configuration says';

export function settingFacts(values: ServiceSettingValues): Fact[] {
  const { defaultHistory, largeRoomsAbove, roomManagementUrl } = settingFields;
  const fact = ({ name, label }: { name: string; label: string }, value: string | number): Fact => ({
    name,
    label,
    value: String(value),
  });
  return [
    fact(defaultHistory, values.defaultHistory ?? `${defaultSettings.historyOnEntry}, as is usual`),
    fact(largeRoomsAbove, values.largeRoomsAbove ?? asConfigured),
    fact(roomManagementUrl, values.roomManagementUrl ?? 'none'),
  ];
}
