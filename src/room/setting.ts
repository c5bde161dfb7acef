/**
 * What a trait says about one of its settings. From these rows come the owner's form, its validation,
 * disco#info, the roominfo form, the status codes of a change, and the documentation.
 */

/** A list keeps the order of its row's options, so that equal choices are equal lists. */
export type SettingValue = boolean | string | number | readonly string[];

export interface SettingRow<T extends SettingValue> {
  /** The field's name in the owner's form, and other names under which clients send it. */
  readonly field: string;
  readonly aliases?: readonly string[];
  readonly type: 'boolean' | 'text-single' | 'text-private' | 'list-single' | 'list-multi';
  readonly label: string;
  readonly default: T;
  /** `list-single` and `list-multi`: value and label of each choice. A number may be another one, too. */
  readonly options?: readonly (readonly [value: string, label: string])[];
  /** Whole numbers only, within these bounds. */
  readonly range?: { readonly min: number; readonly max: number };
  /** A number that means "any number", and the word that forms have for it. */
  readonly unlimited?: { readonly value: number; readonly word: string };
  readonly charactersMax?: number;
  /** Features in disco#info, told by the value. */
  readonly feature?: (value: T) => string | undefined;
  /** Status codes of a change to this value, beside or instead of 104 (XEP-0045 §10.2.1). */
  readonly status?: (value: T) => number;
  /** A field of the roominfo form (XEP-0045 §6.4). */
  readonly info?: {
    readonly field: string;
    /** Other names under which it is told as well. */
    readonly aliases?: readonly string[];
    readonly label: string;
    /** Left out while it says nothing. */
    readonly onlyIfSet?: true;
  };
  /** Never shown: not in disco, not in a form but the owner's. */
  readonly confidential?: boolean;
  /** Where it comes from. */
  readonly source: string;
}

/** The rows fix the type of a setting's value; literal defaults would make it too narrow. */
export function booleanSetting(row: Omit<SettingRow<boolean>, 'type'>): SettingRow<boolean> {
  return { ...row, type: 'boolean' };
}

export function textSetting(row: Omit<SettingRow<string>, 'type'> & { readonly secret?: true }): SettingRow<string> {
  const { secret, ...rest } = row;
  return secret ? { ...rest, type: 'text-private', confidential: true } : { ...rest, type: 'text-single' };
}

export function numberSetting(row: Omit<SettingRow<number>, 'type'>): SettingRow<number> {
  return { ...row, type: row.options ? 'list-single' : 'text-single' };
}

export function choiceSetting<T extends string>(
  row: Omit<SettingRow<T>, 'type' | 'options'> & { readonly options: readonly (readonly [T, string])[] },
): SettingRow<T> {
  return { ...row, type: 'list-single' };
}

export function choicesSetting<T extends string>(
  row: Omit<SettingRow<readonly T[]>, 'type' | 'options'> & { readonly options: readonly (readonly [T, string])[] },
): SettingRow<readonly T[]> {
  return { ...row, type: 'list-multi' };
}

export function isSameValue(one: SettingValue, other: SettingValue): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
