/** What Prosody keeps of a room, from its own files or from the JSON in its database, as maps within maps. */
import { isTable, type LuaValue } from '../lua.ts';

export type Plain = string | number | boolean | undefined | ReadonlyMap<string, Plain>;

export function plainFromLua(value: LuaValue): Plain {
  if (!isTable(value)) return value ?? undefined;
  const entries: [string, Plain][] = value.list.map((one, index) => [String(index + 1), plainFromLua(one)]);
  for (const [key, one] of value.fields) entries.push([String(key), plainFromLua(one)]);
  return new Map(entries);
}

export function plainFromJson(value: unknown): Plain {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map(Object.entries(value).map(([key, one]) => [key, plainFromJson(one)]));
}

export function mapIn(plain: Plain, key: string): ReadonlyMap<string, Plain> {
  const value = isMap(plain) ? plain.get(key) : undefined;
  return isMap(value) ? value : new Map();
}

export function isMap(plain: Plain): plain is ReadonlyMap<string, Plain> {
  return typeof plain === 'object';
}
