/** Settings of the service that commands set over the configuration. */
import { managementUrlCharactersMax, readWebAddress } from '../../category/web-address.ts';
import type { ServiceSettings, ServiceSettingsWish, ServiceSettingValues } from '../../commands/house.ts';
import { historyRange, largeRoomsRange } from '../../commands/settings/bounds.ts';
import type { Person } from '../../room/state.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import type { ServiceRecord } from '../service-codec.ts';
import { outOfRange } from './refusals.ts';
import { type HouseClock, stamp } from './stamp.ts';

export class HouseSettings implements ServiceSettings {
  readonly #env: HouseClock & { readonly record: ServiceRecord };

  constructor(env: HouseClock & { readonly record: ServiceRecord }) {
    this.#env = env;
  }

  values(): ServiceSettingValues {
    return this.#env.record.state.settings;
  }

  async set({ actor, values: typed }: { readonly actor: Person; readonly values: ServiceSettingsWish }) {
    const read = readSettings(typed);
    if (isRefusal(read)) return read;
    return await this.#env.record.change((state) => {
      const now = state.settings as Readonly<Record<string, unknown>>;
      const changed = Object.entries(read).filter(([name, value]) => (now[name] ?? null) !== value);
      if (changed.length === 0) return undefined;
      // What is there neither before nor after is as the configuration has it: `null` keeps its name in the record.
      const before = Object.fromEntries(changed.map(([name]) => [name, now[name] ?? null]));
      return {
        kind: 'settings-changed',
        ...stamp(this.#env, state, actor),
        before,
        after: Object.fromEntries(changed.filter(([, value]) => value !== null)),
      };
    });
  }
}

function readSettings(typed: ServiceSettingsWish): ServiceSettingsWish | Refusal {
  const { defaultHistory, largeRoomsAbove, roomManagementUrl } = typed;
  if (!isIn(defaultHistory, historyRange)) return outOfRange('How much history is shown', historyRange);
  if (!isIn(largeRoomsAbove, largeRoomsRange))
    return outOfRange('The size above which a room is large', largeRoomsRange);
  const url =
    typeof roomManagementUrl === 'string' ? readWebAddress(roomManagementUrl, managementUrlCharactersMax) : null;
  if (isRefusal(url)) return url;
  return {
    ...(defaultHistory !== undefined && { defaultHistory }),
    ...(largeRoomsAbove !== undefined && { largeRoomsAbove }),
    ...(roomManagementUrl !== undefined && { roomManagementUrl: url }),
  };
}

function isIn(value: number | null | undefined, { min, max }: { readonly min: number; readonly max: number }): boolean {
  return value === undefined || value === null || (Number.isSafeInteger(value) && value >= min && value <= max);
}
