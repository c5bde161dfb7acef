/**
 * Puts the configuration together: file, then environment (which wins), then defaults; and says about
 * every mistake where it is. Nothing is half accepted: one mistake and there is no configuration.
 */
import { existsSync } from 'node:fs';
import { type Environment, readEnvironment } from './environment.ts';
import type { ConfigProblem } from './problem.ts';
import { type Config, environmentFileName, environmentName, SETTING_ROWS } from './schema.ts';
import type { Setting } from './setting.ts';
import { type FileSettings, readSettingsFile } from './yaml-file.ts';

/** Read when no file is named and it is there, from the working directory. */
export const DEFAULT_FILE = 'longroom.yaml';

export type Loaded =
  | { readonly kind: 'config'; readonly config: Config; readonly file: string | undefined }
  | { readonly kind: 'problems'; readonly problems: readonly ConfigProblem[] };

export interface LoadOptions {
  /** As given with `--config`; else `LONGROOM_CONFIG`, else `longroom.yaml` if it exists. */
  readonly file?: string | undefined;
  readonly env: Environment;
  /** Secrets may be missing: for what speaks to the store or the running service alone. */
  readonly secretless?: boolean;
}

interface Found {
  readonly value: unknown;
  readonly where: string;
}

export function loadConfig(options: LoadOptions): Loaded {
  const file =
    options.file ?? (options.env['LONGROOM_CONFIG'] || (existsSync(DEFAULT_FILE) ? DEFAULT_FILE : undefined));
  const fromFile = file === undefined ? undefined : readSettingsFile(file);
  const fromEnvironment = readEnvironment(options.env);
  const problems = [...(fromFile?.problems ?? []), ...fromEnvironment.problems];
  const values = new Map<string, unknown>();
  const given = (key: string) => fromEnvironment.values.get(key) ?? fromFile?.values.get(key);
  for (const [key, setting] of SETTING_ROWS) {
    const found = given(key);
    if (found !== undefined) problems.push(...accept({ key, setting, found, values }));
    else if (!mistaken(problems, key) && !fromFile?.broken)
      problems.push(...fallBack({ key, setting, fromFile, values, given, secretless: options.secretless === true }));
  }
  if (problems.length === 0) return { kind: 'config', config: nested(values), file };
  return { kind: 'problems', problems: problems.toSorted(byPlace) };
}

/** Line 9 before line 10. */
function byPlace(one: ConfigProblem, other: ConfigProblem): number {
  return one.where.localeCompare(other.where, 'en', { numeric: true });
}

function accept(row: { key: string; setting: Setting; found: Found; values: Map<string, unknown> }): ConfigProblem[] {
  const { key, setting, found, values } = row;
  const parsed = setting.kind.type.safeParse(found.value);
  if (parsed.success) {
    values.set(key, parsed.data);
    const conflict = setting.conflict?.(parsed.data, values);
    return conflict === undefined ? [] : [{ where: found.where, key, message: conflict }];
  }
  return parsed.error.issues.slice(0, 5).map((issue) => {
    const wrong = issue.path.reduce<unknown>((value, step) => childOf(value, step), found.value);
    return { where: found.where, key, message: setting.secret ? issue.message : `${issue.message}${shown(wrong)}` };
  });
}

function fallBack(row: {
  key: string;
  setting: Setting;
  fromFile: FileSettings | undefined;
  values: Map<string, unknown>;
  given: (key: string) => Found | undefined;
  secretless: boolean;
}): ConfigProblem[] {
  const { key, setting, fromFile, values, given, secretless } = row;
  const { fallback } = setting;
  if (secretless && setting.secret) return [];
  const where = fromFile?.whereMissing(key) ?? environmentName(key);
  switch (fallback.presence) {
    case 'default':
      values.set(key, fallback.value);
      return [];
    case 'optional':
      return [];
    case 'with':
      if (given(fallback.key) === undefined) return [];
      return [{ where, key, message: `is required with ${fallback.key}; ${howToSet(key, setting)}` }];
    case 'required':
      return [{ where, key, message: `is required; ${howToSet(key, setting)}` }];
    case 'derived': {
      const value = fallback.derive(values);
      if (value !== undefined) values.set(key, value);
      // Without the domain nothing can be derived, and that the domain is missing has been said already.
      const blamed = value === undefined && values.has('xmpp.domain');
      return blamed ? [{ where, key, message: `has no default here (${fallback.words}); set it` }] : [];
    }
  }
}

function howToSet(key: string, setting: Setting): string {
  const names = [environmentName(key), ...(setting.secret ? [environmentFileName(key)] : [])];
  return `set it in the file or with ${names.join(' or ')}`;
}

function mistaken(problems: readonly ConfigProblem[], key: string): boolean {
  return problems.some((problem) => problem.key === key);
}

function nested(values: ReadonlyMap<string, unknown>): Config {
  const config: Record<string, unknown> = {};
  for (const [key] of SETTING_ROWS) {
    const [section, leaf] = key.split('.') as [string, string?];
    if (leaf === undefined) config[section] = values.get(key);
    else config[section] = { ...(config[section] as object | undefined), [leaf]: values.get(key) };
  }
  // The type says the same as the table: each row was checked by its own kind above.
  return config as Config;
}

function childOf(value: unknown, step: PropertyKey): unknown {
  if (typeof value === 'string' && typeof step === 'number') return value.split(',')[step]?.trim();
  return typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
}

const SHOWN_LENGTH_MAX = 80;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > SHOWN_LENGTH_MAX ? '' : ` (it is ${text})`;
}
