/** Settings from elsewhere, brought into the bounds that ours have. */
import {
  defaultSettings,
  objectionToSettings,
  type SettingKey,
  type Settings,
  settingRows,
} from '../room/traits/index.ts';
import type { Findings } from './findings.ts';

/** As they can be here; what had to be changed or left out is noted. */
export function fitting(settings: Partial<Settings>, findings: Findings): Partial<Settings> {
  const fit: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(settings)) {
    const {
      label,
      charactersMax = Number.POSITIVE_INFINITY,
      range,
    } = settingRows[key as SettingKey] as {
      readonly label: string;
      readonly charactersMax?: number;
      readonly range?: { readonly min: number; readonly max: number };
    };
    let kept: unknown = value;
    if (typeof value === 'string') kept = value.slice(0, charactersMax).toWellFormed();
    if (typeof value === 'number') kept = within(value, range);
    if (kept !== value) findings.note(`"${label}" is out of the bounds it has here and was cut`);
    fit[key] = kept;
  }
  const kept = fit as Partial<Settings>;
  const refused = objectionToSettings({ ...defaultSettings, ...kept }, defaultSettings);
  if (refused === undefined) return kept;
  findings.note(`the password was left out: ${refused.text}`);
  const { password: _, passwordProtected: __, ...rest } = kept;
  return rest;
}

function within(value: number, range: { readonly min: number; readonly max: number } | undefined): number {
  const whole = Number.isFinite(value) ? Math.round(value) : 0;
  return range === undefined ? whole : Math.min(range.max, Math.max(range.min, whole));
}
